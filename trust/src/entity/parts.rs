//! Everything that is known of an entity.

use super::{Companions, EntityId};
use crate::TrustError;
use crate::model::{Rules, Standing};
use jiff::Timestamp;

/// Everything that is known of an entity. It is some hundred bytes, so [`EntityTrust`] keeps it in a
/// box: entities are handed from stores to callers through many hands.
///
/// [`EntityTrust`]: super::EntityTrust
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parts {
    pub id: EntityId,
    pub rules: &'static dyn Rules,
    pub standing: Standing,
    pub observations: [u32; 6],
    pub actions: u64,
    pub successes: u64,
    pub testimonies: u64,
    pub created_at: Timestamp,
    pub last_action: Option<Timestamp>,
    pub decayed_until: Timestamp,
    pub witnessed_by: Companions,
    pub has_witnessed: Companions,
}

impl Parts {
    /// Checks what came from outside.
    ///
    /// # Errors
    /// If the model keeps something else, if more actions succeeded than there were, or if somebody
    /// else's id is not an [`EntityId`].
    pub fn check(&self) -> Result<(), TrustError> {
        let neutral = self.rules.neutral();
        if std::mem::discriminant(&neutral) != std::mem::discriminant(&self.standing) {
            return Err(TrustError::Standing {
                model: self.rules.name(),
                expected: match neutral {
                    Standing::Evidence(_) => "evidence",
                    Standing::Scores(_) => "scores",
                },
            });
        }
        if self.successes > self.actions {
            return Err(TrustError::Record {
                id: self.id.to_string(),
                problem: "more actions succeeded than there were",
            });
        }
        for companion in self
            .witnessed_by
            .list()
            .iter()
            .chain(self.has_witnessed.list())
        {
            EntityId::check(&companion.id)?;
        }
        Ok(())
    }
}
