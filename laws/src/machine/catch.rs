//! Panics become exceptions, without noise.

use super::Exception;
use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

thread_local! {
    /// Whether a panic of this thread is on its way to [`catch`].
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    /// Where the last caught panic of this thread came from.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Runs code and turns a panic into an exception, which the panic hook does not print.
///
/// The first call installs a process-wide panic hook that stays silent for panics that are caught
/// here and passes all others on to the hook before it. What the code was changing when it
/// panicked may be half changed: drop it.
///
/// ```
/// use lawful::machine::catch;
/// assert_eq!(catch(|| 2 + 2), Ok(4));
/// let empty: Vec<u8> = Vec::new();
/// let raised = catch(|| empty[0]).unwrap_err();
/// assert!(raised.message.contains("out of bounds"));
/// assert!(raised.place.contains(".rs:"));
/// ```
///
/// # Errors
/// The panic, if there was one. A panic while another one unwinds still ends the process, and so
/// does every panic in a program that is built to abort.
pub fn catch<T>(code: impl FnOnce() -> T) -> Result<T, Exception> {
    install_hook();
    let outer = CATCHING.replace(true);
    // The promise of unwind safety is kept by the callers in this folder: after an exception they
    // use neither the live system nor the state again.
    let outcome = panic::catch_unwind(AssertUnwindSafe(code));
    CATCHING.set(outer);
    outcome.map_err(|payload| Exception {
        message: message_of(payload),
        place: PLACE.take().unwrap_or_default(),
    })
}

/// As [`catch`], for code that may raise by itself as well.
pub(super) fn catch_raise<T>(code: impl FnOnce() -> Result<T, Exception>) -> Result<T, Exception> {
    catch(code).and_then(|outcome| outcome)
}

fn install_hook() {
    static INSTALLED: Once = Once::new();
    // Hooks cannot be changed while a panic unwinds; a later call will install ours.
    if INSTALLED.is_completed() || thread::panicking() {
        return;
    }
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // A thread that is being torn down has no flag any more: its panics are not ours.
            if !CATCHING.try_with(Cell::get).unwrap_or(false) {
                previous(info);
                return;
            }
            let place = info.location().map(ToString::to_string);
            // If the place cannot be kept, the message still is.
            let _ = PLACE.try_with(|kept| kept.set(place));
        }));
    });
}

fn message_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => match payload.downcast::<&'static str>() {
            Ok(text) => (*text).to_owned(),
            Err(payload) => {
                // Dropping an unknown payload could panic again, outside of any catch.
                std::mem::forget(payload);
                "a panic without a message".to_owned()
            }
        },
    }
}
