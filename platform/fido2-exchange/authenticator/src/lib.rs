//! A software authenticator for tests: the `passkey` crates behind CTAPHID on a Unix socket.
//!
//! What the `passkey` crates do not have is added here: PINs (protocol one), attestation statements
//! (packed, by the credential itself or by a batch certificate), and faults.

mod attestation;
mod ctap;
mod pin;
mod socket;

pub use attestation::{Attestation, Batch};
pub use socket::{Device, Fault};
