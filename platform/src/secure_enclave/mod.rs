//! A key store in the Secure Enclave of an Apple device.
//!
//! **Untested on hardware.** This module is type-checked for macOS; no test of it has run on a
//! device. Everything it shares with the other stores (the index of names, verification of what was
//! signed, the traits) is tested with them.
//!
//! # Residual trust
//! macOS gives no proof to others that a key is in the enclave: a verifier believes it only for keys
//! that it has enrolled, see [`Policy::enrol`](crate::attestation::Policy::enrol). A process needs an
//! entitlement for the data protection keychain; without it, creating a key is refused.

mod enclave;
mod key;
mod store;

pub use key::EnclaveKey;
pub use store::EnclaveStore;
