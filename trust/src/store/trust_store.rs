//! The store that programs use.

use super::place::is_redb;
use super::{EntityStore, JsonDirectory, MemoryStore, RedbFile, RedbOptions, StoreError, shown};
use crate::model::{Rules, default_rules, rules};
use crate::{Clock, DecayRate, EntityTrust, SystemClock, TrustError};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A store of entities with a clock, a trust model for new entities and, if wanted, a decay.
///
/// Updates and witnessings are transactions: they happen wholly or not at all, and threads and
/// processes that work at the same time lose nothing. Cloning shares the store.
///
/// ```
/// use lawful_trust::TrustStore;
/// let store = TrustStore::memory();
/// let entity = store.update("mcp:filesystem", true, 0.1).unwrap();
/// assert_eq!(entity.trust_level().to_string(), "Medium");
/// let (witness, target) = store.witness("role:a", "mcp:filesystem", true, 0.1).unwrap();
/// assert_eq!(target.witness_count(), 1);
/// assert_eq!(store.list_entities(Some("role")).unwrap(), ["role:a"]);
/// assert!(store.update("mcp:filesystem", true, f64::NAN).is_err());
/// assert_eq!(store.get("mcp:filesystem").unwrap().action_count(), 1);
/// ```
#[derive(Clone)]
pub struct TrustStore {
    pub(super) store: Arc<dyn EntityStore>,
    clock: Arc<dyn Clock>,
    rules: &'static dyn Rules,
    decay: Option<DecayRate>,
    skew: SignedDuration,
}

/// The outcome of an action, for [`TrustStore::update_all`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome<'i> {
    /// Whose action.
    pub id: &'i str,
    /// Whether it succeeded.
    pub success: bool,
    /// How much it counts, 0 to 1.
    pub magnitude: f64,
}

impl TrustStore {
    /// Makes a store in memory.
    pub fn memory() -> TrustStore {
        TrustStore::over(MemoryStore::new())
    }

    /// Opens the store at a place: `postgresql://...` (with the feature `postgres`), a file whose
    /// name ends in `.redb`, or a directory of JSON files.
    ///
    /// # Errors
    /// If there can be no store, or it cannot be opened.
    ///
    /// ```
    /// use lawful_trust::TrustStore;
    /// let folder = tempfile::tempdir().unwrap();
    /// let file = folder.path().join("trust.redb");
    /// let store = TrustStore::open(file.to_str().unwrap()).unwrap();
    /// store.update("agent:a", true, 0.5).unwrap();
    /// assert!(TrustStore::open("").is_err());
    /// ```
    pub fn open(place: &str) -> Result<TrustStore, StoreError> {
        TrustStore::open_with(place, RedbOptions::new())
    }

    /// Opens the store at a place as [`open`](TrustStore::open) does, a `.redb` file with settings.
    ///
    /// # Errors
    /// As [`open`](TrustStore::open).
    pub fn open_with(place: &str, redb: RedbOptions) -> Result<TrustStore, StoreError> {
        if place.is_empty() || place.contains('\0') {
            return Err(StoreError::Place(shown(place)));
        }
        if place.starts_with("postgresql://") || place.starts_with("postgres://") {
            return connect(place);
        }
        if place.contains("://") {
            return Err(StoreError::Place(shown(place)));
        }
        if is_redb(place) {
            return Ok(TrustStore::over(RedbFile::open_with(place, redb)?));
        }
        Ok(TrustStore::over(JsonDirectory::open(place)?))
    }

    /// Uses any store.
    pub fn over(store: impl EntityStore + 'static) -> TrustStore {
        TrustStore {
            store: Arc::new(store),
            clock: Arc::new(SystemClock),
            rules: default_rules(),
            decay: None,
            skew: SignedDuration::ZERO,
        }
    }

