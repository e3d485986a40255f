//! The panic hook: silent for caught panics, and only for those. One test, as hooks are global.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use lawful::machine::catch;
use std::panic;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

#[test]
fn only_caught_panics_are_silent() {
    static PRINTED: AtomicU32 = AtomicU32::new(0);
    panic::set_hook(Box::new(|_| {
        PRINTED.fetch_add(1, Ordering::SeqCst);
    }));
    let printed = || PRINTED.load(Ordering::SeqCst);

    let raised = catch(|| panic!("number {}", 7)).unwrap_err();
    assert_eq!(raised.message, "number 7");
    assert!(raised.place.contains("machine_catch.rs:"), "{raised}");
    assert_eq!(catch(|| panic!("plain")).unwrap_err().message, "plain");
    let odd = catch(|| panic::panic_any(7_u8)).unwrap_err();
    assert_eq!(odd.message, "a panic without a message");
    assert_eq!(printed(), 0);

    // A catch in a catch leaves the outer one in charge.
    let outer = catch(|| {
        let inner = catch(|| panic!("inner")).unwrap_err();
        panic!("outer after {}", inner.message)
    });
    assert_eq!(outer.unwrap_err().message, "outer after inner");
    assert_eq!(printed(), 0);

    assert!(panic::catch_unwind(|| panic!("not ours")).is_err());
    assert_eq!(printed(), 1);
    let other_thread = catch(|| thread::spawn(|| panic!("not ours either")).join().is_err());
    assert_eq!(other_thread, Ok(true));
    assert_eq!(printed(), 2);
}
