//! What kinds of entities there are.

use std::fmt;
use std::str::FromStr;

/// What an entity is.
///
/// ```
/// use lawful_trust::identity::EntityType;
/// assert_eq!("ai_software".parse(), Ok(EntityType::AiSoftware));
/// assert_eq!(EntityType::AiSoftware.coherence_threshold(), 0.7);
/// assert!("robot".parse::<EntityType>().is_err());
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum EntityType {
    /// A person.
    Human,
    /// A program that acts by itself.
    AiSoftware,
    /// A machine with a body that acts by itself.
    AiEmbodied,
    /// A company, a team, an office.
    Organization,
    /// A group with rules and members of its own.
    Society,
    /// A part that somebody plays.
    Role,
    /// A piece of work.
    Task,
    /// Something that is used.
    Resource,
    /// Several of these at once.
    Hybrid,
}

/// A name that is not the name of a type of entities.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a type of entities; use human, ai_software, ai_embodied, organization, society, role, task, resource or hybrid"
)]
pub struct UnknownEntityType(String);

impl EntityType {
    /// All types.
    pub const ALL: [EntityType; 9] = [
        EntityType::Human,
        EntityType::AiSoftware,
        EntityType::AiEmbodied,
        EntityType::Organization,
        EntityType::Society,
        EntityType::Role,
        EntityType::Task,
        EntityType::Resource,
        EntityType::Hybrid,
    ];

    /// Returns the type's name, its byte in binary forms, and its threshold of coherence.
    fn row(self) -> (&'static str, u8, f64) {
        match self {
            EntityType::Human => ("human", 1, 0.5),
            EntityType::AiSoftware => ("ai_software", 2, 0.7),
            EntityType::AiEmbodied => ("ai_embodied", 3, 0.6),
            EntityType::Organization => ("organization", 4, 0.5),
            EntityType::Society => ("society", 5, 0.5),
            EntityType::Role => ("role", 6, 0.5),
            EntityType::Task => ("task", 7, 0.3),
            EntityType::Resource => ("resource", 8, 0.3),
            EntityType::Hybrid => ("hybrid", 9, 0.6),
        }
    }

    /// Returns the name, in small letters with underscores.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// Returns the byte that stands for the type in binary forms, 1 to 9.
    pub fn code(self) -> u8 {
        self.row().1
    }

    /// Finds the type of a byte, if there is one.
    pub fn from_code(code: u8) -> Option<EntityType> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// Returns the least coherence, from 0 to 1, with which an entity of this type counts as one:
    /// 0.7 for software that can be copied and restarted, 0.3 for tasks and resources.
    pub fn coherence_threshold(self) -> f64 {
        self.row().2
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for EntityType {
    type Err = UnknownEntityType;

    fn from_str(name: &str) -> Result<EntityType, UnknownEntityType> {
        Self::ALL
            .into_iter()
            .find(|known| known.name() == name)
            .ok_or_else(|| UnknownEntityType(name.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_come_back() {
        for known in EntityType::ALL {
            assert_eq!(EntityType::from_code(known.code()), Some(known));
            assert_eq!(known.name().parse(), Ok(known));
            let json = serde_json::to_string(&known).unwrap();
            assert_eq!(json, format!("\"{known}\""));
        }
        assert_eq!(EntityType::from_code(0), None);
        assert_eq!(EntityType::from_code(10), None);
    }
}
