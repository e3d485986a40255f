//! The simplest store there is: what every other must answer like.

use super::plain_answer::{PlainAnswer, PlainEntity};
use super::{Outcome, StoreError};
use crate::{EntityTrust, TrustError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a store answers to a command of [`Storing`](super::Storing) or
/// [`Lasting`](super::Lasting).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PlainAnswer", into = "PlainAnswer")]
pub enum Answer {
    /// There is no such entity.
    Nobody,
    /// An entity.
    One(Seen),
    /// The witness and the target.
    Two(Seen, Seen),
    /// Yes or no.
    Is(bool),
    /// The numbers of entities, in order.
    All(Vec<u8>),
    /// It is done.
    Done,
    /// The change is refused.
    Refused,
    /// Something that is no answer of a store.
    Other(String),
}

/// An entity as it was seen, whole.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "PlainEntity", try_from = "PlainEntity")]
pub struct Seen(Vec<u8>);

impl Seen {
    pub(super) fn of(entity: &EntityTrust) -> Seen {
        Seen(entity.to_bytes())
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        self.0
    }

    fn entity(&self) -> Option<EntityTrust> {
        EntityTrust::from_bytes(&self.0).ok()
    }
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.entity() {
            None => f.write_str("damaged"),
            Some(entity) => write!(
                f,
                "{} with {} of {} actions, {} testimonies, scores {:?}",
                entity.entity_id(),
                entity.success_count(),
                entity.action_count(),
                entity.witness_count(),
                entity.scores()
            ),
        }
    }
}

/// A map from small numbers to entities, on which every command is a few plain lines.
///
/// Times are given by the day; a day that is before what is known of an entity is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SimpleMap {
    entities: BTreeMap<u8, Seen>,
}

/// The id of an entity by its number: two types, and one without.
pub(super) fn id(number: u8) -> String {
    match number {
        0 => "agent:a".to_owned(),
        1 => "role:b".to_owned(),
        2 => "agent:c".to_owned(),
        n => format!("n{n}"),
    }
}

pub(super) fn number(id: &str) -> Option<u8> {
    (0..=u8::MAX).find(|n| self::id(*n) == id)
}

pub(super) fn day(number: u8) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + 86_400 * i64::from(number))
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// What an error is, as an answer.
pub(super) fn told(error: &StoreError) -> Answer {
    match error {
        StoreError::Trust(_) => Answer::Refused,
        other => Answer::Other(other.to_string()),
    }
}

impl SimpleMap {
    fn entity(&self, number: u8, at: u8) -> Result<EntityTrust, TrustError> {
        match self.entities.get(&number).and_then(Seen::entity) {
            Some(entity) => Ok(entity),
            None => EntityTrust::new(&id(number), day(at)),
        }
    }

    fn keep(&mut self, number: u8, entity: &EntityTrust) -> Seen {
        let seen = Seen::of(entity);
        self.entities.insert(number, seen.clone());
        seen
    }

    /// Returns an entity.
    pub fn find(&self, number: u8) -> Answer {
        match self.entities.get(&number) {
            Some(seen) => Answer::One(seen.clone()),
            None => Answer::Nobody,
        }
    }

    /// Saves an entity of which one testimony is known.
    pub fn save(&mut self, number: u8, at: u8) -> Answer {
        match saved(number, at) {
            Ok(entity) => {
                self.keep(number, &entity);
                Answer::Done
            }
            Err(_) => Answer::Refused,
        }
    }

    /// Adds an outcome.
    pub fn update(&mut self, number: u8, success: bool, at: u8) -> Answer {
        let updated = self.entity(number, at).and_then(|mut entity| {
            entity.update_from_outcome(success, 0.25, day(at))?;
            Ok(entity)
        });
        match updated {
            Ok(entity) => Answer::One(self.keep(number, &entity)),
            Err(_) => Answer::Refused,
        }
    }

    /// Adds outcomes of two entities, or none.
    pub fn update_both(&mut self, first: u8, second: u8, at: u8) -> Answer {
        let before = self.clone();
        for number in [first, second] {
            if self.update(number, true, at) == Answer::Refused {
                *self = before;
                return Answer::Refused;
            }
        }
        Answer::Done
    }

    /// Adds a testimony to both sides.
    pub fn witness(&mut self, witness: u8, target: u8, at: u8) -> Answer {
        let both = (|| -> Result<_, TrustError> {
            let (mut w, mut t) = (self.entity(witness, at)?, self.entity(target, at)?);
            w.come_to(day(at))?;
            t.come_to(day(at))?;
            if witness == target {
                w.receive_witness_of(&t, true, 0.5)?;
                w.give_witness(&id(target), true, 0.5)?;
                t = w.clone();
            } else {
                t.receive_witness_of(&w, true, 0.5)?;
                w.give_witness(&id(target), true, 0.5)?;
            }
            Ok((w, t))
        })();
        match both {
            Ok((w, t)) => Answer::Two(self.keep(witness, &w), self.keep(target, &t)),
            Err(_) => Answer::Refused,
        }
    }

    /// Deletes an entity.
    pub fn delete(&mut self, number: u8) -> Answer {
        Answer::Is(self.entities.remove(&number).is_some())
    }

    /// Returns whether there is an entity.
    pub fn exists(&self, number: u8) -> Answer {
        Answer::Is(self.entities.contains_key(&number))
    }

    /// Lists the entities of the type `agent`, or all.
    pub fn list(&self, all: bool) -> Answer {
        let mut ids: Vec<String> = self
            .entities
            .keys()
            .map(|n| id(*n))
            .filter(|id| all || id.starts_with("agent:"))
            .collect();
        ids.sort_unstable();
        Answer::All(ids.iter().filter_map(|id| number(id)).collect())
    }
}

/// The entity that `save` saves.
pub(super) fn saved(number: u8, at: u8) -> Result<EntityTrust, TrustError> {
    let mut entity = EntityTrust::new(&id(number), day(at))?;
    entity.receive_witness("role:notary", true, 0.5)?;
    Ok(entity)
}

/// The outcomes that `update_both` adds.
pub(super) fn both<'i>(first: &'i str, second: &'i str) -> [Outcome<'i>; 2] {
    [first, second].map(|id| Outcome {
        id,
        success: true,
        magnitude: 0.25,
    })
}
