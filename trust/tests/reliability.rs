//! Real processes: killed while they save, writing at once, without room, with damaged files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

#[path = "support/kills.rs"]
mod kills;
mod support;

use kills::{Acknowledged, kills_lose_nothing, update_and_witness};
use lawful_trust::store::{EntityStore, JsonDirectory, RedbFile, RedbOptions, StoreError};
use lawful_trust::{EntityTrust, TrustStore};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Child;
use std::time::Duration;
use support::{Kind, folder, job, start, start_limited};

/// What the processes do; without a job this is no test of anything.
#[test]
fn child() {
    let Some(job) = job() else {
        return;
    };
    let store = job.store;
    match job.what.as_str() {
        "update 2000" => {
            for _ in 0..2000 {
                store.update("agent:shared", true, 0.01).unwrap();
            }
        }
        "update and witness" => update_and_witness(&store),
        // Grows until there is no room, then looks at what there is.
        "grow" => {
            println!("ready");
            let error = (0..100_000)
                .find_map(|round| {
                    let witness = format!("role:{round}");
                    match store.witness(&witness, "agent:0", true, 0.1) {
                        Ok(_) => {
                            println!("witnessed {witness}");
                            None
                        }
                        Err(error) => Some(error),
                    }
                })
                .expect("the limit is not reached");
            println!("refused {error}");
            let after = store.find("agent:0").unwrap().unwrap();
            println!("left {}", after.witness_count());
        }
        // The same with many entities.
        "widen" => {
            println!("ready");
            let error = (0..100_000)
                .find_map(|round| match store.update(&wide(round), true, 0.1) {
                    Ok(_) => {
                        println!("updated {round}");
                        None
                    }
                    Err(error) => Some(error),
                })
                .expect("the limit is not reached");
            println!("refused {error}");
            let after = store.find(&wide(0)).unwrap().unwrap();
            println!("left {}", after.action_count());
        }
        other => panic!("{other}"),
    }
}

/// An id that takes room.
fn wide(number: u32) -> String {
    format!("agent:{number:0>1000}")
}

fn place(kind: Kind, folder: &Path) -> String {
    let path = match kind {
        Kind::Json => folder.join("entities"),
        _ => folder.join("trust.redb"),
    };
    path.to_str().unwrap().to_owned()
}

fn wait(mut child: Child) {
    let status = child.wait().unwrap();
    assert!(status.success(), "{status}");
}

fn four_processes_lose_nothing(kind: Kind) {
    let folder = folder();
    let place = place(kind, folder.path());
    let children: Vec<Child> = (0..4).map(|_| start("update 2000", kind, &place)).collect();
    children.into_iter().for_each(wait);
    let entity = kind.open(&place).find("agent:shared").unwrap().unwrap();
    assert_eq!(entity.action_count(), 8000);
    assert_eq!(entity.success_count(), 8000);
}

#[test]
fn four_processes_lose_nothing_in_json_files() {
    four_processes_lose_nothing(Kind::Json);
}

#[test]
fn four_processes_lose_nothing_in_a_redb_file_that_they_wait_for() {
    four_processes_lose_nothing(Kind::RedbHeld);
}

#[test]
fn four_processes_lose_nothing_in_a_redb_file_in_turns() {
    four_processes_lose_nothing(Kind::RedbTurns);
}

fn kills_lose_nothing_here(kind: Kind) {
    let folder = folder();
    kills_lose_nothing(kind, &place(kind, folder.path()), || {});
}

#[test]
fn kills_lose_nothing_in_json_files() {
    kills_lose_nothing_here(Kind::Json);
}

#[test]
fn kills_lose_nothing_in_a_redb_file() {
    kills_lose_nothing_here(Kind::RedbHeld);
}

#[test]
fn kills_lose_nothing_in_a_redb_file_in_turns() {
    kills_lose_nothing_here(Kind::RedbTurns);
}

/// Runs a job without room for larger files until it is refused; returns what it told.
fn without_room(what: &str, kind: Kind, place: &str, kib: u32) -> String {
    let mut child = start_limited(what, kind, place, kib);
    let mut text = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert!(child.wait().unwrap().success(), "{text}");
    let refused = text.lines().find_map(|line| line.strip_prefix("refused "));
    assert!(refused.unwrap().contains(place), "{refused:?}");
    text
}

