//! FIDO2: what an authenticator signs, read and verified in pure Rust, and (with the feature
//! `fido2`) a key store in an authenticator.

mod assertion;
mod attestation_statement;
mod authenticator_data;
mod cbor;
mod certificate;
mod client_data;
mod cose_key;
mod counter;
mod error;
mod registration;
mod relying_party;
mod roots;
#[cfg(feature = "fido2")]
mod store;

pub use assertion::Assertion;
pub use authenticator_data::{AuthenticatorData, Credential};
pub use client_data::{Ceremony, check_client_data};
pub use counter::CounterGuard;
pub use error::Fido2Error;
pub use registration::{Registered, TrustPath, verify_registration};
pub use relying_party::RelyingParty;
pub use roots::AttestationRoots;
#[cfg(feature = "fido2")]
pub use store::{FidoDevice, FidoKey, FidoOptions, FidoStore, list_devices};

#[doc(hidden)]
pub mod fuzzing {
    //! Not public API. Used by the fuzz targets.

    /// Parses bytes as CBOR; returns whether they are one item.
    pub fn cbor(bytes: &[u8]) -> bool {
        super::cbor::parse(bytes).is_ok()
    }

    /// Parses bytes as a COSE key.
    pub fn cose_key(bytes: &[u8]) -> bool {
        super::cbor::parse(bytes).is_ok_and(|item| super::cose_key::parse(&item).is_ok())
    }

    /// Parses bytes as a certificate.
    pub fn certificate(bytes: &[u8]) -> bool {
        super::certificate::Certificate::parse(bytes).is_ok()
    }
}
