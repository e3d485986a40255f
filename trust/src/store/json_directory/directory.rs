//! A directory with a JSON file for each entity.

use super::super::entity_store::{in_order, own_places};
use super::super::folder_lock::FolderLock;
use super::super::{Change, Contents, EntityStore, Listing, StoreError, whole_file};
use super::age::written_at;
use super::entity_json;
use super::file_name::{FileNames, is_of_an_entity};
use super::journal::{self, Step};
use super::odd_ids::{OddIds, odd_owner};
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
///
/// A file that is replaced keeps its permissions; a new one gets those that new files get.
///
/// # What the published format cannot say
/// - The published packages take any text for an id, the empty one and `mcp:` among them. Files of such
///   entities are left alone, [`StoreError::OddId`] tells them, and companions with such ids are kept in
///   the file.
/// - Those packages drop our key when they save. Then it is forgotten which events of witnesses were
///   heard, and an event that is heard once more counts once more. So it is after an entity is deleted,
///   in every store.
pub struct JsonDirectory {
    folder: PathBuf,
    /// The model of scores that say none.
    plain: RwLock<&'static dyn Rules>,
}

/// Where the file of an entity is and what it says.
struct Found {
    name: String,
    entity: Option<EntityTrust>,
    odd: OddIds,
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

    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        whole_file::read(&self.folder.join(name), Self::LARGEST)
    }

    fn parse(&self, name: &str, json: &[u8]) -> Result<EntityTrust, StoreError> {
        let plain = *self.plain.read().unwrap_or_else(PoisonError::into_inner);
        let path = self.folder.join(name);
        entity_json::parse(json, plain, || written_at(&path)).map_err(|problem| {
            match odd_owner(json) {
                Some(source) => StoreError::OddId { path, source },
                None => StoreError::damaged(format_args!("`{}`", path.display()), problem),
            }
        })
    }

    /// Reads a file, whoever it is of.
    fn read(&self, name: &str) -> Result<Option<(EntityTrust, Vec<u8>)>, StoreError> {
        let Some(json) = self.bytes(name)? else {
            return Ok(None);
        };
        Ok(Some((self.parse(name, &json)?, json)))
    }

    /// Reads a file if it is of an entity that has this name: one under another name is never found.
    fn read_own(&self, name: &str) -> Result<Option<(EntityTrust, Vec<u8>)>, StoreError> {
        let Some((entity, json)) = self.read(name)? else {
            return Ok(None);
        };
        let FileNames { short, long } = FileNames::of(entity.entity_id());
        if name == short || name == long {
            return Ok(Some((entity, json)));
        }
        Err(StoreError::Misplaced {
            path: self.folder.join(name),
            id: entity.entity_id().to_owned(),
            name: short,
        })
    }

    /// Finds the file of an entity, or the name that a new one gets.
    fn look(&self, id: &str) -> Result<Found, StoreError> {
        let FileNames { short, long } = FileNames::of(id);
        // The long name is rare, and cannot be of anybody else. What has the short one and is of somebody
        // else is not believed, and stays.
        let (name, found) = match self.read_own(&long)? {
            Some(found) => (long, Some(found)),
            None => match self.read(&short)? {
                Some((entity, _)) if entity.entity_id() != id => (long, None),
                found => (short, found),
            },
        };
        Ok(match found {
            None => Found {
                name,
                entity: None,
                odd: OddIds::default(),
            },
            Some((entity, json)) => Found {
                name,
                entity: Some(entity),
                odd: OddIds::of(&json),
            },
        })
    }

    /// Shows each entity to a function, with the name of its file; returns what cannot be read.
    fn each(&self, see: &mut dyn FnMut(EntityTrust, &str)) -> Result<Vec<StoreError>, StoreError> {
        self.settle()?;
        let mut damaged = Vec::new();
        let failed = |error| StoreError::io("list", &self.folder)(error);
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let Some(name) = name.to_str().filter(|name| is_of_an_entity(name)) else {
                continue;
            };
            match self.read_own(name) {
                Ok(Some((entity, _))) => see(entity, name),
                // Removed since the directory was listed.
                Ok(None) => {}
                Err(error) => damaged.push(error),
            }
        }
        Ok(damaged)
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
        let mut places: Vec<(String, OddIds)> = Vec::with_capacity(ids.len());
        let mut before = Vec::with_capacity(ids.len());
        for id in ids {
            let mut found = self.look(id)?;
            // Two new entities of this transaction may want one name.
            if places.iter().any(|(name, _)| *name == found.name) {
                found.name = FileNames::of(id).long;
            }
            places.push((found.name, found.odd));
            before.push(found.entity);
        }
        let mut after = before.clone();
        change(&mut after)?;
        own_places(ids, &after)?;
        let steps: Vec<Step> = places
            .into_iter()
            .zip(before.iter().zip(&after))
            .filter(|(_, (before, after))| before != after)
            .map(|((name, odd), (_, after))| Step {
                name,
                contents: after
                    .as_ref()
                    .map(|entity| entity_json::write(entity, &odd)),
            })
            .collect();
        journal::perform(&self.folder, &steps)
    }

    fn list(&self, beginning: &str) -> Result<Listing, StoreError> {
        let mut ids = Vec::new();
        let damaged = self.each(&mut |entity, _| {
            if entity.entity_id().starts_with(beginning) {
                ids.push(entity.entity_id().to_owned());
            }
        })?;
        ids.sort_unstable();
        ids.dedup();
        Ok(Listing { ids, damaged })
    }

    fn read_all(&self, beginning: &str) -> Result<Contents, StoreError> {
        let mut found = Vec::new();
        let damaged = self.each(&mut |entity, name| {
            if entity.entity_id().starts_with(beginning) {
                found.push((entity, name.len()));
            }
        })?;
        // Of two files of one entity the one with the long name counts, as when it is asked for.
        found.sort_unstable_by(|(one, n), (other, m)| {
            one.entity_id().cmp(other.entity_id()).then(m.cmp(n))
        });
        found.dedup_by(|(other, _), (one, _)| other.entity_id() == one.entity_id());
        let entities = found.into_iter().map(|(entity, _)| entity).collect();
        Ok(Contents { entities, damaged })
    }

    fn read_plain_scores_as(&self, rules: &'static dyn Rules) {
        *self.plain.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    fn describe(&self) -> String {
        format!("JSON files in `{}`", self.folder.display())
    }
}
