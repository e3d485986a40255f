//! Claims with the proof that they are on a ledger.

use super::{ProvenanceError, SignedClaim};
use lawful_trace::TraceNode;
use lawful_trace::merkle::{Head, InclusionProof, TreeHash, verify_inclusion};

/// A claim with the proof that it is on a ledger, to be verified without the ledger.
#[derive(Debug, Clone)]
pub struct AnchoredClaim {
    /// The claim.
    pub claim: SignedClaim,
    /// The node that has it.
    pub node: TraceNode,
    /// The proof that the node is on the ledger.
    pub proof: InclusionProof,
}

impl AnchoredClaim {
    /// Verifies that the node has the claim and that it is on the ledger with this head. The head is
    /// to come from somebody who is trusted, a signed checkpoint for instance.
    ///
    /// # Errors
    /// If the node has something else, or the proof does not lead to the head.
    pub fn verify(&self, hash: &dyn TreeHash, head: &Head) -> Result<(), ProvenanceError> {
        if self.node.payload_bytes() != Some(&*self.claim.to_bytes()) {
            return Err(ProvenanceError::OtherNode(self.node.id().to_owned()));
        }
        verify_inclusion(hash, &hash.leaf(self.node.bytes()), &self.proof, head)?;
        Ok(())
    }
}
