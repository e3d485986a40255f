//! Files of records and real processes: killed at any moment, with every system call failing, two
//! writers at once, no room left.
//!
//! This program starts itself as the other process. Tests that need a tool of the system which is not
//! there (`strace`, or the right to mount) are left out, and it says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

#[cfg(unix)]
mod child;
#[cfg(unix)]
mod full_disk;
#[cfg(unix)]
mod kill;
#[cfg(unix)]
mod system_calls;
#[cfg(unix)]
mod two_writers;

#[cfg(not(unix))]
fn main() {
    println!("these tests need Unix");
}

#[cfg(unix)]
fn main() {
    let words: Vec<String> = std::env::args().collect();
    if words.get(1).map(String::as_str) == Some(child::WORD) {
        child::run(&words[2..]);
        return;
    }
    let arguments = libtest_mimic::Arguments::from_args();
    let mut trials = Vec::new();
    let mut add = |name: &str, test: fn()| {
        trials.push(libtest_mimic::Trial::test(name, move || {
            test();
            Ok(())
        }));
    };
    add("kill_the_log_at_random_moments", kill::log);
    add("kill_the_ledger_at_random_moments", kill::ledger);
    add("the_second_process_is_refused", two_writers::refused);
    add("no_room_because_of_a_limit", full_disk::limit);
    if full_disk::can_mount() {
        add("no_room_on_a_small_disk", full_disk::small_disk);
    } else {
        eprintln!("left out: a small disk cannot be mounted here");
    }
    if system_calls::can_trace() {
        add("every_system_call_fails", system_calls::every_one_fails);
        add(
            "killed_at_every_system_call",
            system_calls::killed_at_every_one,
        );
    } else {
        eprintln!("left out: `strace` is not here or may not trace");
    }
    libtest_mimic::run(&arguments, trials).exit();
}
