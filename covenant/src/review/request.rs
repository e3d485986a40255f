//! Requests for review, and what reviewers sign.

use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::Writer;
use lawful_platform::{Context, PublicKey, SignError, Signature, Signer, Verifier};

const CONTEXT: Context = Context::fixed("lawful.covenant.approve.v1");

/// A question to reviewers: may exactly this call happen?
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReviewRequest {
    /// Under which covenant.
    pub covenant: Digest,
    /// Which gate asks.
    pub gate: String,
    /// The digest of the call.
    pub call: Digest,
    /// Makes the request unlike every other.
    pub nonce: [u8; 16],
    /// From when on the answer is no.
    pub deadline: Moment,
}

impl ReviewRequest {
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.digest(&self.covenant).text(&self.gate);
        writer.digest(&self.call).raw(&self.nonce);
        writer.u64(self.deadline.as_millis());
        writer.finish()
    }
}

/// A reviewer's signature under a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who approves.
    pub key: PublicKey,
    /// The signature.
    pub signature: Signature,
}

impl Approval {
    /// Approves a request.
    ///
    /// # Errors
    /// If the key cannot sign.
    pub fn sign(request: &ReviewRequest, reviewer: &dyn Signer) -> Result<Approval, SignError> {
        Ok(Approval {
            key: reviewer.public_key().clone(),
            signature: reviewer.sign(&CONTEXT, &request.to_bytes())?,
        })
    }

    /// Returns whether the signature is good for a request.
    pub fn is_for(&self, request: &ReviewRequest) -> bool {
        self.key
            .verify(&CONTEXT, &request.to_bytes(), &self.signature)
            .is_ok()
    }
}

/// A request with the approvals it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The request.
    pub request: ReviewRequest,
    /// What reviewers answered.
    pub approvals: Vec<Approval>,
}