#[test]
fn a_full_disk_loses_nothing_in_json_files() {
    let folder = folder();
    let place = place(Kind::Json, folder.path());
    let text = without_room("grow", Kind::Json, &place, 16);
    let mut acknowledged = Acknowledged::default();
    text.lines().for_each(|line| acknowledged.read(line));
    let heard = acknowledged.witnesses.len();
    assert!(heard > 100, "{heard}");
    assert!(text.contains(&format!("left {heard}\n")), "{text}");
    // With room again, all is well.
    let store = Kind::Json.open(&place);
    acknowledged.check(&store, 0);
    store.witness("role:late", "agent:0", true, 0.1).unwrap();
}

#[test]
fn a_full_disk_loses_nothing_in_a_redb_file() {
    let folder = folder();
    let place = place(Kind::RedbHeld, folder.path());
    let text = without_room("widen", Kind::RedbHeld, &place, 3072);
    assert!(text.contains("left 1\n"), "{text}");
    let done = text
        .lines()
        .filter(|line| line.starts_with("updated "))
        .count();
    assert!(done > 100, "{done}");
    let store = Kind::RedbHeld.open(&place);
    assert_eq!(store.list_entities(None).unwrap().len(), done);
    for number in 0..done as u32 {
        let entity = store.update(&wide(number), true, 0.1).unwrap();
        assert_eq!(entity.action_count(), 2);
    }
}

fn entity(id: &str) -> EntityTrust {
    EntityTrust::new(id, jiff::Timestamp::UNIX_EPOCH).unwrap()
}

#[test]
fn a_damaged_json_file_is_named_and_the_others_stay_readable() {
    let folder = folder();
    let store = TrustStore::over(JsonDirectory::open(folder.path()).unwrap());
    for id in ["agent:a", "agent:b"] {
        store.save(&entity(id)).unwrap();
    }
    // The first 16 digits of the SHA-256 of `agent:a`.
    let file = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            path.extension().is_some_and(|end| end == "json")
                && fs::read_to_string(path).unwrap().contains("agent:a")
        })
        .unwrap();
    for damage in [&b"{"[..], b"", b"\xff", b"[]", b"{\"entity_id\": 7}"] {
        fs::write(&file, damage).unwrap();
        for error in [
            store.find("agent:a").unwrap_err(),
            store.update("agent:a", true, 0.1).unwrap_err(),
            store.delete("agent:a").unwrap_err(),
            store.list_entities(None).unwrap_err(),
            // A change of two entities, one of them damaged, changes neither.
            store.witness("agent:a", "agent:b", true, 0.1).unwrap_err(),
        ] {
            assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
            assert!(
                error.to_string().contains(file.to_str().unwrap()),
                "{error}"
            );
        }
        assert_eq!(store.find("agent:b").unwrap(), Some(entity("agent:b")));
        let listing = store.listing(None).unwrap();
        assert_eq!(listing.ids, ["agent:b"]);
        assert_eq!(listing.damaged.len(), 1);
        assert_eq!(fs::read(&file).unwrap(), damage, "left as it was");
    }
    fs::remove_file(&file).unwrap();
    assert!(!store.exists("agent:a").unwrap());
}

#[test]
fn a_file_of_somebody_else_is_not_believed() {
    let folder = folder();
    let store = JsonDirectory::open(folder.path()).unwrap();
    store.put(&entity("agent:a")).unwrap();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let files = || -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| name(&entry.unwrap().path()))
            .filter(|name| name.ends_with(".json"))
            .collect();
        names.sort_by_key(String::len);
        names
    };
    let [short] = &files()[..] else {
        panic!("one file");
    };
    // As if the names of two ids began alike: the file has another entity in it.
    let text = fs::read_to_string(folder.path().join(short)).unwrap();
    fs::write(
        folder.path().join(short),
        text.replace("agent:a", "agent:z"),
    )
    .unwrap();
    assert_eq!(store.find("agent:a").unwrap(), None);
    store.put(&entity("agent:a")).unwrap();
    let [first, long] = &files()[..] else {
        panic!("two files");
    };
    assert_eq!(first, short);
    assert!(long.len() == 69 && long.starts_with(&short[..16]));
    assert_eq!(store.find("agent:a").unwrap(), Some(entity("agent:a")));
    assert!(
        fs::read_to_string(folder.path().join(short))
            .unwrap()
            .contains("agent:z")
    );
    // Without the other one, the longer name is still found.
    fs::remove_file(folder.path().join(short)).unwrap();
    assert_eq!(store.find("agent:a").unwrap(), Some(entity("agent:a")));
}

