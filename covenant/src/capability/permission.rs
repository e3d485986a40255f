//! One line of a covenant: an allowance or a denial.

use super::condition::Condition;
use super::parse_condition::{BadCondition, conditions};
use super::pattern::Pattern;
use super::problem::BadPattern;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Whether a permission allows or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// What matches is allowed, unless something denies it.
    Allow,
    /// What matches is denied, whatever allows it.
    Deny,
}

/// An allowance or a denial: a pattern, and conditions that must all hold.
///
/// Text form: `fs.write:/srv/app/**`, with conditions
/// `pay:*/transfer when /amount <= 500 and /currency in ["EUR"]`, and a denial with `!` before it.
/// An allowance whose conditions cannot be decided allows nothing; a denial whose conditions cannot
/// be decided denies. Denials ignore case, so that a system that does too cannot be led around them.
///
/// ```
/// use lawful_covenant::capability::Permission;
/// let text = "pay:*/transfer when /amount <= 500";
/// assert_eq!(text.parse::<Permission>().unwrap().to_string(), text);
/// assert!("pay:*/transfer when /amount <= 0.5".parse::<Permission>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permission {
    effect: Effect,
    pattern: Pattern,
    conditions: BTreeSet<Condition>,
}

/// A text that is no permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadPermission {
    /// The text is too long.
    #[error("a permission has {0} bytes; at most {max} are allowed", max = Permission::LONGEST)]
    TooLong(usize),
    /// The pattern is none.
    #[error(transparent)]
    Pattern(#[from] BadPattern),
    /// A condition is none.
    #[error(transparent)]
    Condition(#[from] BadCondition),
}

impl Permission {
    /// The longest text, in bytes.
    pub const LONGEST: usize = 1 << 16;

    /// Allows what a pattern matches.
    pub fn allow(pattern: Pattern) -> Permission {
        Permission {
            effect: Effect::Allow,
            pattern,
            conditions: BTreeSet::new(),
        }
    }

    /// Denies what a pattern matches.
    pub fn deny(pattern: Pattern) -> Permission {
        Permission {
            effect: Effect::Deny,
            ..Permission::allow(pattern)
        }
    }

    /// Adds a condition; all must hold.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Permission {
        self.conditions.insert(condition);
        self
    }

    /// Returns whether it allows or denies.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Returns the pattern.
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// Visits the conditions.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter()
    }

    /// Returns whether there are conditions.
    pub fn is_conditional(&self) -> bool {
        !self.conditions.is_empty()
    }
}

impl FromStr for Permission {
    type Err = BadPermission;

    fn from_str(text: &str) -> Result<Permission, BadPermission> {
        if text.len() > Self::LONGEST {
            return Err(BadPermission::TooLong(text.len()));
        }
        let (effect, rest) = match text.strip_prefix('!') {
            Some(rest) => (Effect::Deny, rest),
            None => (Effect::Allow, text),
        };
        let (pattern, conditions) = match rest.split_once(" when ") {
            Some((pattern, rest)) => (pattern, conditions(rest)?),
            None => (rest, BTreeSet::new()),
        };
        Ok(Permission {
            effect,
            pattern: pattern.parse()?,
            conditions,
        })
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.effect == Effect::Deny {
            f.write_str("!")?;
        }
        write!(f, "{}", self.pattern)?;
        for (place, condition) in self.conditions.iter().enumerate() {
            let joint = if place == 0 { " when " } else { " and " };
            write!(f, "{joint}{condition}")?;
        }
        Ok(())
    }
}
