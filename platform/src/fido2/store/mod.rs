//! A key store in a FIDO2 authenticator.
//!
//! A file maps names to credentials. It holds no secret: the authenticator keeps the key, or wraps
//! it in the handle of the credential with a key of its own.
//!
//! # Residual trust
//! Deleting a key forgets its handle and stops its handles here. Whoever has kept a copy of the file
//! *and* has the authenticator (and its PIN) can still use the credential; only a reset of the
//! authenticator ends it for ever.

mod attestation_object;
mod device;
mod failure;
mod fido_store;
mod key;
mod options;

pub use device::{FidoDevice, list_devices};
pub use fido_store::FidoStore;
pub use key::FidoKey;
pub use options::FidoOptions;