    /// Takes the time from another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> TrustStore {
        self.clock = Arc::new(clock);
        self
    }

    /// Makes new entities in the model of this name. Entities that exist keep theirs; scores without
    /// a model, as the published packages write them, are of this one.
    ///
    /// # Errors
    /// If no model has the name.
    pub fn with_model(mut self, name: &str) -> Result<TrustStore, StoreError> {
        self.rules = rules(name)?;
        self.store.read_plain_scores_as(self.rules);
        Ok(self)
    }

    /// Lets evidence fade at a rate per day when it is read and before it is changed. Without this,
    /// nothing fades by itself. Entities of the model web4-0.1 fade after more than a day in which
    /// nothing happened, as in the published packages.
    #[must_use]
    pub fn with_decay(mut self, rate: DecayRate) -> TrustStore {
        self.decay = Some(rate);
        self
    }

    /// Allows clocks of machines that share the store to differ: a time that is behind what is known
    /// by at most this much counts as what is known. Without this, it is an error.
    #[must_use]
    pub fn with_clock_skew(mut self, skew: SignedDuration) -> TrustStore {
        self.skew = skew;
        self
    }

    /// Returns the store underneath.
    pub fn entities(&self) -> &dyn EntityStore {
        &*self.store
    }

    /// Returns the clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Returns an entity, if the store has it.
    ///
    /// # Errors
    /// If it cannot be read, or the clock went back.
    pub fn find(&self, id: &str) -> Result<Option<EntityTrust>, StoreError> {
        let found = self.store.find(id)?;
        Ok(found.map(|entity| self.as_it_is(entity)).transpose()?)
    }

    /// Lets an entity that was read fade until now.
    pub(super) fn as_it_is(&self, mut entity: EntityTrust) -> Result<EntityTrust, TrustError> {
        if self.decay.is_some() {
            let now = self.time_for(&entity);
            self.fade(&mut entity, now)?;
        }
        Ok(entity)
    }

    /// Returns an entity; makes and saves a new one if there is none, as the published packages do.
    ///
    /// # Errors
    /// If the id is not an id, or the store cannot read or keep it.
    pub fn get(&self, id: &str) -> Result<EntityTrust, StoreError> {
        match self.find(id)? {
            Some(entity) => Ok(entity),
            None => self.modify(id, |_, _| Ok(())),
        }
    }

    /// Returns an entity as it was or will be at a time, faded at a rate until then. Nothing is
    /// saved.
    ///
    /// # Errors
    /// If it cannot be read, or the time is before what is known of it.
    pub fn as_of(
        &self,
        id: &str,
        time: Timestamp,
        rate: DecayRate,
    ) -> Result<Option<EntityTrust>, StoreError> {
        let entity = self.store.find(id)?;
        Ok(entity.map(|entity| entity.as_of(time, rate)).transpose()?)
    }

    /// Saves an entity over whatever the store has under its id. To change an entity that others may
    /// change too, use [`update`](Self::update), [`witness`](Self::witness) or
    /// [`modify`](Self::modify).
    ///
    /// # Errors
    /// If the store cannot keep it.
    pub fn save(&self, entity: &EntityTrust) -> Result<(), StoreError> {
        self.store.put(entity)
    }

    /// Changes one entity, a new one if there is none. The function gets the entity and the time; it
    /// may be called more than once, and must not use the store.
    ///
    /// # Errors
    /// If the function refuses, the id is not an id, or the store cannot keep it.
    pub fn modify(
        &self,
        id: &str,
        mut change: impl FnMut(&mut EntityTrust, Timestamp) -> Result<(), TrustError>,
    ) -> Result<EntityTrust, StoreError> {
        let mut changed = None;
        self.store.transact(&[id], &mut |slots| {
            let [slot] = slots else {
                return Ok(());
            };
            let (mut entity, now) = self.begin(id, slot.take())?;
            change(&mut entity, now)?;
            changed = Some(entity.clone());
            *slot = Some(entity);
            Ok(())
        })?;
        changed.ok_or_else(|| unchanged(id))
    }

    /// Adds the outcome of an action of an entity, and returns it as it is then.
    ///
    /// # Errors
    /// If the magnitude is not finite, the clock went back, or the store cannot keep it.
    pub fn update(
        &self,
        id: &str,
        success: bool,
        magnitude: f64,
    ) -> Result<EntityTrust, StoreError> {
        self.modify(id, |entity, now| {
            entity.update_from_outcome(success, magnitude, now)
        })
    }

    /// Adds many outcomes in one transaction, in order: all of them or none.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub fn update_all(&self, outcomes: &[Outcome<'_>]) -> Result<(), StoreError> {
        let mut ids: Vec<&str> = outcomes.iter().map(|outcome| outcome.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let places: Vec<usize> = {
            let known: BTreeMap<&str, usize> =
                ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
            outcomes
                .iter()
                .filter_map(|outcome| known.get(outcome.id).copied())
                .collect()
        };
        self.store.transact(&ids, &mut |slots| {
            let mut times = Vec::with_capacity(slots.len());
            for (id, slot) in ids.iter().zip(slots.iter_mut()) {
                let (entity, now) = self.begin(id, slot.take())?;
                *slot = Some(entity);
                times.push(now);
            }
            for (outcome, place) in outcomes.iter().zip(&places) {
                if let (Some(Some(entity)), Some(now)) = (slots.get_mut(*place), times.get(*place))
                {
                    entity.update_from_outcome(outcome.success, outcome.magnitude, *now)?;
                }
            }
            Ok(())
        })
    }

    /// Returns whether the store has an entity.
    ///
    /// # Errors
    /// If that cannot be seen.
    pub fn exists(&self, id: &str) -> Result<bool, StoreError> {
        self.store.contains(id)
    }

    /// Deletes an entity; returns whether the store had it. Which events of witnesses it has heard is
    /// forgotten too: if one of them is heard once more, it counts once more.
    ///
    /// # Errors
    /// If the store cannot be read or written.
    pub fn delete(&self, id: &str) -> Result<bool, StoreError> {
        let mut existed = false;
        self.store.transact(&[id], &mut |slots| {
            existed = slots.iter_mut().any(|slot| slot.take().is_some());
            Ok(())
        })?;
        Ok(existed)
    }

    /// Returns the entity that is to be changed and the time for it.
    pub(super) fn begin(
        &self,
        id: &str,
        found: Option<EntityTrust>,
    ) -> Result<(EntityTrust, Timestamp), TrustError> {
        match found {
            None => {
                // The clock is read inside of the transaction: those that come later are later.
                let now = self.clock.now();
                Ok((EntityTrust::with_model(id, self.rules, now)?, now))
            }
            Some(mut entity) => {
                let now = self.time_for(&entity);
                self.fade(&mut entity, now)?;
                Ok((entity, now))
            }
        }
    }

    fn time_for(&self, entity: &EntityTrust) -> Timestamp {
        let (now, known) = (self.clock.now(), entity.known_until());
        if now < known && known.duration_since(now) <= self.skew {
            known
        } else {
            now
        }
    }

    /// Returns whether evidence fades by itself.
    pub(super) fn fades(&self) -> bool {
        self.decay.is_some()
    }

    fn fade(&self, entity: &mut EntityTrust, now: Timestamp) -> Result<(), TrustError> {
        if let Some(rate) = self.decay {
            entity.decay_until(now, rate)?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for TrustStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TrustStore({})", self.store.describe())
    }
}

/// A store that did not call the change is broken; it is not believed.
pub(super) fn unchanged(id: &str) -> StoreError {
    StoreError::damaged(
        format_args!("the transaction of `{id}`"),
        "the store did not perform it",
    )
}

#[cfg(feature = "postgres")]
fn connect(place: &str) -> Result<TrustStore, StoreError> {
    Ok(TrustStore::over(super::PostgresServer::connect(place)?))
}

#[cfg(not(feature = "postgres"))]
fn connect(_place: &str) -> Result<TrustStore, StoreError> {
    Err(StoreError::NotBuilt)
}
