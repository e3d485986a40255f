//! The panic hook: silent for the panics of a system, and only for those. One test, as hooks are
//! global.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use lawful::machine::{Exception, Reference, Run, System, refine};
use std::panic;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

/// A machine whose one command is code that runs.
struct Nothing;

type Code = fn() -> u8;

impl Reference for Nothing {
    type State = ();
    type Command = Code;
    type Response = u8;
    fn initial(&self) {}
    fn step(&self, (): &mut (), _: &Code) -> Result<u8, Exception> {
        Ok(0)
    }
}

impl System for Nothing {
    type Command = Code;
    type Response = u8;
    type Live = ();
    fn start(&self) -> Result<(), Exception> {
        Ok(())
    }
    fn perform(&self, (): &mut (), command: &Code) -> Result<u8, Exception> {
        Ok(command())
    }
}

/// Returns what a command raised.
fn raised(code: Code) -> Exception {
    match refine(&Nothing, &Nothing, &[code]) {
        Run::Differs(difference) => difference.actual.unwrap_err(),
        run => panic!("{run:?}"),
    }
}

#[test]
fn only_caught_panics_are_silent() {
    static PRINTED: AtomicU32 = AtomicU32::new(0);
    panic::set_hook(Box::new(|_| {
        PRINTED.fetch_add(1, Ordering::SeqCst);
    }));
    let printed = || PRINTED.load(Ordering::SeqCst);

    let seven = raised(|| panic!("number {}", 7));
    assert_eq!(seven.message, "panicked: number 7");
    assert!(seven.place.contains("panics.rs:"), "{seven:?}");
    assert!(!seven.interrupted);
    assert_eq!(raised(|| panic!("plain")).message, "panicked: plain");
    let odd = raised(|| panic::panic_any(7_u8));
    assert_eq!(odd.message, "panicked: a panic without a message");
    assert_eq!(printed(), 0);

    // A catch in a catch leaves the outer one in charge.
    let outer = raised(|| panic!("outer after {}", raised(|| panic!("inner")).message));
    assert_eq!(outer.message, "panicked: outer after panicked: inner");
    assert_eq!(printed(), 0);

    assert!(panic::catch_unwind(|| panic!("not ours")).is_err());
    assert_eq!(printed(), 1);
    let other_thread = || u8::from(thread::spawn(|| panic!("not ours either")).join().is_err());
    assert!(matches!(
        refine(&Nothing, &Nothing, &[other_thread]),
        Run::Differs(difference) if difference.actual == Ok(1)
    ));
    assert_eq!(printed(), 2);
}
