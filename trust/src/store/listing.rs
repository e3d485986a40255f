//! Many entities of a store, and those that are damaged.

use super::{Listing, StoreError, TrustStore};
use crate::EntityTrust;

impl TrustStore {
    /// Lists the ids of all entities, or of those of a type, in order.
    ///
    /// # Errors
    /// If the store cannot be read, or a record is damaged; see [`listing`](Self::listing).
    pub fn list_entities(&self, entity_type: Option<&str>) -> Result<Vec<String>, StoreError> {
        let listing = self.listing(entity_type)?;
        match listing.damaged.into_iter().next() {
            None => Ok(listing.ids),
            Some(error) => Err(error),
        }
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
        Ok(self.read_each(None, |id| self.store.find(id))?.1)
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
        // One that was deleted since the list was made is left out.
        let ids = self.list_entities(entity_type)?;
        ids.iter()
            .filter_map(|id| self.find(id).transpose())
            .collect()
    }

    /// Returns all entities of a type that can be read, in the order of their ids.
    ///
    /// # Errors
    /// If the store cannot be read at all.
    pub fn readable(&self, entity_type: Option<&str>) -> Result<Vec<EntityTrust>, StoreError> {
        Ok(self.read_each(entity_type, |id| self.find(id))?.0)
    }

    /// Reads each entity by itself: returns those that can be read, and what is damaged.
    fn read_each(
        &self,
        entity_type: Option<&str>,
        read: impl Fn(&str) -> Result<Option<EntityTrust>, StoreError>,
    ) -> Result<(Vec<EntityTrust>, Vec<StoreError>), StoreError> {
        let Listing { ids, mut damaged } = self.listing(entity_type)?;
        let mut readable = Vec::new();
        for id in ids {
            match read(&id) {
                Ok(found) => readable.extend(found),
                Err(error) => damaged.push(error.damage()?),
            }
        }
        Ok((readable, damaged))
    }
}
