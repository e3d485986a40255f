//! What an authenticator's status codes mean. The library gives errors as text with the code in it.

use crate::{Anchor, StoreError};
use std::fmt::Display;

const FIDO: Anchor = Anchor::Fido2;

/// Finds the CTAP status in a message: the two digits after the first `0x`.
fn status(message: &str) -> Option<u8> {
    let (_, rest) = message.split_once("0x")?;
    u8::from_str_radix(rest.get(..2)?, 16).ok()
}

/// Turns an error of the library into ours. `doing` says what was tried.
///
/// The library's error type is not in its interface, so only its text is taken.
pub(super) fn of<E: Display>(doing: &'static str) -> impl Fn(E) -> StoreError {
    move |error| {
        let message = error.to_string();
        let reason = format!("{doing}: {message}");
        // The library dresses up a broken connection as a status of the authenticator.
        if message.contains("read err") || message.contains("write err") {
            return StoreError::Gone {
                device: FIDO,
                reason: format!("{doing}: the connection broke"),
            };
        }
        match status(&message) {
            Some(0x31 | 0x33) => StoreError::WrongSecret {
                device: FIDO,
                reason,
            },
            Some(0x36) => StoreError::WrongSecret {
                device: FIDO,
                reason: format!("{reason}; it wants a PIN, and none was given"),
            },
            Some(0x35) => StoreError::WrongSecret {
                device: FIDO,
                reason: format!("{reason}; it has no PIN yet, set one first"),
            },
            Some(0x32) => StoreError::LockedOut {
                device: FIDO,
                advice: "its PIN is blocked; only a reset, which deletes all keys, helps"
                    .to_owned(),
            },
            Some(0x34) => StoreError::LockedOut {
                device: FIDO,
                advice: "take it out, put it in again, and use the right PIN".to_owned(),
            },
            Some(_) => StoreError::Refused {
                device: FIDO,
                reason,
            },
            None if message.contains("device not found") || message.contains("open device") => {
                StoreError::Unavailable {
                    device: FIDO,
                    reason,
                }
            }
            None if message.contains("Multiple") => StoreError::Unavailable {
                device: FIDO,
                reason: format!("{reason}; name the device that is meant"),
            },
            // Reading, writing, or making sense of what came back failed.
            None => StoreError::Gone {
                device: FIDO,
                reason,
            },
        }
    }
}
