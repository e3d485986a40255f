//! What witnesses say, recorded on both sides.

use super::trust_store::unchanged;
use super::{StoreError, TrustStore};
use crate::entity::Arrival;
use crate::model::Testimony;
use crate::witness::VerifiedEvent;
use crate::{EntityTrust, TrustError};
use jiff::Timestamp;

impl TrustStore {
    /// Adds that an entity has witnessed an action of another one, to both or to none; returns the
    /// witness and the target as they are then. The witness counts for what it is trusted itself.
    ///
    /// # Errors
    /// If an id is not an id, the magnitude is not finite, the clock went back, or the store cannot
    /// keep it.
    pub fn witness(
        &self,
        witness_id: &str,
        target_id: &str,
        success: bool,
        magnitude: f64,
    ) -> Result<(EntityTrust, EntityTrust), StoreError> {
        if witness_id == target_id {
            let both = self.modify(witness_id, |entity, now| {
                self.come(entity, now)?;
                let itself = entity.clone();
                entity.receive_witness_of(&itself, success, magnitude)?;
                entity.give_witness(target_id, success, magnitude)
            })?;
            return Ok((both.clone(), both));
        }
        let mut done = None;
        self.store
            .transact(&[witness_id, target_id], &mut |slots| {
                let Some([mut witness, mut target]) =
                    self.take_both([witness_id, target_id], slots)?
                else {
                    return Ok(());
                };
                target.receive_witness_of(&witness, success, magnitude)?;
                witness.give_witness(target_id, success, magnitude)?;
                done = Some((witness.clone(), target.clone()));
                put_both(slots, [witness, target]);
                Ok(())
            })?;
        done.ok_or_else(|| unchanged(target_id))
    }

    /// Hears a verified event, once: its target does, and a witness that the store knows counts for
    /// what it is trusted itself. What is new is recorded with both or with none.
    ///
    /// Which events were heard is forgotten when the entity is deleted, and in a
    /// [`JsonDirectory`](super::JsonDirectory) also when another program saves it.
    ///
    /// # Errors
    /// If the clock went back, or the store cannot keep it.
    ///
    /// ```
    /// use lawful_platform::{Signer, SoftwareKey};
    /// use lawful_trust::TrustStore;
    /// use lawful_trust::entity::Arrival;
    /// use lawful_trust::witness::WitnessEvent;
    /// let key = SoftwareKey::from_ed25519_seed(&[1; 32]);
    /// let event = WitnessEvent {
    ///     witness: "role:auditor".parse().unwrap(),
    ///     target: "mcp:files".parse().unwrap(),
    ///     number: 1,
    ///     success: true,
    ///     magnitude: 0.5,
    ///     at: "2026-01-24T12:00:00Z".parse().unwrap(),
    /// };
    /// let event = event.sign(&key).unwrap().verify(key.public_key()).unwrap();
    /// let store = TrustStore::memory();
    /// assert_eq!(store.hear(&event).unwrap(), Arrival::New);
    /// assert_eq!(store.hear(&event).unwrap(), Arrival::Repeated);
    /// assert_eq!(store.get("mcp:files").unwrap().witness_count(), 1);
    /// ```
    pub fn hear(&self, event: &VerifiedEvent) -> Result<Arrival, StoreError> {
        let event = event.event();
        let (witness_id, target_id) = (event.witness.as_str(), event.target.as_str());
        if witness_id == target_id {
            return Ok(Arrival::Repeated);
        }
        let mut arrival = None;
        self.store
            .transact(&[witness_id, target_id], &mut |slots| {
                let before = slots.to_vec();
                let Some([mut witness, mut target]) =
                    self.take_both([witness_id, target_id], slots)?
                else {
                    return Ok(());
                };
                let testimony =
                    Testimony::new(event.success, event.magnitude, witness.as_witness())?;
                let arrived = target.receive_event(witness_id, event.number, &testimony)?;
                arrival = Some(arrived);
                if arrived == Arrival::New {
                    witness.give_witness(target_id, event.success, event.magnitude)?;
                    put_both(slots, [witness, target]);
                } else {
                    slots.clone_from_slice(&before);
                }
                Ok(())
            })?;
        arrival.ok_or_else(|| unchanged(target_id))
    }

    /// Takes a witness and its target out of a transaction, as they are at the present time. `None` if
    /// the store does not show two entities, as it was asked to.
    fn take_both(
        &self,
        [witness_id, target_id]: [&str; 2],
        slots: &mut [Option<EntityTrust>],
    ) -> Result<Option<[EntityTrust; 2]>, TrustError> {
        let [first, second] = slots else {
            return Ok(None);
        };
        let witness = self.begin_now(witness_id, first.take())?;
        let target = self.begin_now(target_id, second.take())?;
        Ok(Some([witness, target]))
    }

    /// Returns the entity that is to hear or to say something, which has come to the present time.
    fn begin_now(&self, id: &str, found: Option<EntityTrust>) -> Result<EntityTrust, TrustError> {
        let (mut entity, now) = self.begin(id, found)?;
        self.come(&mut entity, now)?;
        Ok(entity)
    }

    /// Where evidence fades it has come to the present time already, or its model waits for more time
    /// to go by, which must not be forgotten meanwhile.
    fn come(&self, entity: &mut EntityTrust, now: Timestamp) -> Result<(), TrustError> {
        if self.fades() {
            return Ok(());
        }
        entity.come_to(now)
    }
}

/// Leaves a witness and its target for the store to keep.
fn put_both(slots: &mut [Option<EntityTrust>], both: [EntityTrust; 2]) {
    for (slot, entity) in slots.iter_mut().zip(both) {
        *slot = Some(entity);
    }
}
