//! What stores cost, beside a plain map of the same entities and redb alone.
//!
//! `cargo bench -p lawful-trust --bench stores` prints the best of many short rounds, in which ours
//! and the peer take turns, so that other work of the machine disturbs both alike and little. With a
//! number of entities as argument, `-- 10000000`, it measures the memory of that many instead.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trust::store::{EntityStore, MemoryStore, Outcome, RedbFile};
use lawful_trust::{EntityTrust, TrustStore};
use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

const ENTITIES: usize = 100_000;

/// How often something is done in a round, and how many rounds there are.
struct Rounds(usize, usize);

const QUICK: Rounds = Rounds(1_000, 200);
const SLOW: Rounds = Rounds(1, 60);

/// Returns the nanoseconds of one repetition in the best round of each of two.
fn compare(rounds: &Rounds, mut ours: impl FnMut(usize), mut peer: impl FnMut(usize)) -> [f64; 2] {
    let Rounds(repetitions, rounds) = *rounds;
    let mut best = [f64::INFINITY; 2];
    for round in 0..rounds {
        let acts: [&mut dyn FnMut(usize); 2] = [&mut ours, &mut peer];
        for (best, act) in best.iter_mut().zip(acts) {
            let start = Instant::now();
            for n in 0..repetitions {
                // Steps that share no factor with the number of entities: no neighbours in a row.
                act((round * repetitions + n) * 7_919 % ENTITIES);
            }
            *best = best.min(start.elapsed().as_nanos() as f64 / repetitions as f64);
        }
    }
    best
}

fn line(what: &str, must: &str, peer: &str, [ours, of_peer]: [f64; 2]) {
    println!(
        "{what:<40} {ours:>8.0} ns {must:<12} {peer:<34} {of_peer:>8.0} ns   {:.2}",
        ours / of_peer
    );
}

fn entity(id: &str, n: usize) -> EntityTrust {
    let now = jiff::Timestamp::new(1_767_225_600, 123_456_789).unwrap();
    let mut entity = EntityTrust::new(id, now).unwrap();
    for k in 0..n % 8 {
        let later = now + jiff::SignedDuration::from_secs(k as i64 * 1_000);
        entity.update_from_outcome(k % 4 != 0, 0.1, later).unwrap();
    }
    entity
}

fn main() {
    let count = std::env::args().find_map(|argument| argument.parse::<usize>().ok());
    match count {
        Some(count) => memory_of(count),
        None => times(),
    }
}

/// The memory that the system says this process has, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status
        .split(' ')
        .nth(1)
        .and_then(|n| n.parse::<usize>().ok());
    pages.unwrap_or_default() * 4096
}

fn memory_of(count: usize) {
    let store = MemoryStore::new();
    let before = resident();
    let mut ids = 0;
    for n in 0..count {
        let id = format!("agent:{n:08}");
        ids += id.len();
        store.put(&entity(&id, n)).unwrap();
    }
    let resident = resident() - before;
    let each = |bytes: usize| bytes as f64 / count as f64;
    println!(
        "{count} entities with 0 to 7 actions each, ids of {:.0} bytes",
        each(ids)
    );
    println!(
        "records and tables, without ids  {:>7.1} bytes each",
        each(store.bytes() - ids)
    );
    println!(
        "resident, without ids            {:>7.1} bytes each",
        each(resident - ids)
    );
}

fn times() {
    let ids: Vec<String> = (0..ENTITIES).map(|n| format!("agent:{n:08}")).collect();
    let entities: Vec<EntityTrust> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| entity(id, n))
        .collect();

    let memory = MemoryStore::new();
    let mut plain: HashMap<String, EntityTrust> = HashMap::new();
    for entity in &entities {
        memory.put(entity).unwrap();
        plain.insert(entity.entity_id().to_owned(), entity.clone());
    }
    let both = compare(
        &QUICK,
        |n| drop(black_box(memory.find(&ids[n]).unwrap())),
        |n| drop(black_box(plain.get(&ids[n]).cloned())),
    );
    line(
        "memory: get",
        "(must: 300)",
        "hash map: get and clone",
        both,
    );
    let both = compare(
        &QUICK,
        |n| memory.put(&entities[n]).unwrap(),
        |n| {
            plain.insert(ids[n].clone(), entities[n].clone());
        },
    );
    line(
        "memory: save",
        "(must: 300)",
        "hash map: insert a clone",
        both,
    );
    let store = TrustStore::memory();
    for entity in &entities {
        store.save(entity).unwrap();
    }
    let now = entities[0].created_at() + jiff::SignedDuration::from_hours(24);
    let both = compare(
        &QUICK,
        |n| drop(black_box(store.update(&ids[n], true, 0.1).unwrap())),
        |n| {
            let entity = plain.get_mut(&ids[n]).unwrap();
            entity.update_from_outcome(true, 0.1, now).unwrap();
            drop(black_box(entity.clone()));
        },
    );
    line("memory: update", "", "hash map: update, clone", both);
    for count in [10_000, ENTITIES] {
        in_a_file(&ids[..count], &entities[..count]);
    }
}

