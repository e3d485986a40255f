//! Crashes of parts that are plugged in: caught, and never taken for a yes.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs something of somebody else's; returns what a crash said.
///
/// What was half done when it crashed is not looked at again: locks are poisoned, and the guard
/// denies.
pub(super) fn caught<T>(act: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(act)).map_err(|payload| {
        let text = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned());
        text.map_or_else(|| "it did not say why".to_owned(), |text| brief(&text))
    })
}

/// The longest message of a tool that is recorded, in bytes.
const LONGEST: usize = 1024;

/// Shortens a message for the ledger, which has no character NUL.
pub(super) fn brief(text: &str) -> String {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end)
        .unwrap_or_default()
        .replace('\0', "\u{fffd}")
}
