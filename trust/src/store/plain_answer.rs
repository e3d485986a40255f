//! Answers as plain data: the form in which stores in other languages give them.

use super::simple_map::{Answer, Seen, id, number};
use crate::EntityTrust;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "an entity, two entities, `None` for nobody, a truth value, a list of ids, `done` \
                 or `refused`"
)]
pub enum PlainAnswer {
    Nobody,
    Is(bool),
    Word(Word),
    One(Seen),
    Two(Seen, Seen),
    All(Vec<String>),
    Other { other: String },
}

/// The bytes of an entity. The name of the type is written along, so that another language makes its
/// own class of it.
#[derive(Serialize, Deserialize)]
pub enum PlainEntity {
    #[serde(rename = "lawful_trust::EntityTrust")]
    Entity(Vec<u8>),
}

impl From<Seen> for PlainEntity {
    fn from(seen: Seen) -> PlainEntity {
        PlainEntity::Entity(seen.bytes())
    }
}

impl TryFrom<PlainEntity> for Seen {
    type Error = String;

    fn try_from(PlainEntity::Entity(bytes): PlainEntity) -> Result<Seen, String> {
        let entity = EntityTrust::from_bytes(&bytes).map_err(|why| why.to_string())?;
        Ok(Seen::of(&entity))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    Done,
    Refused,
}

impl From<Answer> for PlainAnswer {
    fn from(answer: Answer) -> PlainAnswer {
        match answer {
            Answer::Nobody => PlainAnswer::Nobody,
            Answer::One(entity) => PlainAnswer::One(entity),
            Answer::Two(one, other) => PlainAnswer::Two(one, other),
            Answer::Is(truth) => PlainAnswer::Is(truth),
            Answer::All(numbers) => PlainAnswer::All(numbers.into_iter().map(id).collect()),
            Answer::Done => PlainAnswer::Word(Word::Done),
            Answer::Refused => PlainAnswer::Word(Word::Refused),
            Answer::Other(other) => PlainAnswer::Other { other },
        }
    }
}

impl From<PlainAnswer> for Answer {
    fn from(answer: PlainAnswer) -> Answer {
        match answer {
            PlainAnswer::Nobody => Answer::Nobody,
            PlainAnswer::One(entity) => Answer::One(entity),
            PlainAnswer::Two(one, other) => Answer::Two(one, other),
            PlainAnswer::Is(truth) => Answer::Is(truth),
            PlainAnswer::All(ids) => {
                let numbers: Option<Vec<u8>> = ids.iter().map(|id| number(id)).collect();
                numbers.map_or_else(|| Answer::Other(format!("{ids:?}")), Answer::All)
            }
            PlainAnswer::Word(Word::Done) => Answer::Done,
            PlainAnswer::Word(Word::Refused) => Answer::Refused,
            PlainAnswer::Other { other } => Answer::Other(other),
        }
    }
}
