//! Entities in memory.

use super::entity_store::{in_order, own_places};
use super::{Change, EntityStore, Listing, StoreError, record};
use crate::EntityTrust;
use foldhash::quality::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Entities in memory, as short as they can be written. Nothing survives the process.
///
/// Threads that use different entities seldom wait for each other: the entities are spread over
/// shards, each under a lock of its own.
///
/// ```
/// use lawful_trust::EntityTrust;
/// use lawful_trust::store::{EntityStore, MemoryStore};
/// let store = MemoryStore::new();
/// let entity = EntityTrust::new("agent:a", jiff::Timestamp::UNIX_EPOCH).unwrap();
/// store.put(&entity).unwrap();
/// assert_eq!(store.find("agent:a").unwrap(), Some(entity));
/// assert_eq!(store.find("agent:b").unwrap(), None);
/// ```
pub struct MemoryStore {
    shards: Vec<RwLock<Shard>>,
    hasher: RandomState,
}

/// The records of a shard, found by the hash of the id that each has inside.
type Shard = HashTable<Box<[u8]>>;

/// A power of two, so that the top bits of the hash choose the shard.
const SHARD_BITS: u32 = 6;

impl MemoryStore {
    /// Makes an empty store.
    pub fn new() -> MemoryStore {
        MemoryStore {
            shards: (0..1 << SHARD_BITS).map(|_| RwLock::default()).collect(),
            hasher: RandomState::default(),
        }
    }

    /// Returns how many entities there are.
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| read(shard).len()).sum()
    }

    /// Returns whether there is no entity.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many bytes the records and the tables take, the ids among them.
    pub fn bytes(&self) -> usize {
        let of_shard = |shard: &Shard| {
            let records: usize = shard.iter().map(|record| record.len()).sum();
            records + shard.allocation_size()
        };
        self.shards.iter().map(|shard| of_shard(&read(shard))).sum()
    }

    fn place(&self, id: &str) -> (u64, usize) {
        let hash = self.hasher.hash_one(id);
        (hash, (hash >> (u64::BITS - SHARD_BITS)) as usize)
    }

    fn shard(&self, number: usize) -> Option<&RwLock<Shard>> {
        self.shards.get(number)
    }

    fn write(&self, shard: &mut Shard, hash: u64, id: &str, entity: Option<&EntityTrust>) {
        // Copied: to cut a longer block of memory would leave ends that are too short for anything.
        let entity = entity.map(|entity| Box::<[u8]>::from(&*record::encode(entity)));
        let entry = shard.find_entry(hash, |record| record::is_of(record, id));
        match (entry, entity) {
            (Ok(mut entry), Some(record)) => *entry.get_mut() = record,
            (Ok(entry), None) => drop(entry.remove()),
            (Err(_), Some(record)) => {
                shard.insert_unique(hash, record, |record| {
                    self.hasher.hash_one(record::id_of(record))
                });
            }
            (Err(_), None) => {}
        }
    }
}

fn read(shard: &RwLock<Shard>) -> RwLockReadGuard<'_, Shard> {
    shard.read().unwrap_or_else(PoisonError::into_inner)
}

fn write(shard: &RwLock<Shard>) -> RwLockWriteGuard<'_, Shard> {
    shard.write().unwrap_or_else(PoisonError::into_inner)
}

fn load(shard: &Shard, hash: u64, id: &str) -> Result<Option<EntityTrust>, StoreError> {
    let found = shard.find(hash, |record| record::is_of(record, id));
    Ok(found.map(|bytes| record::decode(id, bytes)).transpose()?)
}

impl Default for MemoryStore {
    fn default() -> MemoryStore {
        MemoryStore::new()
    }
}

impl EntityStore for MemoryStore {
    fn find(&self, id: &str) -> Result<Option<EntityTrust>, StoreError> {
        let (hash, number) = self.place(id);
        match self.shard(number) {
            Some(shard) => load(&read(shard), hash, id),
            None => Ok(None),
        }
    }

    fn transact(&self, ids: &[&str], change: &mut Change<'_>) -> Result<(), StoreError> {
        in_order(ids)?;
        let places: Vec<(u64, usize)> = ids.iter().map(|id| self.place(id)).collect();
        let mut numbers: Vec<usize> = places.iter().map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        // All take the shards in one order, so nobody waits in a circle.
        let mut shards: Vec<RwLockWriteGuard<'_, Shard>> = numbers
            .iter()
            .filter_map(|number| self.shard(*number))
            .map(write)
            .collect();
        let at = |number: usize| numbers.binary_search(&number).unwrap_or(usize::MAX);
        let mut entities = Vec::with_capacity(ids.len());
        for (id, (hash, number)) in ids.iter().zip(&places) {
            entities.push(match shards.get(at(*number)) {
                Some(shard) => load(shard, *hash, id)?,
                None => None,
            });
        }
        change(&mut entities)?;
        own_places(ids, &entities)?;
        for ((id, (hash, number)), entity) in ids.iter().zip(&places).zip(&entities) {
            if let Some(shard) = shards.get_mut(at(*number)) {
                self.write(shard, *hash, id, entity.as_ref());
            }
        }
        Ok(())
    }

    fn put(&self, entity: &EntityTrust) -> Result<(), StoreError> {
        let id = entity.entity_id();
        let (hash, number) = self.place(id);
        if let Some(shard) = self.shard(number) {
            self.write(&mut write(shard), hash, id, Some(entity));
        }
        Ok(())
    }

    fn list(&self, beginning: &str) -> Result<Listing, StoreError> {
        // All shards at once, so that the list is of one moment.
        let shards: Vec<RwLockReadGuard<'_, Shard>> = self.shards.iter().map(read).collect();
        let mut ids: Vec<String> = shards
            .iter()
            .flat_map(|shard| shard.iter().map(|record| record::id_of(record)))
            .filter(|id| id.starts_with(beginning))
            .map(str::to_owned)
            .collect();
        ids.sort_unstable();
        Ok(Listing {
            ids,
            damaged: Vec::new(),
        })
    }

    fn contains(&self, id: &str) -> Result<bool, StoreError> {
        let (hash, number) = self.place(id);
        Ok(self.shard(number).is_some_and(|shard| {
            read(shard)
                .find(hash, |record| record::is_of(record, id))
                .is_some()
        }))
    }

    fn describe(&self) -> String {
        "memory".to_owned()
    }
}
