//! Why a claim is refused.

use crate::{Dimension, TrustError};
use lawful_platform::{SignError, VerifyError};
use lawful_trace::merkle::ProofRefused;

/// Why a claim is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProvenanceError {
    /// What the claim says is refused.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The dimension is one of trust.
    #[error("`{0}` is a dimension of trust; claims are about valuation, veracity or validity")]
    NotOfValue(Dimension),
    /// The topic is empty or too long, or has control characters.
    #[error("`{0}` is not a topic; use 1 to {max} bytes without control characters", max = super::Claim::LONGEST_TOPIC)]
    Topic(String),
    /// The bytes are not a claim.
    #[error("this is not a signed claim: {0}")]
    Garbage(&'static str),
    /// The signature is not good.
    #[error("the signature of the claim is refused: {0}")]
    BadSignature(#[from] VerifyError),
    /// The key could not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The ledger refused.
    #[error("the ledger refuses: {0}")]
    Ledger(String),
    /// The claim is not on the ledger.
    #[error("the claim is not on the ledger; anchor it first")]
    NotAnchored,
    /// The proof does not lead to the head.
    #[error("the proof of the claim is refused: {0}")]
    Proof(#[from] ProofRefused),
    /// The node on the ledger is of another claim.
    #[error("the node `{0}` on the ledger is not this claim")]
    OtherNode(String),
}
