//! The status of an entity.

use std::fmt;
use std::str::FromStr;

/// The status of an entity. Void and slashed are final.
///
/// ```
/// use lawful_trust::identity::Status;
/// assert!(Status::Active.may_become(Status::Dormant));
/// assert!(!Status::Slashed.may_become(Status::Active));
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It acts.
    Active,
    /// It rests, and can be woken.
    Dormant,
    /// It has ended, in good standing.
    Void,
    /// It was ended because it broke a rule.
    Slashed,
}

/// A name that is not a status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a status; use active, dormant, void or slashed")]
pub struct UnknownStatus(String);

impl Status {
    /// All statuses.
    pub const ALL: [Status; 4] = [
        Status::Active,
        Status::Dormant,
        Status::Void,
        Status::Slashed,
    ];

    /// Returns whether nothing can follow.
    pub fn is_terminal(self) -> bool {
        matches!(self, Status::Void | Status::Slashed)
    }

    /// Returns whether another status can follow. No status follows itself.
    pub fn may_become(self, next: Status) -> bool {
        !self.is_terminal() && self != next
    }

    /// Names the status in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Dormant => "dormant",
            Status::Void => "void",
            Status::Slashed => "slashed",
        }
    }

    /// Returns the byte that stands for the status in binary forms, 1 to 4.
    pub fn code(self) -> u8 {
        match self {
            Status::Active => 1,
            Status::Dormant => 2,
            Status::Void => 3,
            Status::Slashed => 4,
        }
    }

    /// Finds the status of a byte, if there is one.
    pub fn from_code(code: u8) -> Option<Status> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(name: &str) -> Result<Status, UnknownStatus> {
        Self::ALL
            .into_iter()
            .find(|known| known.name() == name)
            .ok_or_else(|| UnknownStatus(name.chars().take(40).collect()))
    }
}
