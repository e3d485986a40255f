//! Patterns of actions.

use super::action::{Action, fold, parts};
use super::problem::{BadPattern, Problem, printable};
use super::segment::{check_resource, check_verb};
use super::spelling::{Cut, Spelling};
use std::fmt;
use std::str::FromStr;

/// One segment of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Piece {
    /// Exactly this segment.
    Literal(Box<str>),
    /// Any one segment.
    Any,
    /// One or more segments, of any names.
    Rest,
}

/// A pattern of actions: `fs.write:/srv/app/**`, `mcp:github/*`, `model:*`.
///
/// The grammar is the one of an [`Action`], with two wildcards, each a whole segment: `*` is any one
/// segment; `**`, at the end of the verb or of the resource, is one or more. So `/srv/**` is all that
/// is below `/srv`, without `/srv` itself. A pattern is absolute or relative like the actions that it
/// matches; only a denial or a review gate of the resource `**` is about every resource, absolute ones
/// too. The characters `? [ ] { }` are refused, since they look like wildcards and are none.
///
/// ```
/// use lawful_covenant::capability::{Action, Pattern};
/// let pattern: Pattern = "fs.*:/srv/app/**".parse().unwrap();
/// assert!(pattern.matches(&"fs.read:/srv/app/src/main.rs".parse().unwrap()));
/// assert!(!pattern.matches(&"fs.read:/srv/application".parse().unwrap()));
/// assert!("fs.read:/srv/app*".parse::<Pattern>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern {
    text: Box<str>,
    pub(super) verb: Vec<Piece>,
    pub(super) absolute: bool,
    pub(super) resource: Vec<Piece>,
}

impl Pattern {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether an action is one of the pattern's: the plain definition, which compiled
    /// permissions are checked against.
    pub fn matches(&self, action: &Action) -> bool {
        self.matches_spelling(action.spelling())
    }

    /// Returns whether an action is one of the pattern's when case is ignored, as denials and gates
    /// do it.
    pub fn matches_in_any_case(&self, action: &Action) -> bool {
        let folded = self.folded();
        folded.matches_spelling(action.folded())
            || (folded.for_absolute()).is_some_and(|p| p.matches_spelling(action.folded()))
    }

    /// Returns the same pattern for absolute resources if the resource is `**`: whoever denies
    /// everything means these too.
    pub(super) fn for_absolute(&self) -> Option<Pattern> {
        let everything = !self.absolute && self.resource.first() == Some(&Piece::Rest);
        everything.then(|| Pattern {
            absolute: true,
            ..self.clone()
        })
    }

    fn matches_spelling(&self, name: &Spelling) -> bool {
        self.absolute == name.absolute
            && all_match(&self.verb, name, name.verb())
            && all_match(&self.resource, name, name.resource())
    }

    /// Returns the pattern with its literals in lowercase.
    pub(super) fn folded(&self) -> Pattern {
        let fold_all = |pieces: &[Piece]| {
            let fold_one = |piece: &Piece| match piece {
                Piece::Literal(text) => Piece::Literal(fold(text).into()),
                other => other.clone(),
            };
            pieces.iter().map(fold_one).collect()
        };
        Pattern {
            text: fold(&self.text).into(),
            verb: self.verb.clone(),
            absolute: self.absolute,
            resource: fold_all(&self.resource),
        }
    }
}

fn all_match(pieces: &[Piece], name: &Spelling, cuts: &[Cut]) -> bool {
    match (pieces.split_first(), cuts.split_first()) {
        (None, None) => true,
        (Some((Piece::Rest, _)), Some(_)) => true,
        (Some((Piece::Any, pieces)), Some((_, cuts))) => all_match(pieces, name, cuts),
        (Some((Piece::Literal(text), pieces)), Some((cut, cuts))) => {
            **text == *name.segment(cut) && all_match(pieces, name, cuts)
        }
        _ => false,
    }
}

fn pieces(
    segments: &[&str],
    check: fn(&str) -> Result<(), Problem>,
) -> Result<Vec<Piece>, Problem> {
    let last = segments.len().saturating_sub(1);
    let piece = |(place, segment): (usize, &&str)| match *segment {
        "*" => Ok(Piece::Any),
        "**" if place == last => Ok(Piece::Rest),
        "**" => Err(Problem::RestInside),
        text if text.contains('*') => Err(Problem::PartialWildcard(printable(text))),
        text => {
            check(text)?;
            match text.chars().find(|c| "?[]{}".contains(*c)) {
                Some(character) => Err(Problem::Character {
                    character,
                    segment: printable(text),
                    why: "it looks like a wildcard, and the only wildcards are `*` and `**`",
                }),
                None => Ok(Piece::Literal(text.into())),
            }
        }
    };
    segments.iter().enumerate().map(piece).collect()
}

impl FromStr for Pattern {
    type Err = BadPattern;

    fn from_str(text: &str) -> Result<Pattern, BadPattern> {
        let fail = |problem| BadPattern::new(text, problem);
        if text.contains(" when ") {
            return Err(fail(Problem::When));
        }
        let (verb, absolute, resource) = parts(text).map_err(fail)?;
        Ok(Pattern {
            text: text.into(),
            verb: pieces(&verb, check_verb).map_err(fail)?,
            absolute,
            resource: pieces(&resource, check_resource).map_err(fail)?,
        })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({self})")
    }
}
