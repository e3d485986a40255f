//! A key store in a TPM 2.0.
//!
//! Keys are P-256 keys at persistent handles; they are made in the TPM and cannot leave it. A file
//! maps names to handles. It holds no secret; who alters it gets errors, not keys.
//!
//! # Residual trust
//! The password of a key is sent to the TPM as a hash in a password session: who can listen on the
//! wires between processor and TPM can read it. libtss2 writes errors to the standard error stream
//! by itself; set the environment variable `TSS2_LOG=all+NONE` to silence it.

mod failure;
mod key;
mod options;
mod seal;
mod session;
mod templates;
mod tpm_store;

pub use key::TpmKey;
pub use options::TpmOptions;
pub use tpm_store::TpmStore;
