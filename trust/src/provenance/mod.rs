//! Verifiable provenance of value: who said it, about what, and that it was said.
//!
//! A [`Claim`] says how valuable, true or valid something was that an entity made. Signed, it is a
//! [`SignedClaim`]: everybody can verify who said it. On a ledger ([`Claims`]) it is also clear that
//! it was said, and when: an [`AnchoredClaim`] is verified against a head of the ledger without the
//! ledger. The value tensor of an entity can be computed from its claims alone, and from nothing
//! else: see [`Claims::tensor`].

mod anchored;
mod claim;
mod claims;
mod error;
mod signed_claim;

pub use anchored::AnchoredClaim;
pub use claim::Claim;
pub use claims::{CLAIM_KIND, Claims};
pub use error::ProvenanceError;
pub use signed_claim::SignedClaim;
