//! TPM 2.0: what a TPM signs, read and verified in pure Rust, and (with the feature `tpm2`) a key
//! store in a TPM.
//!
//! The verifier needs no TPM and no TPM library. It accepts quotes of any program that uses a TPM in
//! the same way, those of `tpm2_quote` among them.

mod attest;
mod error;
mod pcr_values;
mod public_area;
mod quote;
mod reader;
mod signature;
#[cfg(feature = "tpm2")]
mod store;

pub use attest::{Attest, Attested};
pub use error::Tpm2Error;
pub use pcr_values::PcrValues;
pub use public_area::PublicArea;
pub use quote::{PlatformClock, verify_quote};
pub use signature::EcdsaSignature;
#[cfg(feature = "tpm2")]
pub use store::{TpmKey, TpmOptions, TpmStore};

pub(crate) use quote::{verify_certified_key, verify_quoted_state};
