//! Why a TPM's structure is refused.

/// Why a TPM's structure is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Tpm2Error {
    /// The bytes are not the structure.
    #[error("the bytes are not a {structure}: {problem}")]
    Malformed {
        /// The structure, as the TPM specification names it.
        structure: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
    /// The structure uses an algorithm that is not supported.
    #[error("the {structure} uses the algorithm `{found:#06x}`; supported is {supported}")]
    Algorithm {
        /// The structure.
        structure: &'static str,
        /// What it uses.
        found: u16,
        /// What it should use.
        supported: &'static str,
    },
    /// The attestation key did not sign.
    #[error("the attestation key did not sign this structure")]
    BadSignature,
    /// The nonce is another one.
    #[error("the TPM answered another challenge")]
    OtherNonce,
    /// The quoted state is not the stated one.
    #[error("the platform state is not the one that the TPM signed")]
    OtherPlatformState,
    /// A register has another value than it should.
    #[error("register {index} has the value `{found}`, and `{expected}` is expected")]
    Register {
        /// The number of the register.
        index: u8,
        /// Its value.
        found: String,
        /// The value that it should have.
        expected: String,
    },
    /// A register that must be quoted was not.
    #[error("register {0} is expected and was not quoted")]
    RegisterMissing(u8),
    /// The certified object is another key.
    #[error("the TPM certified another key")]
    OtherKey,
    /// The key could leave the TPM, or did not begin there.
    #[error("the key is not bound to the TPM: {0} is not set")]
    NotBound(&'static str),
    /// A register number or value cannot be.
    #[error(
        "`{0}` is not a set of platform registers; use numbers from 0 to 23 with values of 64 hexadecimal digits"
    )]
    BadRegisters(String),
}
