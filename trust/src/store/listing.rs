//! Many entities of a store, and those that are damaged.

use super::{Contents, Listing, StoreError, TrustStore};
use crate::EntityTrust;

impl TrustStore {
    /// Lists the ids of all entities, or of those of a type, in order. Files of other programs whose
    /// ids are none here ([`StoreError::OddId`]) are passed over.
    ///
    /// # Errors
    /// If the store cannot be read, or a record is damaged; see [`listing`](Self::listing).
    pub fn list_entities(&self, entity_type: Option<&str>) -> Result<Vec<String>, StoreError> {
        let Listing { ids, damaged } = self.listing(entity_type)?;
        whole(ids, damaged)
    }

    /// Lists the ids that can be read, and what is damaged.
    ///
    /// # Errors
    /// If the store cannot be read at all.
    pub fn listing(&self, entity_type: Option<&str>) -> Result<Listing, StoreError> {
        match entity_type {
            None => self.store.list(""),
            // Ids without a colon have an empty type.
            Some("") => {
                let mut listing = self.store.list("")?;
                listing.ids.retain(|id| !id.contains(':'));
                Ok(listing)
            }
            // A type has no colon.
            Some(kind) if kind.contains(':') => Ok(Listing::default()),
            Some(kind) => self.store.list(&format!("{kind}:")),
        }
    }

    /// Reads every entity, and returns what is damaged, and why.
    ///
    /// # Errors
    /// If the store cannot be read at all.
    pub fn damaged(&self) -> Result<Vec<StoreError>, StoreError> {
        // As they are kept: nothing has to fade for that.
        Ok(self.store.read_all("")?.damaged)
    }

    /// Returns all entities of a type, in the order of their ids.
    ///
    /// # Errors
    /// As [`list_entities`](Self::list_entities).
    pub fn get_by_type(&self, entity_type: &str) -> Result<Vec<EntityTrust>, StoreError> {
        self.all(Some(entity_type))
    }

    /// Returns all entities, or those of a type, in the order of their ids.
    ///
    /// # Errors
    /// As [`list_entities`](Self::list_entities).
    pub fn all(&self, entity_type: Option<&str>) -> Result<Vec<EntityTrust>, StoreError> {
        let Contents { entities, damaged } = self.read_all(entity_type)?;
        whole(entities, damaged)
    }

    /// Returns all entities, or those of a type, that can be read, in the order of their ids.
    ///
    /// # Errors
    /// As [`read_all`](Self::read_all).
    pub fn readable(&self, entity_type: Option<&str>) -> Result<Vec<EntityTrust>, StoreError> {
        Ok(self.read_all(entity_type)?.entities)
    }

    /// Reads all entities, or those of a type, once: returns those that can be read, in the order of
    /// their ids, and what is damaged.
    ///
    /// # Errors
    /// If the store cannot be read at all, or the clock went back.
    pub fn read_all(&self, entity_type: Option<&str>) -> Result<Contents, StoreError> {
        let mut contents = match entity_type {
            // Ids without a colon have an empty type.
            None | Some("") => self.store.read_all("")?,
            // A type has no colon.
            Some(kind) if kind.contains(':') => return Ok(Contents::default()),
            Some(kind) => self.store.read_all(&format!("{kind}:"))?,
        };
        if entity_type == Some("") {
            contents
                .entities
                .retain(|entity| !entity.entity_id().contains(':'));
        }
        let kept = contents.entities.into_iter();
        contents.entities = kept
            .map(|entity| self.as_it_is(entity))
            .collect::<Result<_, _>>()?;
        Ok(contents)
    }
}

/// Returns what was read, unless something is damaged.
fn whole<T>(read: Vec<T>, damaged: Vec<StoreError>) -> Result<Vec<T>, StoreError> {
    let mut damaged = damaged.into_iter();
    match damaged.find(|error| !matches!(error, StoreError::OddId { .. })) {
        None => Ok(read),
        Some(error) => Err(error),
    }
}
