//! What the TPM's response codes mean.

use crate::{Anchor, StoreError};
use tss_esapi::Error;
use tss_esapi::constants::response_code::Tss2ResponseCodeKind as Kind;

const TPM: Anchor = Anchor::Tpm2;

/// When a response came.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Opening,
    Using,
}

/// Turns an error of the TPM library into ours. `doing` says what was tried.
pub(super) fn of(doing: &'static str, when: When) -> impl Fn(Error) -> StoreError {
    move |error| {
        let reason = format!("{doing}: {error}");
        let code = match error {
            Error::Tss2Error(code) => code,
            Error::WrapperError(_) if when == When::Opening => {
                return StoreError::Unavailable {
                    device: TPM,
                    reason,
                };
            }
            Error::WrapperError(_) => {
                return StoreError::Refused {
                    device: TPM,
                    reason,
                };
            }
        };
        match code.kind() {
            // Codes of the layers below the TPM are not decoded: the connection failed.
            None if when == When::Opening => StoreError::Unavailable {
                device: TPM,
                reason: format!("{doing}: nothing answers at this address ({code:?})"),
            },
            None => StoreError::Gone {
                device: TPM,
                reason: format!("{doing}: the connection broke ({code:?})"),
            },
            Some(Kind::AuthFail | Kind::BadAuth) => StoreError::WrongSecret {
                device: TPM,
                reason,
            },
            Some(Kind::Lockout) => StoreError::LockedOut {
                device: TPM,
                advice: "wait until it recovers, or run `tpm2_dictionarylockout --clear-lockout`"
                    .to_owned(),
            },
            Some(Kind::PolicyFail | Kind::PcrChanged | Kind::Pcr) => {
                StoreError::PlatformChanged(reason)
            }
            Some(Kind::Integrity) => StoreError::SealedElsewhere,
            Some(Kind::ObjectMemory | Kind::SessionMemory | Kind::Memory) => StoreError::Refused {
                device: TPM,
                reason: format!("{reason}; another program holds its few slots, try again later"),
            },
            Some(_) => StoreError::Refused {
                device: TPM,
                reason,
            },
        }
    }
}
