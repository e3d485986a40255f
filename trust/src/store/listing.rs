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
        let mut listing = self.store.list("")?;
        for id in &listing.ids {
            if let Err(error) = self.store.find(id) {
                listing.damaged.push(error.damage()?);
            }
        }
        Ok(listing.damaged)
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
        let mut all = Vec::new();
        for id in self.listing(entity_type)?.ids {
            match self.find(&id) {
                Ok(found) => all.extend(found),
                Err(error) => drop(error.damage()?),
            }
        }
        Ok(all)
    }
}
