//! What a call does to the trust in its holder.

use super::Outcome;
use lawful_trust::{StoreError, TrustStore};

/// Whose trust a guard updates, where, and how much a call counts. The trust model is the one that
/// the store names.
///
/// ```
/// use lawful_covenant::run::Earning;
/// use lawful_trust::TrustStore;
/// let store = TrustStore::memory().with_model("evidence").unwrap();
/// assert!(Earning::new(store.clone(), "agent:writer", 0.1).is_ok());
/// assert!(Earning::new(store, "agent:", 0.1).is_err());
/// ```
#[derive(Debug, Clone)]
pub struct Earning {
    store: TrustStore,
    entity: String,
    magnitude: f64,
}

/// Why trust cannot be updated so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BadEarning {
    /// The magnitude is none.
    #[error("`{0}` is not a magnitude; use a number from 0 to 1")]
    Magnitude(f64),
    /// The entity has no such id, or the store cannot keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Earning {
    /// Updates the trust in an entity, such as `agent:writer`; each call counts `magnitude`, 0 to 1.
    ///
    /// # Errors
    /// If the id is not one, the magnitude is not from 0 to 1, or the store cannot be read.
    pub fn new(store: TrustStore, entity: &str, magnitude: f64) -> Result<Earning, BadEarning> {
        if !(0.0..=1.0).contains(&magnitude) {
            return Err(BadEarning::Magnitude(magnitude));
        }
        store.get(entity)?;
        Ok(Earning {
            store,
            entity: entity.to_owned(),
            magnitude,
        })
    }

    /// Returns the entity whose trust is updated.
    pub fn entity(&self) -> &str {
        &self.entity
    }

    /// Adds an outcome: a success raises trust, everything else lowers it.
    pub(super) fn add(&self, outcome: Outcome) -> Result<(), StoreError> {
        let success = outcome == Outcome::Succeeded;
        let updated = self.store.update(&self.entity, success, self.magnitude);
        updated.map(|_| ())
    }
}
