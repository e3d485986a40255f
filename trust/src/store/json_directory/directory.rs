//! A directory with a JSON file for each entity.

use super::super::entity_store::{in_order, own_places};
use super::super::folder_lock::FolderLock;
use super::super::{Change, EntityStore, Listing, StoreError, whole_file};
use super::age::written_at;
use super::entity_json;
use super::file_name::{FileNames, is_of_an_entity};
use super::journal::{self, Step};
use crate::EntityTrust;
use crate::model::{Rules, default_rules};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

/// A directory with a JSON file for each entity, which the published `web4-trust` packages can read
/// and write too.
///
/// Any number of processes and threads may use the directory at once through this type: writers
/// take turns under a lock, readers take none unless a change of several files is under way. The
/// published packages take no lock, so what they write at the same time may be lost.
///
/// Files are replaced as a whole and synced. A change of several entities goes through a journal,
/// which the next user of the directory finishes if its writer died. The file of an entity is
/// believed only if it says the right id: two ids whose file names collide get different files. A
/// damaged file is an error that names it when its entity is asked for; all others stay readable.
pub struct JsonDirectory {
    folder: PathBuf,
    /// The model of scores that say none.
    plain: RwLock<&'static dyn Rules>,
}

/// Where the file of an entity is and what it says.
struct Found {
    name: String,
    entity: Option<EntityTrust>,
}

impl JsonDirectory {
    /// The largest file that is read, in bytes.
    pub const LARGEST: u64 = 1 << 28;

    /// Opens a directory; makes it, with its parents, if there is none.
    ///
    /// # Errors
    /// If it cannot be made, or a change that a writer left cannot be finished.
    pub fn open(folder: impl Into<PathBuf>) -> Result<JsonDirectory, StoreError> {
        let folder = folder.into();
        fs::create_dir_all(&folder).map_err(StoreError::io("make the directory", &folder))?;
        let directory = JsonDirectory {
            folder,
            plain: RwLock::new(default_rules()),
        };
        directory.settle()?;
        directory.sweep()?;
        Ok(directory)
    }

    /// Returns the directory.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    fn lock(&self) -> Result<FolderLock, StoreError> {
        let lock = FolderLock::take(&self.folder.join(".lawful-trust.lock"))?;
        journal::recover(&self.folder)?;
        Ok(lock)
    }

    /// Waits until no change of several files is under way.
    ///
    /// Once the journal has its name, the change counts as made: whoever begins to read after
    /// somebody else saw a part of it finds the journal, and waits.
    fn settle(&self) -> Result<(), StoreError> {
        if journal::is_waiting(&self.folder)? {
            self.lock()?;
        }
        Ok(())
    }

    /// Removes what writers that died have left.
    fn sweep(&self) -> Result<(), StoreError> {
        if whole_file::leftovers(&self.folder)?.is_empty() {
            return Ok(());
        }
        // Under the lock nobody is writing: what is there now is nobody's.
        let _lock = self.lock()?;
        for name in whole_file::leftovers(&self.folder)? {
            whole_file::remove(&self.folder, &name)?;
        }
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Option<EntityTrust>, StoreError> {
        let path = self.folder.join(name);
        let Some(bytes) = whole_file::read(&path, Self::LARGEST)? else {
            return Ok(None);
        };
        let plain = *self.plain.read().unwrap_or_else(PoisonError::into_inner);
        entity_json::parse(&bytes, plain, || written_at(&path))
            .map(Some)
            .map_err(|problem| StoreError::damaged(format_args!("`{}`", path.display()), problem))
    }

    /// Finds the file of an entity, or the name that a new one gets.
    fn look(&self, id: &str) -> Result<Found, StoreError> {
        let FileNames { short, long } = FileNames::of(id);
        let of_this = |entity: &EntityTrust| entity.entity_id() == id;
        // The long name is rare, and cannot be of anybody else.
        if let Some(entity) = self.read(&long)? {
            if !of_this(&entity) {
                let path = self.folder.join(&long);
                return Err(StoreError::damaged(
                    format_args!("`{}`", path.display()),
                    format_args!("it is of `{}`, not of `{id}`", entity.entity_id()),
                ));
            }
            return Ok(Found {
                name: long,
                entity: Some(entity),
            });
        }
        Ok(match self.read(&short)? {
            Some(entity) if !of_this(&entity) => Found {
                name: long,
                entity: None,
            },
            entity => Found {
                name: short,
                entity,
            },
        })
    }
}

impl EntityStore for JsonDirectory {
    fn find(&self, id: &str) -> Result<Option<EntityTrust>, StoreError> {
        self.settle()?;
        self.look(id).map(|found| found.entity)
    }

    fn transact(&self, ids: &[&str], change: &mut Change<'_>) -> Result<(), StoreError> {
        in_order(ids)?;
        let _lock = self.lock()?;
        let mut names = Vec::with_capacity(ids.len());
        let mut before = Vec::with_capacity(ids.len());
        for id in ids {
            let mut found = self.look(id)?;
            // Two new entities of this transaction may want one name.
            if names.contains(&found.name) {
                found.name = FileNames::of(id).long;
            }
            names.push(found.name);
            before.push(found.entity);
        }
        let mut after = before.clone();
        change(&mut after)?;
        own_places(ids, &after)?;
        let steps: Vec<Step> = names
            .into_iter()
            .zip(before.iter().zip(&after))
            .filter(|(_, (before, after))| before != after)
            .map(|(name, (_, after))| Step {
                name,
                contents: after.as_ref().map(entity_json::write),
            })
            .collect();
        journal::perform(&self.folder, &steps)
    }

    fn list(&self, beginning: &str) -> Result<Listing, StoreError> {
        self.settle()?;
        let mut listing = Listing::default();
        let failed = |error| StoreError::io("list", &self.folder)(error);
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let Some(name) = name.to_str().filter(|name| is_of_an_entity(name)) else {
                continue;
            };
            match self.read(name) {
                Ok(Some(entity)) if entity.entity_id().starts_with(beginning) => {
                    listing.ids.push(entity.entity_id().to_owned());
                }
                // Of another type, or removed since the directory was listed.
                Ok(_) => {}
                Err(error) => listing.damaged.push(error),
            }
        }
        listing.ids.sort_unstable();
        listing.ids.dedup();
        Ok(listing)
    }

    fn read_plain_scores_as(&self, rules: &'static dyn Rules) {
        *self.plain.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    fn describe(&self) -> String {
        format!("JSON files in `{}`", self.folder.display())
    }
}
