//! What a store is.

use super::StoreError;
use crate::EntityTrust;
use crate::model::Rules;

/// A change of some entities at once. It sees them in the order in which they were named, `None`
/// for those that the store does not have, and leaves what the store is to have. It may be called
/// more than once, each time with what the store has then, until the store can keep what it left.
///
/// If it returns an error, nothing is changed.
pub type Change<'a> = dyn FnMut(&mut [Option<EntityTrust>]) -> Result<(), StoreError> + 'a;

/// A place where entities are kept: the one thing that a store must be able to do is
/// [`transact`](EntityStore::transact); everything else follows from it.
///
/// Every transaction happens wholly or not at all, transactions happen one after the other, and one
/// that has returned is seen by all that begin later. A store of your own is checked with the
/// machines [`Storing`](super::Storing) and [`Lasting`](super::Lasting).
pub trait EntityStore: Send + Sync {
    /// Returns an entity, if the store has it.
    ///
    /// # Errors
    /// If it cannot be read.
    fn find(&self, id: &str) -> Result<Option<EntityTrust>, StoreError>;

    /// Changes some entities at once.
    ///
    /// # Errors
    /// If the change is refused, an id is named twice, or the store cannot keep it.
    fn transact(&self, ids: &[&str], change: &mut Change<'_>) -> Result<(), StoreError>;

    /// Puts an entity in, whatever the store had under its id.
    ///
    /// # Errors
    /// If the store cannot keep it.
    fn put(&self, entity: &EntityTrust) -> Result<(), StoreError> {
        self.transact(&[entity.entity_id()], &mut |slots| {
            for slot in slots {
                *slot = Some(entity.clone());
            }
            Ok(())
        })
    }

    /// Lists the ids of the entities whose id begins with a text, in order; the empty text begins
    /// all.
    ///
    /// # Errors
    /// If the store cannot be read at all.
    fn list(&self, beginning: &str) -> Result<Listing, StoreError>;

    /// Reads the entities whose id begins with a text, in the order of their ids, and what cannot be
    /// read.
    ///
    /// # Errors
    /// If the store cannot be read at all.
    fn read_all(&self, beginning: &str) -> Result<Contents, StoreError> {
        let Listing { ids, mut damaged } = self.list(beginning)?;
        let mut entities = Vec::with_capacity(ids.len());
        for id in ids {
            match self.find(&id) {
                // One that was deleted since the list was made is left out.
                Ok(found) => entities.extend(found),
                Err(error) => damaged.push(error.damage()?),
            }
        }
        Ok(Contents { entities, damaged })
    }

    /// Returns whether the store has an entity.
    ///
    /// # Errors
    /// If that cannot be seen.
    fn contains(&self, id: &str) -> Result<bool, StoreError> {
        Ok(self.find(id)?.is_some())
    }

    /// Reads scores that say no model as those of a model. Only a store that shares its files with
    /// other programs meets such scores.
    fn read_plain_scores_as(&self, _rules: &'static dyn Rules) {}

    /// Describes the store in a few words, for people.
    fn describe(&self) -> String;
}

/// What a store has.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The ids of the entities that can be read, in order.
    pub ids: Vec<String>,
    /// What cannot be read, and why.
    pub damaged: Vec<StoreError>,
}

/// The entities of a store.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Those that can be read, in the order of their ids.
    pub entities: Vec<EntityTrust>,
    /// What cannot be read, and why.
    pub damaged: Vec<StoreError>,
}

/// Checks that no id is named twice, and returns the places of the ids in order: transactions that
/// take entities in one order never wait for each other in a circle.
pub(super) fn in_order(ids: &[&str]) -> Result<Vec<usize>, StoreError> {
    let mut places: Vec<usize> = (0..ids.len()).collect();
    places.sort_unstable_by_key(|place| ids.get(*place));
    for pair in places.windows(2) {
        if let [a, b] = pair
            && let (Some(a), Some(b)) = (ids.get(*a), ids.get(*b))
            && a == b
        {
            return Err(StoreError::NamedTwice((*a).to_owned()));
        }
    }
    Ok(places)
}

/// Checks that a change left everybody in their own place.
pub(super) fn own_places(ids: &[&str], after: &[Option<EntityTrust>]) -> Result<(), StoreError> {
    for (id, entity) in ids.iter().zip(after) {
        if let Some(entity) = entity
            && entity.entity_id() != *id
        {
            return Err(StoreError::OtherEntity {
                expected: (*id).to_owned(),
                found: entity.entity_id().to_owned(),
            });
        }
    }
    Ok(())
}