/// The embedded database, with the files in the folder for temporary files.
fn in_a_file(ids: &[String], entities: &[EntityTrust]) {
    let count = ids.len();
    println!("a redb file of {count} entities");
    let folder = tempfile::tempdir().unwrap();
    let file = RedbFile::open(folder.path().join("trust.redb")).unwrap();
    let all: Vec<&str> = ids.iter().map(String::as_str).collect();
    file.transact(&all, &mut |slots| {
        for (slot, entity) in slots.iter_mut().zip(entities) {
            *slot = Some(entity.clone());
        }
        Ok(())
    })
    .unwrap();
    let bare = Bare::new(folder.path(), entities);
    let both = compare(
        &QUICK,
        |n| drop(black_box(file.find(&ids[n % count]).unwrap())),
        |n| drop(black_box(bare.get(&ids[n % count]))),
    );
    line(
        "redb: get",
        "(must: 1500)",
        "redb alone: get the bytes",
        both,
    );
    let store = TrustStore::over(file);
    let group = |n: usize| -> Vec<usize> { (0..1000).map(|k| (n + k * 97) % count).collect() };
    let both = compare(
        &SLOW,
        |n| {
            let group = group(n);
            let outcomes: Vec<Outcome<'_>> = group
                .iter()
                .map(|n| Outcome {
                    id: &ids[*n],
                    success: true,
                    magnitude: 0.1,
                })
                .collect();
            store.update_all(&outcomes).unwrap();
        },
        |n| bare.rewrite(ids, &group(n)),
    );
    let each = both.map(|group| group / 1000.0);
    let peer = "redb alone: rewrite as many bytes";
    line(
        "redb: update, 1000 at a time, each",
        "(must: 3000)",
        peer,
        each,
    );
    let both = compare(
        &SLOW,
        |n| drop(store.update(&ids[n % count], true, 0.1).unwrap()),
        |n| bare.rewrite(ids, &[n % count]),
    );
    line(
        "redb: one update, committed alone",
        "",
        "redb alone: rewrite the bytes",
        both,
    );
}

/// redb with the same bytes and nothing else.
struct Bare(redb::Database);

const TABLE: redb::TableDefinition<'_, &str, &[u8]> = redb::TableDefinition::new("bare");

impl Bare {
    fn new(folder: &std::path::Path, entities: &[EntityTrust]) -> Bare {
        let database = redb::Database::create(folder.join("bare.redb")).unwrap();
        let transaction = database.begin_write().unwrap();
        {
            let mut table = transaction.open_table(TABLE).unwrap();
            for entity in entities {
                table
                    .insert(entity.entity_id(), &*entity.to_bytes())
                    .unwrap();
            }
        }
        transaction.commit().unwrap();
        Bare(database)
    }

    fn get(&self, id: &str) -> Vec<u8> {
        let transaction = redb::ReadableDatabase::begin_read(&self.0).unwrap();
        let table = transaction.open_table(TABLE).unwrap();
        let found = redb::ReadableTable::get(&table, id).unwrap().unwrap();
        found.value().to_vec()
    }

    fn rewrite(&self, ids: &[String], group: &[usize]) {
        let transaction = self.0.begin_write().unwrap();
        {
            let mut table = transaction.open_table(TABLE).unwrap();
            for n in group {
                let id = ids[*n].as_str();
                let bytes = redb::ReadableTable::get(&table, id)
                    .unwrap()
                    .unwrap()
                    .value()
                    .to_vec();
                table.insert(id, &*bytes).unwrap();
            }
        }
        transaction.commit().unwrap();
    }
}
