//! What a condition may ask of one argument.

use super::Action;
use super::pattern::Pattern;
use super::scalar::{Scalar, integer};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;

/// How two integers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// What a condition asks of one argument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Test {
    /// The argument is this value.
    Is(Scalar),
    /// The argument is another value of the same kind.
    IsNot(Scalar),
    /// The argument is an integer in this order to the other.
    Compare(Order, i128),
    /// The argument is one of these.
    OneOf(BTreeSet<Scalar>),
    /// The argument is none of these, and of the kind of one of them.
    NoneOf(BTreeSet<Scalar>),
    /// The argument is a text that begins so. For paths use [`Test::Under`]: a text that begins with
    /// `/srv/` may well leave it.
    Prefix(String),
    /// The argument is a name of one spelling, as actions have it, that this pattern matches.
    Under(Resources),
    /// The argument has at most so many bytes (a text), items (a list) or members (an object).
    Size(u64),
}

/// A pattern of resources, without a verb.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resources(Pattern);

/// Stands before resources that are read as actions; it is in no message.
const VERB: &str = "x:";

impl Resources {
    /// Reads a pattern of resources.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Resources, super::BadPattern> {
        format!("{VERB}{text}")
            .parse()
            .map(Resources)
            .map_err(|error: super::BadPattern| super::BadPattern::new(text, error.problem))
    }

    fn as_str(&self) -> &str {
        self.0.as_str().strip_prefix(VERB).unwrap_or_default()
    }

    fn contains(&self, resource: &str) -> Option<bool> {
        let action: Action = format!("{VERB}{resource}").parse().ok()?;
        Some(self.0.matches(&action))
    }
}

impl Test {
    /// Returns whether the argument passes; `None` if it is of a kind that the test cannot decide.
    pub(super) fn passes(&self, value: &Value) -> Option<bool> {
        match self {
            Test::Is(scalar) => scalar.is(value),
            Test::IsNot(scalar) => scalar.is(value).map(|is| !is),
            Test::Compare(order, right) => {
                let left = integer(value)?;
                Some(match order {
                    Order::Less => left < *right,
                    Order::AtMost => left <= *right,
                    Order::More => left > *right,
                    Order::AtLeast => left >= *right,
                })
            }
            Test::OneOf(set) => among(set, value),
            Test::NoneOf(set) => among(set, value).map(|is| !is),
            Test::Prefix(prefix) => Some(value.as_str()?.starts_with(prefix)),
            Test::Under(resources) => resources.contains(value.as_str()?),
            Test::Size(most) => {
                let size = match value {
                    Value::String(text) => text.len(),
                    Value::Array(items) => items.len(),
                    Value::Object(members) => members.len(),
                    Value::Null | Value::Bool(_) | Value::Number(_) => return None,
                };
                Some(size as u64 <= *most)
            }
        }
    }
}

fn among(set: &BTreeSet<Scalar>, value: &Value) -> Option<bool> {
    let given = Scalar::of(value)?;
    if set.contains(&given) {
        return Some(true);
    }
    let alike = |s: &Scalar| std::mem::discriminant(s) == std::mem::discriminant(&given);
    set.iter().any(alike).then_some(false)
}

fn list(set: &BTreeSet<Scalar>) -> String {
    let items: Vec<String> = set.iter().map(Scalar::to_string).collect();
    format!("[{}]", items.join(","))
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Order::Less => "<",
            Order::AtMost => "<=",
            Order::More => ">",
            Order::AtLeast => ">=",
        })
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Is(scalar) => write!(f, "== {scalar}"),
            Test::IsNot(scalar) => write!(f, "!= {scalar}"),
            Test::Compare(order, right) => write!(f, "{order} {right}"),
            Test::OneOf(set) => write!(f, "in {}", list(set)),
            Test::NoneOf(set) => write!(f, "not-in {}", list(set)),
            Test::Prefix(prefix) => write!(f, "prefix {}", Value::from(prefix.as_str())),
            Test::Under(resources) => write!(f, "under {}", Value::from(resources.as_str())),
            Test::Size(most) => write!(f, "size <= {most}"),
        }
    }
}
