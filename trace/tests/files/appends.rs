//! Batches, limits, rolling, group commit.

use crate::script::{contents, records};
use lawful_trace::file::{
    Durability, FileError, Hold, Identity, Log, LogReader, MAX_RECORD, MAX_SEGMENT, Options,
};
use std::sync::atomic::{AtomicU64, Ordering};

fn create(folder: &std::path::Path, options: Options) -> Log {
    Log::create(folder, Identity::new("plain").unwrap(), options).unwrap()
}

#[test]
fn many_threads_share_syncs_and_keep_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let log = create(
        folder.path(),
        Options::default().segment_bytes(4000).unwrap(),
    );
    let acknowledged = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (log, acknowledged) = (&log, &acknowledged);
            scope.spawn(move || {
                let mut last = 0;
                for round in 0..20 {
                    let record = format!("{thread} {round}");
                    let done = log.append(&[record], &[], Durability::Synced).unwrap();
                    assert!(log.synced() >= done.end);
                    assert!(round == 0 || done.first > last);
                    last = done.first;
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(acknowledged.into_inner(), 160);
    drop(log);
    for hold in [Hold::Memory, Hold::Mapped] {
        let opened = Log::open(folder.path(), Options::default().hold(hold)).unwrap();
        assert!(opened.segments.len() > 1, "nothing was rolled");
        let found = contents(&opened.segments);
        assert_eq!(found.len(), 160);
        for thread in 0..8 {
            let prefix = format!("{thread} ").into_bytes();
            let mine: Vec<_> = found
                .iter()
                .filter(|record| record.starts_with(&prefix))
                .collect();
            let rounds: Vec<_> = (0..20)
                .map(|round| format!("{thread} {round}").into_bytes())
                .collect();
            assert_eq!(mine, rounds.iter().collect::<Vec<_>>());
        }
    }
}

#[test]
fn what_is_too_large_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let log = create(folder.path(), Options::default());
    let large = vec![0; MAX_RECORD + 1];
    for durability in [Durability::Volatile, Durability::Synced] {
        let refused = log.append(&[b"fine".as_slice(), &large], &[], durability);
        assert!(matches!(
            refused,
            Err(FileError::TooLarge {
                what: "a record",
                ..
            })
        ));
    }
    let many = vec![&large[..MAX_RECORD]; 17];
    let refused = log.append(&many, &[], Durability::Written);
    assert!(matches!(
        refused,
        Err(FileError::TooLarge {
            what: "a batch",
            ..
        })
    ));
    let refused = log.append(&[b"one"], &[(usize::MAX, b"body")], Durability::Written);
    assert!(matches!(refused, Err(FileError::TooLarge { .. })));
    assert!(Options::default().segment_bytes(MAX_SEGMENT + 1).is_err());
    assert!(Identity::new(&"x".repeat(97)).is_err());
    assert_eq!(log.records(), 0);
    let longest = log
        .append(&[&large[..MAX_RECORD]], &[], Durability::Written)
        .unwrap();
    assert_eq!(longest.durability, Durability::Written);
    drop(log);
    let opened = Log::open(folder.path(), Options::default()).unwrap();
    assert_eq!(contents(&opened.segments)[0].len(), MAX_RECORD);
}

#[test]
fn an_empty_batch_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let log = create(folder.path(), Options::default());
    let none: [&[u8]; 0] = [];
    for durability in [
        Durability::Volatile,
        Durability::Written,
        Durability::Synced,
    ] {
        let done = log.append(&none, &[], durability).unwrap();
        assert_eq!((done.first, done.end), (0, 0));
    }
    assert_eq!(log.close().unwrap(), 0);
    assert_eq!(
        Log::open(folder.path(), Options::default())
            .unwrap()
            .recovery
            .records,
        0
    );
}

#[test]
fn volatile_records_are_written_in_bulk_and_kept_by_a_sync() {
    let folder = tempfile::tempdir().unwrap();
    let log = create(folder.path(), Options::default());
    let done = log
        .append(&records("small", 2, 10), &[], Durability::Volatile)
        .unwrap();
    assert_eq!(done.durability, Durability::Volatile);
    let (_, segments, _) = LogReader::open(folder.path(), Options::default()).unwrap();
    assert!(
        contents(&segments).is_empty(),
        "volatile records are in memory only"
    );
    assert_eq!(log.sync().unwrap(), 2);
    // Far more than is kept waiting, in many batches.
    for round in 0..3000 {
        let batch = records(&format!("round {round}"), 2, 600);
        log.append(&batch, &[], Durability::Volatile).unwrap();
    }
    let large = log
        .append(&records("large", 2, 1 << 20), &[], Durability::Volatile)
        .unwrap();
    assert_eq!(large.durability, Durability::Written);
    assert_eq!(log.close().unwrap(), 6004);
    let opened = Log::open(folder.path(), Options::default()).unwrap();
    assert_eq!(contents(&opened.segments).len(), 6004);
    assert!(opened.recovery.is_clean());
}

#[test]
fn views_outlive_the_log_and_share_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let log = create(folder.path(), Options::default());
    log.append(&records("view", 3, 10), &[], Durability::Written)
        .unwrap();
    drop(log);
    let opened = Log::open(folder.path(), Options::default()).unwrap();
    let views: Vec<_> = opened
        .segments
        .iter()
        .flat_map(|segment| segment.records())
        .collect();
    let block = opened.segments[0].bytes.as_ptr_range();
    drop(opened);
    for (index, view) in views.iter().enumerate() {
        assert_eq!(*view, records("view", 3, 10)[index]);
        assert!(block.contains(&view.as_ptr()), "the bytes were copied");
    }
}
