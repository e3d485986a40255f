//! Proofs of where a key lives, and what a verifier may believe because of them.
//!
//! 1. The verifier issues a [`Challenge`] from its [`Challenges`].
//! 2. The prover makes a [`Statement`] about its key and lets the store prove it:
//!    [`Attest::attest`](crate::Attest::attest) gives a [`Proof`]; both go into an [`Envelope`].
//! 3. The verifier calls [`Envelope::verify`] with its [`Policy`] and computes an [`Attested`]: the
//!    trust ceiling follows from what was verified, never from what the envelope claims.

mod base64_bytes;
mod ceiling;
mod challenge;
mod envelope;
mod error;
mod policy;
mod proof;
mod purpose;
mod statement;
mod verify;

pub use ceiling::Ceiling;
pub use challenge::{Challenge, Challenges, Nonce};
pub use envelope::Envelope;
pub use error::AttestationError;
pub use policy::Policy;
pub use proof::{Proof, Registration, Tpm2Proof};
pub use purpose::Purpose;
pub use statement::Statement;
pub use verify::Attested;
