//! An entity as plain data.

use super::parts::Parts;
use super::{Companion, Companions, EntityId, EntityTrust, Words};
use crate::TrustError;
use crate::model::{Rules, Standing, by_name};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Everything that is known of an entity, as plain data: for stores, and for reading other formats.
///
/// `EntityTrust::try_from(record)` checks it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntityRecord {
    /// The id, `type:name`.
    pub entity_id: EntityId,
    /// The trust model, by its name where it is written.
    #[serde(with = "by_name")]
    pub model: &'static dyn Rules,
    /// What the model keeps.
    pub standing: Standing,
    /// How often each dimension was observed.
    pub observations: [u32; 6],
    /// How many actions there were.
    pub action_count: u64,
    /// How many of them succeeded.
    pub success_count: u64,
    /// How many testimonies have counted.
    pub witness_count: u64,
    /// Who has witnessed the entity.
    pub witnessed_by: Vec<Companion>,
    /// Whom the entity has witnessed.
    pub has_witnessed: Vec<Companion>,
    /// When the last action was.
    pub last_action: Option<Timestamp>,
    /// When the entity was created.
    pub created_at: Timestamp,
    /// Until when time has gone by.
    pub decayed_until: Timestamp,
}

impl EntityRecord {
    /// Returns the record of an entity of which nothing is known but scores; those outside 0 to 1
    /// are taken to the nearer end, and NaN to one half.
    ///
    /// # Errors
    /// If the id is not an [`EntityId`].
    pub fn with_scores(
        id: &str,
        model: &'static dyn Rules,
        scores: [f64; 6],
        now: Timestamp,
    ) -> Result<EntityRecord, TrustError> {
        let mut entity = EntityTrust::with_model(id, model, now)?;
        for (dimension, score) in crate::Dimension::ALL.into_iter().zip(scores) {
            let score = if score.is_nan() {
                0.5
            } else {
                score.clamp(0.0, 1.0)
            };
            entity
                .0
                .rules
                .set_score(&mut entity.0.standing, dimension, score)?;
        }
        Ok(entity.record())
    }
}

impl From<EntityTrust> for EntityRecord {
    fn from(entity: EntityTrust) -> EntityRecord {
        EntityRecord {
            model: entity.0.rules,
            standing: entity.0.standing,
            observations: entity.0.observations,
            action_count: entity.0.actions,
            success_count: entity.0.successes,
            witness_count: entity.0.testimonies,
            witnessed_by: entity.0.witnessed_by.list().to_vec(),
            has_witnessed: entity.0.has_witnessed.list().to_vec(),
            last_action: entity.0.last_action,
            created_at: entity.0.created_at,
            decayed_until: entity.0.decayed_until,
            entity_id: entity.0.id,
        }
    }
}

impl TryFrom<EntityRecord> for EntityTrust {
    type Error = TrustError;

    /// Checks a record.
    ///
    /// # Errors
    /// If the model keeps something else, if more actions succeeded than
    /// there were, or if somebody else's id is not an [`EntityId`].
    fn try_from(mut record: EntityRecord) -> Result<EntityTrust, TrustError> {
        for companion in &mut record.has_witnessed {
            companion.words = Words::NAMED;
        }
        let parts = Parts {
            id: record.entity_id,
            rules: record.model,
            standing: record.standing,
            observations: record.observations,
            actions: record.action_count,
            successes: record.success_count,
            testimonies: record.witness_count,
            created_at: record.created_at,
            last_action: record.last_action,
            decayed_until: record.decayed_until,
            witnessed_by: Companions::from_list(record.witnessed_by),
            has_witnessed: Companions::from_list(record.has_witnessed),
        };
        parts.check()?;
        Ok(EntityTrust(Box::new(parts)))
    }
}
