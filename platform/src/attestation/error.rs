//! Why an attestation is refused.

use crate::fido2::Fido2Error;
use crate::tpm2::Tpm2Error;
use crate::{Anchor, VerifyError};
use jiff::{SignedDuration, Timestamp};

/// Why an attestation is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AttestationError {
    /// The envelope cannot be read.
    #[error("the attestation envelope cannot be read: {0}")]
    Garbage(String),
    /// The envelope is too large.
    #[error("the attestation envelope has {0} bytes, and {max} are allowed", max = super::Envelope::LARGEST)]
    TooLarge(usize),
    /// The envelope is of another version.
    #[error("the attestation envelope has version `{0}`; this program reads version 1")]
    OtherVersion(u32),
    /// The id of the entity is empty or too long.
    #[error("the id of the entity has {0} bytes; use 1 to {max}", max = super::Statement::LONGEST_ID)]
    BadEntityId(usize),
    /// The statement ends before it begins.
    #[error("the statement ends at `{expires_at}`, not after it was made at `{issued_at}`")]
    BadValidity {
        /// When it was made.
        issued_at: Timestamp,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// The statement comes from the future.
    #[error(
        "the statement was made at `{issued_at}`, which is after now, `{now}`; check the clocks"
    )]
    FromTheFuture {
        /// When it says it was made.
        issued_at: Timestamp,
        /// What our clock says.
        now: Timestamp,
    },
    /// The statement has ended, or is too old for its purpose.
    #[error("the statement ended at `{ended}`, and now is `{now}`; ask for a new one")]
    Expired {
        /// When it ended.
        ended: Timestamp,
        /// What our clock says.
        now: Timestamp,
    },
    /// We did not issue the challenge.
    #[error("the challenge is not one that was issued here")]
    UnknownChallenge,
    /// The challenge was answered before.
    #[error("the challenge was used before: the attestation is a replay")]
    Replayed,
    /// The challenge is too old.
    #[error(
        "the challenge was issued {age:#} ago, which is too long (or before the clock was set back); issue a new one"
    )]
    StaleChallenge {
        /// Its age.
        age: SignedDuration,
    },
    /// The statement was made before its challenge was issued.
    #[error("the statement was made at `{issued_at}`, before its challenge was issued")]
    BeforeChallenge {
        /// When it says it was made.
        issued_at: Timestamp,
    },
    /// The proof is of another anchor than the statement says.
    #[error("the statement says `{stated}` and the proof is of `{proved}`")]
    OtherAnchor {
        /// What the statement says.
        stated: Anchor,
        /// What the proof is of.
        proved: Anchor,
    },
    /// The key did not sign the statement.
    #[error("the key did not sign the statement: {0}")]
    BadSignature(VerifyError),
    /// Nothing that the verifier trusts vouches for the device.
    #[error(
        "nothing that is trusted vouches for this {0}; enrol it, or add the root of its maker to the policy"
    )]
    UntrustedDevice(Anchor),
    /// The TPM's structures do not prove the statement.
    #[error("the TPM's proof is refused: {0}")]
    Tpm2(#[from] Tpm2Error),
    /// The authenticator's structures do not prove the statement.
    #[error("the authenticator's proof is refused: {0}")]
    Fido2(#[from] Fido2Error),
    /// The registration is of another key.
    #[error("the registration is of another key than the statement")]
    OtherRegistration,
}
