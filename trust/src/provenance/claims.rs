//! Claims on a ledger.

use super::{AnchoredClaim, ProvenanceError, SignedClaim};
use crate::{EntityId, V3Tensor, hex};
use jiff::Timestamp;
use lawful_platform::TrustedKeys;
use lawful_trace::ledger::Nodes;
use lawful_trace::{Ledger, Receipt, TraceNode};

/// The kind of the nodes that have claims.
pub const CLAIM_KIND: &str = "v3.claim";

const ORIGIN: &str = "lawful.trust";

/// A ledger on which claims are anchored.
///
/// ```
/// use jiff::Timestamp;
/// use lawful_platform::{Signer, SoftwareKey, TrustedKeys};
/// use lawful_trace::{Ledger, MemoryLedger};
/// use lawful_trust::Dimension;
/// use lawful_trust::provenance::{Claim, Claims, SignedClaim};
/// let (ledger, now) = (MemoryLedger::new(), Timestamp::UNIX_EPOCH);
/// let (claims, key) = (Claims::new(&ledger), SoftwareKey::from_ed25519_seed(&[1; 32]));
/// let about = "agent:a".parse().unwrap();
/// let claim = Claim::new(about, Dimension::Veracity, "citations", true, 0.5, [7; 32], now).unwrap();
/// let signed = SignedClaim::sign(claim.clone(), &key).unwrap();
/// claims.anchor(&signed, now).unwrap();
/// let anchored = claims.prove(&signed).unwrap();
/// assert!(anchored.verify(ledger.tree_hash(), &ledger.head()).is_ok());
/// let trusted = TrustedKeys::from_iter([key.public_key().clone()]);
/// assert!(claims.tensor(claim.subject(), &trusted).unwrap().veracity() > 0.5);
/// assert_eq!(claims.tensor(claim.subject(), &TrustedKeys::default()).unwrap().veracity(), 0.5);
/// ```
#[derive(Clone, Copy)]
pub struct Claims<'l> {
    ledger: &'l dyn Ledger,
}

impl<'l> Claims<'l> {
    /// Uses a ledger. Other nodes on it are in nobody's way.
    pub fn new(ledger: &'l dyn Ledger) -> Claims<'l> {
        Claims { ledger }
    }

    /// Puts a claim on the ledger. The same claim is there once only: anchoring it again changes
    /// nothing and gives the place that it has.
    ///
    /// # Errors
    /// If the ledger refuses.
    pub fn anchor(&self, claim: &SignedClaim, now: Timestamp) -> Result<Receipt, ProvenanceError> {
        let name = name(claim);
        // Under its first time, so that it is the same node.
        if let Some(known) = self.ledger.find(&name) {
            return self.ledger.append(&known).map_err(refused);
        }
        let payload = claim.to_bytes();
        let time = i64::try_from(now.as_nanosecond())
            .map_err(|_| refused(format_args!("`{now}` is not a time that nodes can have")))?;
        let node = TraceNode::builder(&name, ORIGIN, time)
            .kind(CLAIM_KIND)
            .tag(claim.claim().dimension().name())
            .payload(&payload)
            .build()
            .map_err(refused)?;
        self.ledger.append(&node).map_err(refused)
    }

    /// Returns a claim with the proof that it is on the ledger.
    ///
    /// # Errors
    /// If it is not there.
    pub fn prove(&self, claim: &SignedClaim) -> Result<AnchoredClaim, ProvenanceError> {
        let index = self
            .ledger
            .index_of(&name(claim))
            .ok_or(ProvenanceError::NotAnchored)?;
        let node = self.ledger.get(index).ok_or(ProvenanceError::NotAnchored)?;
        Ok(AnchoredClaim {
            claim: claim.clone(),
            node,
            proof: self.ledger.prove(index).map_err(refused)?,
        })
    }

    /// Returns the claims about an entity, in the order of the ledger; all of them are read and
    /// verified.
    ///
    /// # Errors
    /// If a node of the kind of claims has something else.
    pub fn about(&self, subject: &EntityId) -> Result<Vec<SignedClaim>, ProvenanceError> {
        let mut found = Vec::new();
        for node in Nodes::new(self.ledger, ..) {
            if node.kind() != Some(CLAIM_KIND) {
                continue;
            }
            let claim = SignedClaim::from_bytes(node.payload_bytes().unwrap_or_default())?;
            if name(&claim) != node.id() {
                return Err(ProvenanceError::OtherNode(node.id().to_owned()));
            }
            if claim.claim().subject() == subject {
                found.push(claim);
            }
        }
        Ok(found)
    }

    /// Returns the value tensor that follows from the claims about an entity by trusted keys, and
    /// from nothing else. Topics are its sub-dimensions, `dimension/topic`.
    ///
    /// # Errors
    /// As [`about`](Self::about).
    pub fn tensor(
        &self,
        subject: &EntityId,
        trusted: &TrustedKeys,
    ) -> Result<V3Tensor, ProvenanceError> {
        let mut tensor = V3Tensor::neutral();
        for signed in self.about(subject)? {
            let claim = signed.claim();
            if trusted.contains(signed.by()) {
                let dimension = claim.dimension();
                tensor.observe_sub_dimension(
                    // With the dimension before it, one topic may be a part of several.
                    &topic(dimension.name(), claim.topic()),
                    dimension,
                    claim.success(),
                    claim.magnitude(),
                )?;
            }
        }
        Ok(tensor)
    }
}

fn topic(dimension: &str, topic: &str) -> String {
    format!("{dimension}/{topic}")
}

fn name(claim: &SignedClaim) -> String {
    format!("claim:{}", hex::encode(&claim.hash()))
}

fn refused(error: impl std::fmt::Display) -> ProvenanceError {
    ProvenanceError::Ledger(error.to_string())
}
