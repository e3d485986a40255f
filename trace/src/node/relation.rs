//! How an earlier node bears on a later one.

use std::fmt;
use std::str::FromStr;

/// How the earlier node of a causal link bears on the later one.
///
/// The link is stored in the later node: "`a` causes `b`" is a link in `b` with the relation
/// [`Relation::Causes`] and the target `a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Relation {
    /// The target caused this node.
    Causes = 1,
    /// This node continues the target.
    Continues = 2,
    /// This node branches off the target.
    Branches = 3,
    /// This node fulfils what the target intended.
    Fulfils = 4,
}

/// A name that no relation has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a relation; use `causes`, `continues`, `branches` or `fulfils`")]
pub struct UnknownRelation(String);

impl Relation {
    /// All relations, in the order of their numbers.
    pub const ALL: [Relation; 4] = [
        Relation::Causes,
        Relation::Continues,
        Relation::Branches,
        Relation::Fulfils,
    ];

    /// Returns the name: `causes`, `continues`, `branches` or `fulfils`.
    pub const fn name(self) -> &'static str {
        match self {
            Relation::Causes => "causes",
            Relation::Continues => "continues",
            Relation::Branches => "branches",
            Relation::Fulfils => "fulfils",
        }
    }

    /// Returns the number in the encoding of a node, 1 to 4.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Returns the relation of a number in the encoding of a node.
    pub const fn of_number(number: u8) -> Option<Relation> {
        match number {
            1 => Some(Relation::Causes),
            2 => Some(Relation::Continues),
            3 => Some(Relation::Branches),
            4 => Some(Relation::Fulfils),
            _ => None,
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Relation {
    type Err = UnknownRelation;

    /// Reads a name in any case; `fulfills` is accepted too.
    fn from_str(name: &str) -> Result<Relation, UnknownRelation> {
        let lower = name.to_ascii_lowercase();
        Relation::ALL
            .into_iter()
            .find(|relation| relation.name() == lower)
            .or_else(|| (lower == "fulfills").then_some(Relation::Fulfils))
            .ok_or_else(|| UnknownRelation(name.chars().take(80).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_come_back() {
        for relation in Relation::ALL {
            assert_eq!(relation.name().parse(), Ok(relation));
            assert_eq!(Relation::of_number(relation.number()), Some(relation));
        }
        assert_eq!("FULFILLS".parse(), Ok(Relation::Fulfils));
        assert_eq!(Relation::of_number(0), None);
        assert_eq!(Relation::of_number(5), None);
        assert_eq!(
            "follows".parse::<Relation>().map_err(|e| e.to_string()),
            Err(
                "`follows` is not a relation; use `causes`, `continues`, `branches` or `fulfils`"
                    .to_owned()
            )
        );
    }
}
