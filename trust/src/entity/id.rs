//! Ids of entities.

use crate::TrustError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An id of the form `type:name`; the type ends at the first colon, and an id without a colon has
/// an empty type.
///
/// ```
/// use lawful_trust::EntityId;
/// let id: EntityId = "mcp:filesystem".parse().unwrap();
/// assert_eq!((id.entity_type(), id.name()), ("mcp", "filesystem"));
/// assert!("".parse::<EntityId>().is_err());
/// assert!("mcp:".parse::<EntityId>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntityId(Box<str>);

impl EntityId {
    /// The longest id, in bytes.
    pub const LONGEST: usize = 1024;

    /// Returns what stands before the first colon.
    pub fn entity_type(&self) -> &str {
        self.0.split_once(':').map_or("", |(kind, _)| kind)
    }

    /// Returns what stands after the first colon, or everything if there is none.
    pub fn name(&self) -> &str {
        self.0.split_once(':').map_or(&self.0, |(_, name)| name)
    }

    /// Returns the whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks an id without keeping it.
    ///
    /// # Errors
    /// If it is empty or longer than [`EntityId::LONGEST`], if the type or the name is empty, or if
    /// it has control characters.
    pub fn check(id: &str) -> Result<(), TrustError> {
        let refuse = |problem| {
            Err(TrustError::EntityId {
                id: id.chars().take(80).flat_map(char::escape_default).collect(),
                problem,
            })
        };
        if id.is_empty() {
            return refuse("it is empty");
        }
        if id.len() > EntityId::LONGEST {
            return refuse("it is longer than 1024 bytes");
        }
        // Almost all ids are of plain ASCII, which is looked at many bytes at a time.
        let is_plain = id.bytes().all(|byte| (b' '..0x7f).contains(&byte));
        if !is_plain && id.chars().any(char::is_control) {
            return refuse("it has a control character");
        }
        match id.split_once(':') {
            Some(("", _)) => refuse("the type is empty"),
            Some((_, "")) => refuse("the name is empty"),
            _ => Ok(()),
        }
    }
}

impl FromStr for EntityId {
    type Err = TrustError;

    fn from_str(text: &str) -> Result<EntityId, TrustError> {
        EntityId::check(text)?;
        Ok(EntityId(text.into()))
    }
}

impl TryFrom<String> for EntityId {
    type Error = TrustError;

    fn try_from(text: String) -> Result<EntityId, TrustError> {
        EntityId::check(&text)?;
        Ok(EntityId(text.into_boxed_str()))
    }
}

impl From<EntityId> for String {
    fn from(id: EntityId) -> String {
        id.0.into_string()
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
