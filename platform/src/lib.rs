//! Keys that live where they should, and signatures that mean something.
//!
//! * [`Signer`] and [`Verifier`]: signatures in a [`Context`], so that one made for one purpose is
//!   refused for every other.
//! * [`KeyStore`] and [`Key`]: where keys live. [`SoftwareStore`] is always there; a TPM 2.0, FIDO2
//!   authenticators and the Secure Enclave come with the features `tpm2`, `fido2` and
//!   `secure-enclave`. What a store can do is in its type.
//! * [`attestation`]: proofs of where a key lives, and the trust ceiling that follows.
//! * [`tpm2`] and [`fido2`]: verification of what devices sign, in pure Rust, without any feature.
//! * [`dsse`] and [`certificate`]: evidence as a signed certificate.
//! * [`theories`]: the laws of all that, for stores of your own too.

extern crate self as lawful_platform;

mod algorithm;
mod anchor;
mod atomic_file;
pub mod attestation;
mod batch;
pub mod certificate;
mod context;
#[cfg(any(feature = "tpm2", feature = "fido2"))]
mod device_thread;
pub mod dsse;
mod ecdsa_p256;
mod ed25519;
pub mod fido2;
mod file_lock;
mod hex;
mod key_name;
mod key_store;
mod open_keys;
mod public_key;
mod sealed;
mod secret;
#[cfg(all(target_os = "macos", feature = "secure-enclave"))]
pub mod secure_enclave;
mod signature;
mod signer;
pub mod software;
mod store_error;
#[cfg(any(
    feature = "tpm2",
    feature = "fido2",
    all(target_os = "macos", feature = "secure-enclave")
))]
mod store_index;
pub mod theories;
pub mod tpm2;
mod trusted_keys;

mod verifier;

pub use algorithm::{
    Algorithm, AlgorithmType, EcdsaP256, Ed25519, SkEcdsaP256, SkEd25519, UnknownAlgorithm,
};
pub use anchor::Anchor;
pub use batch::{BatchError, Signed, verify_batch};
pub use context::{Context, ContextError};
pub use key_name::{BadKeyName, KeyName};
pub use key_store::{Attest, Capabilities, Create, Key, KeyStore, Seal};
pub use public_key::{BadPublicKey, PublicKey};
pub use sealed::Sealed;
pub use secret::{BadPassword, Password, Secret};
pub use signature::{BadSignature, DeviceStatement, Signature};
pub use signer::{SignError, Signer};
pub use software::{Cost, SoftwareKey, SoftwareStore};
pub use store_error::StoreError;
pub use trusted_keys::TrustedKeys;
pub use verifier::{Verifier, VerifyError};