#[test]
fn foreign_and_cut_redb_files_are_refused_and_left_alone() {
    let folder = folder();
    let path = folder.path().join("trust.redb");
    fs::write(&path, b"this is not a database, and it is somebody's").unwrap();
    let error = RedbFile::open(&path).err().unwrap();
    assert!(error.to_string().contains("trust.redb"), "{error}");
    assert!(fs::read(&path).unwrap().starts_with(b"this is not"));
    fs::remove_file(&path).unwrap();
    RedbFile::open(&path)
        .unwrap()
        .put(&entity("agent:a"))
        .unwrap();
    let whole = fs::read(&path).unwrap();
    for length in [1, 64, 320, 4096, whole.len() / 2] {
        fs::write(&path, &whole[..length]).unwrap();
        let opened = std::panic::catch_unwind(|| RedbFile::open(&path).map(|_| ()));
        assert!(opened.expect("it panics").is_err(), "cut to {length}");
    }
}

#[test]
fn a_file_that_another_has_is_busy() {
    let folder = folder();
    let path = folder.path().join("trust.redb");
    let held = RedbFile::open(&path).unwrap();
    let hasty = || RedbOptions::new().patience(Duration::from_millis(20));
    let error = RedbFile::open_with(&path, hasty()).err().unwrap();
    assert!(matches!(error, StoreError::Busy { .. }), "{error}");
    drop(held);
    RedbFile::open_with(&path, hasty()).unwrap();
}

#[test]
fn what_is_refused_changes_nothing() {
    let folder = folder();
    let stores = [
        TrustStore::memory(),
        Kind::Json.open(folder.path().join("json").to_str().unwrap()),
        Kind::RedbHeld.open(folder.path().join("t.redb").to_str().unwrap()),
    ];
    for store in stores {
        let before = store.update("agent:a", true, 0.3).unwrap();
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(store.update("agent:a", true, bad).is_err());
            assert!(store.witness("agent:w", "agent:a", true, bad).is_err());
            assert!(store.witness("agent:a", "agent:new", true, bad).is_err());
        }
        for bad in ["", "agent:", ":a", "a\0b"] {
            assert!(store.update(bad, true, 0.1).is_err(), "{bad:?}");
            assert!(store.witness("agent:a", bad, true, 0.1).is_err(), "{bad:?}");
        }
        let twice = store
            .entities()
            .transact(&["agent:a", "agent:a"], &mut |_| Ok(()));
        assert!(matches!(twice, Err(StoreError::NamedTwice(_))));
        let swapped = store.entities().transact(&["agent:b"], &mut |slots| {
            slots[0] = Some(entity("agent:a"));
            Ok(())
        });
        assert!(matches!(swapped, Err(StoreError::OtherEntity { .. })));
        let earlier = lawful_trust::ManualClock::new(jiff::Timestamp::UNIX_EPOCH);
        let back = store.clone().with_clock(earlier);
        assert!(back.update("agent:a", true, 0.1).is_err());
        assert_eq!(store.find("agent:a").unwrap(), Some(before));
        assert_eq!(store.list_entities(None).unwrap(), ["agent:a"]);
    }
}

#[test]
fn evidence_fades_when_it_is_read() {
    use lawful_trust::{DecayRate, Dimension, ManualClock};
    let clock = std::sync::Arc::new(ManualClock::new(jiff::Timestamp::UNIX_EPOCH));
    let rate = DecayRate::new(0.01).unwrap();
    let store = TrustStore::memory()
        .with_clock(std::sync::Arc::clone(&clock))
        .with_decay(rate);
    let fresh = store.update("agent:a", true, 0.9).unwrap();
    clock.advance(jiff::SignedDuration::from_hours(720));
    let faded = store.find("agent:a").unwrap().unwrap();
    assert!(faded.score(Dimension::Training) < fresh.score(Dimension::Training));
    assert_eq!(faded, fresh.as_of(clock_now(&clock), rate).unwrap());
    // Reading saved nothing, and reading in between changes nothing.
    assert_eq!(store.entities().find("agent:a").unwrap(), Some(fresh));
}

fn clock_now(clock: &lawful_trust::ManualClock) -> jiff::Timestamp {
    lawful_trust::Clock::now(clock)
}
