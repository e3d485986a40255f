//! A file of entities.

use super::super::entity_store::{in_order, own_places};
use super::super::{Change, Contents, EntityStore, Listing, StoreError, sealed};
use super::failure::{must_reopen, told};
use super::group::{Group, Refused};
use super::{RedbOptions, Sharing};
use crate::EntityTrust;
use redb::{
    Database, ReadOnlyTable, ReadableDatabase, ReadableTable, Table, TableDefinition, TableError,
    WriteTransaction,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

const ENTITIES: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("lawful.trust.entities.1");

/// A file of entities, kept by the embedded database redb.
///
/// Any number of threads may use it; transactions that come together are committed together. One
/// process has the file at a time: others wait for it, and get [`StoreError::Busy`] when their
/// patience ends, or take turns with [`Sharing::Turns`].
///
/// What was acknowledged is on the disk. After a crash the file is as it was after some
/// transaction, the last acknowledged one or a later one.
///
/// ```
/// use lawful_trust::store::{EntityStore, RedbFile};
/// let folder = tempfile::tempdir().unwrap();
/// let file = RedbFile::open(folder.path().join("trust.redb")).unwrap();
/// assert!(file.find("agent:nobody").unwrap().is_none());
/// ```
pub struct RedbFile {
    path: PathBuf,
    options: RedbOptions,
    database: RwLock<Option<Database>>,
    group: Group<WriteTransaction, StoreError>,
    /// Whether the engine must be opened again before it does anything.
    broken: AtomicBool,
    /// One thread of this process opens the file at a time.
    opening: Mutex<()>,
}

/// Makes the table, so that readers find it.
fn make_table(database: &Database) -> Result<(), redb::Error> {
    match database.begin_read()?.open_table(ENTITIES) {
        Err(TableError::TableDoesNotExist(_)) => {}
        other => return Ok(other.map(drop)?),
    }
    let transaction = database.begin_write()?;
    transaction.open_table(ENTITIES)?;
    Ok(transaction.commit()?)
}

/// Returns the table as it is now.
fn readable(
    database: &Database,
) -> Result<ReadOnlyTable<&'static str, &'static [u8]>, redb::Error> {
    Ok(database.begin_read()?.open_table(ENTITIES)?)
}

impl RedbFile {
    /// Opens a file, or makes it.
    ///
    /// # Errors
    /// If it cannot be made, is not such a file, or another process has it.
    pub fn open(path: impl Into<PathBuf>) -> Result<RedbFile, StoreError> {
        Self::open_with(path, RedbOptions::new())
    }

    /// Opens a file with settings.
    ///
    /// # Errors
    /// As [`open`](RedbFile::open).
    pub fn open_with(
        path: impl Into<PathBuf>,
        options: RedbOptions,
    ) -> Result<RedbFile, StoreError> {
        let file = RedbFile {
            path: path.into(),
            options,
            database: RwLock::new(None),
            group: Group::new(),
            broken: AtomicBool::new(false),
            opening: Mutex::new(()),
        };
        let database = file.open_database()?;
        let made = file.engine("open", || make_table(&database));
        if made.is_ok() && file.options.sharing == Sharing::Held {
            *file.write_lock() = Some(database);
        } else {
            file.close(database);
        }
        made.map(|()| file)
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn write_lock(&self) -> std::sync::RwLockWriteGuard<'_, Option<Database>> {
        self.database
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens the database, waiting for another process.
    fn open_database(&self) -> Result<Database, StoreError> {
        let begin = Instant::now();
        let mut pause = Duration::from_micros(200);
        loop {
            let opened = self.engine("open", || {
                Ok::<_, redb::Error>(
                    Database::builder()
                        .set_cache_size(self.options.cache)
                        .create(&self.path),
                )
            })?;
            match opened {
                Ok(database) => return Ok(database),
                Err(redb::DatabaseError::DatabaseAlreadyOpen)
                    if begin.elapsed() < self.options.patience && !(self.options.give_up)() =>
                {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(5));
                }
                Err(redb::DatabaseError::DatabaseAlreadyOpen) => {
                    return Err(StoreError::Busy {
                        path: self.path.clone(),
                        waited: begin.elapsed(),
                    });
                }
                Err(error) => return Err(told(&self.path, "open", error.into())),
            }
        }
    }

    /// Runs something with the database, which is opened if it is not.
    fn with<T>(
        &self,
        run: impl FnOnce(&Database) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.options.sharing == Sharing::Turns {
            let _turn = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
            let database = self.open_database()?;
            let done = run(&database);
            self.close(database);
            return done;
        }
        if self.broken.load(SeqCst) {
            self.reopen()?;
        }
        let held = self.database.read().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Some(database) => run(database),
            None => Err(StoreError::Database {
                action: "opening",
                problem: format!("`{}` was closed after a failure", self.path.display()),
            }),
        }
    }

    /// After a failed write the engine refuses everything until it is opened again.
    fn reopen(&self) -> Result<(), StoreError> {
        let mut held = self.write_lock();
        if self.broken.load(SeqCst) {
            if let Some(database) = held.take() {
                self.close(database);
            }
            *held = Some(self.open_database()?);
            self.broken.store(false, SeqCst);
        }
        Ok(())
    }

    /// Runs something of the engine. It trusts its file, and panics over some that are damaged; then, and
    /// after some errors, it is opened again before it does anything else.
    fn engine<T, E: Into<redb::Error>>(
        &self,
        action: &'static str,
        run: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, StoreError> {
        let Ok(done) = catch_unwind(AssertUnwindSafe(run)) else {
            self.broken.store(true, SeqCst);
            let what = format_args!("`{}`", self.path.display()).to_string();
            return Err(StoreError::damaged(what, "its pages make no sense"));
        };
        done.map_err(|error| {
            let error = error.into();
            if must_reopen(&error) {
                self.broken.store(true, SeqCst);
            }
            told(&self.path, action, error)
        })
    }

    /// Closes the database, for which the engine writes once more.
    fn close(&self, database: Database) {
        // What was acknowledged is on the disk already.
        drop(self.engine("close", || {
            drop(database);
            Ok::<_, redb::Error>(())
        }));
    }

    fn load(
        &self,
        table: &impl ReadableTable<&'static str, &'static [u8]>,
        id: &str,
    ) -> Result<Option<EntityTrust>, StoreError> {
        let found = self.engine("read", || table.get(id))?;
        let Some(bytes) = found else {
            return Ok(None);
        };
        self.open_record(id, bytes.value()).map(Some)
    }

    fn open_record(&self, id: &str, bytes: &[u8]) -> Result<EntityTrust, StoreError> {
        let record = || format!("the record of `{id}` in `{}`", self.path.display());
        sealed::open(id, bytes).map_err(|problem| StoreError::damaged(record(), problem))
    }

    /// Shows the records whose id begins with a text to a function, in order, as they are at one moment.
    fn each(&self, beginning: &str, see: &mut dyn FnMut(&str, &[u8])) -> Result<(), StoreError> {
        let mut see_all = |database: &Database| {
            for entry in readable(database)?.range(beginning..)? {
                let (id, record) = entry?;
                if !id.value().starts_with(beginning) {
                    break;
                }
                see(id.value(), record.value());
            }
            Ok::<_, redb::Error>(())
        };
        self.with(|database| self.engine("list", || see_all(database)))
    }

    fn write(
        &self,
        table: &mut Table<'_, &'static str, &'static [u8]>,
        id: &str,
        entity: Option<&EntityTrust>,
    ) -> Result<(), StoreError> {
        self.engine("write", || match entity {
            Some(entity) => table.insert(id, &*sealed::seal(entity)).map(|_| ()),
            None => table.remove(id).map(|_| ()),
        })
    }

    /// Adds a change to an open transaction. The change is refused before anything is written.
    fn add(
        &self,
        transaction: &WriteTransaction,
        ids: &[&str],
        places: &[usize],
        change: &mut Change<'_>,
    ) -> Result<(), Refused<StoreError, StoreError>> {
        let mut table = self
            .engine("read", || transaction.open_table(ENTITIES))
            .map_err(Refused::Transaction)?;
        let mut entities: Vec<Option<EntityTrust>> = ids
            .iter()
            .map(|id| self.load(&table, id))
            .collect::<Result<_, _>>()
            .map_err(Refused::Change)?;
        change(&mut entities)
            .and_then(|()| own_places(ids, &entities))
            .map_err(Refused::Change)?;
        // In the order of the ids: neighbours are in one page.
        for place in places {
            if let (Some(id), Some(entity)) = (ids.get(*place), entities.get(*place)) {
                self.write(&mut table, id, entity.as_ref())
                    .map_err(Refused::Transaction)?;
            }
        }
        Ok(())
    }
}

impl Drop for RedbFile {
    fn drop(&mut self) {
        let held = self.write_lock().take();
        if let Some(database) = held {
            self.close(database);
        }
    }
}

impl EntityStore for RedbFile {
    fn find(&self, id: &str) -> Result<Option<EntityTrust>, StoreError> {
        self.with(|database| self.load(&self.engine("read", || readable(database))?, id))
    }

    fn transact(&self, ids: &[&str], change: &mut Change<'_>) -> Result<(), StoreError> {
        let places = in_order(ids)?;
        self.with(|database| {
            let begin = || self.engine("write", || database.begin_write());
            let add = |transaction: &WriteTransaction| self.add(transaction, ids, &places, change);
            let commit =
                |transaction: WriteTransaction| self.engine("commit", || transaction.commit());
            self.group
                .perform(begin, add, commit)
                .map_err(|refused| match refused {
                    Refused::Change(error) | Refused::Transaction(error) => error,
                })
        })
    }

    fn list(&self, beginning: &str) -> Result<Listing, StoreError> {
        let mut listing = Listing::default();
        self.each(beginning, &mut |id, _| listing.ids.push(id.to_owned()))?;
        Ok(listing)
    }

    fn read_all(&self, beginning: &str) -> Result<Contents, StoreError> {
        let mut contents = Contents::default();
        self.each(
            beginning,
            &mut |id, bytes| match self.open_record(id, bytes) {
                Ok(entity) => contents.entities.push(entity),
                Err(error) => contents.damaged.push(error),
            },
        )?;
        Ok(contents)
    }

    fn contains(&self, id: &str) -> Result<bool, StoreError> {
        let contains =
            |database: &Database| Ok::<_, redb::Error>(readable(database)?.get(id)?.is_some());
        self.with(|database| self.engine("read", || contains(database)))
    }

    fn describe(&self) -> String {
        format!("the file `{}`", self.path.display())
    }
}
