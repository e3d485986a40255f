//! Catching a model's panic without printing it: it becomes the outcome of its case.

use crate::value::Exception;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<u32> = const { Cell::new(0) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs `work` with the panic message of this thread kept from standard error.
///
/// The hook is process-wide and set once; it passes every panic on to the hook that was there
/// before, unless this thread asked for quiet.
pub(crate) fn quietly<R>(work: impl FnOnce() -> R) -> R {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if QUIET.with(Cell::get) == 0 {
                before(info);
            } else {
                let place = info.location().map(ToString::to_string).unwrap_or_default();
                PLACE.with(|p| p.replace(place));
            }
        }));
    });
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

/// Runs a model's code and turns a panic into an [`Exception`].
pub(crate) fn guarded<R>(work: impl FnOnce() -> Result<R, Exception>) -> Result<R, Exception> {
    match quietly(|| catch_unwind(AssertUnwindSafe(work))) {
        Ok(result) => result,
        Err(payload) => Err(Exception {
            message: message_of(payload.as_ref()),
            place: PLACE.with(RefCell::take),
            interrupted: false,
        }),
    }
}

fn message_of(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned());
    format!("panicked: {text}")
}
