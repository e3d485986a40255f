//! A failure at every operation of the disk.

use crate::script::{Promises, options, run, verify};
use crate::simulated_disk::{Fault, SimulatedDisk};
use lawful_trace::file::{FileError, Log, Unsynced};
use std::io::ErrorKind;
use std::path::Path;

fn operations() -> u64 {
    let disk = SimulatedDisk::default();
    disk.plan(None);
    let promises = run(&disk);
    assert_eq!(promises.records().len(), 26);
    assert_eq!(promises.synced, 22);
    let count = disk.operations();
    assert!(count > 60, "the script does too little: {count}");
    count
}

fn run_with(at: u64, fault: Fault) -> (SimulatedDisk, Promises) {
    let disk = SimulatedDisk::default();
    disk.plan(Some((at, fault)));
    let promises = run(&disk);
    disk.plan(None);
    (disk, promises)
}

/// The caller sees errors, the machine goes on; then the power fails as well.
#[test]
fn errors_lose_nothing_that_was_written_and_power_failures_nothing_that_was_synced() {
    for at in 1..=operations() {
        for fault in [
            Fault::Once(ErrorKind::StorageFull),
            Fault::From(ErrorKind::StorageFull),
            Fault::Once(ErrorKind::Interrupted),
        ] {
            let (disk, promises) = run_with(at, fault);
            let held = verify(&disk, options(&disk), &promises, promises.written);
            // Opening the log has brought all of it to the disk, also what a failed sync had given up.
            let all = held + usize::from(promises.created);
            for seed in 0..3 {
                let after = disk.after_power_failure(seed);
                if promises.created {
                    let opened =
                        Log::open(Path::new(crate::script::FOLDER), options(&after)).unwrap();
                    assert_eq!(
                        opened.recovery.records as usize, all,
                        "{at} {fault:?} {seed}"
                    );
                }
            }
            // Without opening it in between, what was synced is still there.
            let (disk, promises) = run_with(at, fault);
            for seed in 0..3 {
                let after = disk.after_power_failure(seed);
                let cut = options(&after).unsynced(Unsynced::Cut);
                verify(&after, cut, &promises, promises.synced);
            }
        }
    }
}

#[test]
fn power_failures_at_every_operation_lose_nothing_that_was_synced() {
    let mut doubtful = 0;
    for at in 1..=operations() {
        let (disk, promises) = run_with(at, Fault::PowerFailure);
        for seed in 0..40 {
            let after = disk.after_power_failure(seed + 1000 * at);
            let refused = Log::open(Path::new(crate::script::FOLDER), options(&after.copy()));
            match refused {
                Ok(opened) => assert!(opened.recovery.records as usize >= promises.synced),
                Err(FileError::Doubtful { .. }) => doubtful += 1,
                Err(FileError::Foreign { .. } | FileError::Io { .. }) if !promises.created => {}
                Err(failure) => panic!("{at} {seed} {failure:?}"),
            }
            let cut = options(&after).unsynced(Unsynced::Cut);
            verify(&after, cut, &promises, promises.synced);
        }
    }
    assert!(doubtful > 0, "no disk wrote later parts first");
}

/// The power also fails while the log is opened after a power failure.
#[test]
fn power_failures_during_recovery_lose_nothing_that_was_synced() {
    for at in (1..=operations()).step_by(3) {
        let (disk, promises) = run_with(at, Fault::PowerFailure);
        let torn = disk.after_power_failure(at);
        for second in 1..=40 {
            let disk = torn.copy();
            disk.plan(Some((second, Fault::PowerFailure)));
            let cut = options(&disk).unsynced(Unsynced::Cut);
            let done = Log::open(Path::new(crate::script::FOLDER), cut).is_ok();
            disk.plan(None);
            let after = disk.after_power_failure(second);
            let cut = options(&after).unsynced(Unsynced::Cut);
            verify(&after, cut, &promises, promises.synced);
            if done {
                break;
            }
        }
    }
}
