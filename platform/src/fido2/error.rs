//! Why an authenticator's structure is refused.

/// Why an authenticator's structure is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fido2Error {
    /// The bytes are larger than they may be.
    #[error("the {what} has {size} bytes, and {limit} are allowed")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// Its size.
        size: usize,
        /// The limit.
        limit: usize,
    },
    /// The bytes are not CBOR as authenticators write it.
    #[error("the bytes are not canonical CBOR: {0}")]
    Cbor(&'static str),
    /// The bytes are not the structure.
    #[error("the bytes are not {structure}: {problem}")]
    Malformed {
        /// The structure.
        structure: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
    /// The key or signature is of another algorithm.
    #[error("the COSE algorithm `{0}` is not supported; use ES256 (-7) or EdDSA (-8)")]
    Algorithm(i64),
    /// The attestation statement is of an unknown format.
    #[error(
        "the attestation format `{0}` is not supported; supported are packed, fido-u2f and none"
    )]
    Format(String),
    /// The attestation statement is not signed by whom it says.
    #[error("the attestation signature does not fit")]
    BadAttestation,
    /// A certificate cannot be used.
    #[error("certificate number {index} of the attestation (from 0) is refused: {problem}")]
    Certificate {
        /// Its place in the chain; 0 is the authenticator's own.
        index: usize,
        /// What is wrong.
        problem: &'static str,
    },
    /// The assertion is not signed by the credential.
    #[error("the credential did not sign this assertion")]
    BadAssertion,
    /// The authenticator acted for another relying party.
    #[error("the authenticator acted for another relying party than `{0}`")]
    OtherRelyingParty(String),
    /// No person was present.
    #[error("the authenticator says that no person was present (flags `{0:#04x}`)")]
    NoUserPresent(u8),
    /// No person was verified, and it was asked for.
    #[error("the authenticator did not verify the person (flags `{0:#04x}`), and it was asked to")]
    NoUserVerified(u8),
    /// The signature counter did not go up.
    #[error(
        "the signature counter went from `{last}` to `{found}`: the authenticator may have been cloned"
    )]
    CounterWentBack {
        /// The last value.
        last: u32,
        /// The value now.
        found: u32,
    },
    /// The client data is of another ceremony, challenge or origin.
    #[error("the client data does not fit: {0}")]
    ClientData(&'static str),
}
