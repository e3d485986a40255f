//! Keys, signatures, attestations and certificates: `lawful.platform`.

mod any_store;
mod attestation;
mod attested;
mod certificate;
mod certified;
mod challenges;
mod context;
mod devices;
mod digest;
mod key;
mod key_store;
mod policy;
mod public_key;
pub mod refusal;
mod signature;
pub mod time;
mod verifying;

pub use attestation::Attestation;
pub use attested::Attested;
pub use certificate::{Certificate, certify};
pub use certified::{Certified, CertifiedLaw};
pub use challenges::Challenges;
pub use devices::{authenticators, stores};
pub use digest::{blake3, sha256};
pub use key::Key;
pub use key_store::KeyStore;
pub use policy::Policy;
pub use public_key::PublicKey;
pub use signature::Signature;
pub use verifying::{verify, verify_batch};
