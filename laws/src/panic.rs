//! Catching a model's panic without printing it: it becomes the outcome of its case.

use crate::value::Exception;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use std::thread;

thread_local! {
    static QUIET: Cell<u32> = const { Cell::new(0) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs `work` with the panic message of this thread kept from standard error.
///
/// The hook is process-wide and set once; it passes every panic on to the hook that was there
/// before, unless this thread asked for quiet.
pub(crate) fn quietly<R>(work: impl FnOnce() -> R) -> R {
    install_hook();
    struct Loud;
    impl Drop for Loud {
        fn drop(&mut self) {
            QUIET.with(|q| q.set(q.get().saturating_sub(1)));
        }
    }
    QUIET.with(|q| q.set(q.get() + 1));
    let _loud = Loud;
    work()
}

fn install_hook() {
    static HOOK: Once = Once::new();
    // Hooks cannot be changed while a panic unwinds; a later call will install ours.
    if HOOK.is_completed() || thread::panicking() {
        return;
    }
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            // A thread that is being torn down has no flag any more: its panics are not ours.
            if QUIET.try_with(Cell::get).unwrap_or(0) == 0 {
                before(info);
                return;
            }
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            // If the place cannot be kept, the message still is.
            let _ = PLACE.try_with(|p| p.replace(place));
        }));
    });
}

/// Runs a model's code and turns a panic into an [`Exception`].
pub(crate) fn guarded<R>(work: impl FnOnce() -> Result<R, Exception>) -> Result<R, Exception> {
    match quietly(|| catch_unwind(AssertUnwindSafe(work))) {
        Ok(result) => result,
        Err(payload) => Err(Exception {
            message: message_of(payload),
            place: PLACE.with(RefCell::take),
            interrupted: false,
        }),
    }
}

fn message_of(payload: Box<dyn Any + Send>) -> String {
    let text = match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => match payload.downcast::<&'static str>() {
            Ok(text) => (*text).to_owned(),
            Err(payload) => {
                // Dropping an unknown payload could panic again, outside of any catch.
                std::mem::forget(payload);
                "a panic without a message".to_owned()
            }
        },
    };
    format!("panicked: {text}")
}
