//! Claims on a ledger.

use super::{AnchoredClaim, ProvenanceError, SignedClaim};
use crate::indexed::Indexed;
use crate::{EntityId, V3Tensor, hex};
use jiff::Timestamp;
use lawful_platform::TrustedKeys;
use lawful_trace::query::{Index, Query};
use lawful_trace::{Ledger, Receipt, TraceNode};
use std::collections::BTreeSet;
use std::sync::Mutex;

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
pub struct Claims<'l>(Indexed<'l>);

impl<'l> Claims<'l> {
    /// Uses a ledger. Other nodes on it are in nobody's way.
    pub fn new(ledger: &'l dyn Ledger) -> Claims<'l> {
        Claims(Indexed::new(ledger))
    }

    /// Uses a ledger with an index that others use too; it is made if there is none yet.
    pub fn with_index(ledger: &'l dyn Ledger, index: &'l Mutex<Option<Index>>) -> Claims<'l> {
        Claims(Indexed::shared(ledger, index))
    }

    /// Puts a claim on the ledger. The same claim is there once only: anchoring it again changes
    /// nothing and gives the place that it has.
    ///
    /// # Errors
    /// If the ledger refuses.
    pub fn anchor(&self, claim: &SignedClaim, now: Timestamp) -> Result<Receipt, ProvenanceError> {
        // Under its first time, so that it is the same node.
        if let Some((_, known)) = self.place(claim)? {
            return self.0.ledger.append(&known).map_err(refused);
        }
        let payload = claim.to_bytes();
        let time = i64::try_from(now.as_nanosecond())
            .map_err(|_| refused(format_args!("`{now}` is not a time that nodes can have")))?;
        let put = self.0.put(&name(claim), |id| {
            TraceNode::builder(id, ORIGIN, time)
                .kind(CLAIM_KIND)
                .tag(claim.claim().dimension().name())
                .payload(&payload)
                .build()
        });
        put.map_err(refused)
    }

    /// Returns a claim with the proof that it is on the ledger.
    ///
    /// # Errors
    /// If it is not there.
    pub fn prove(&self, claim: &SignedClaim) -> Result<AnchoredClaim, ProvenanceError> {
        let (index, node) = self.place(claim)?.ok_or(ProvenanceError::NotAnchored)?;
        Ok(AnchoredClaim {
            claim: claim.clone(),
            node,
            proof: self.0.ledger.prove(index).map_err(refused)?,
        })
    }

    /// Finds the node of a claim: by its name, or by what it has if somebody else took the name.
    fn place(&self, claim: &SignedClaim) -> Result<Option<(u64, TraceNode)>, ProvenanceError> {
        let Some(index) = self.0.ledger.index_of(&name(claim)) else {
            return Ok(None);
        };
        let payload = claim.to_bytes();
        let is_it = |node: &TraceNode| {
            node.kind() == Some(CLAIM_KIND) && node.payload_bytes() == Some(&*payload)
        };
        match self.0.ledger.get(index) {
            Some(node) if is_it(&node) => return Ok(Some((index, node))),
            _ => {}
        }
        Ok(self.claims()?.into_iter().find(|(_, node)| is_it(node)))
    }

    fn claims(&self) -> Result<Vec<(u64, TraceNode)>, ProvenanceError> {
        let query = Query::new().kind(CLAIM_KIND);
        self.0.find(query, self.0.ledger.len()).map_err(refused)
    }

    /// Returns the claims about an entity, in the order of the ledger; all of them are read and
    /// verified. What is no good claim is passed over, and what somebody says twice in the same
    /// words is there once.
    ///
    /// # Errors
    /// If a node is damaged.
    pub fn about(&self, subject: &EntityId) -> Result<Vec<SignedClaim>, ProvenanceError> {
        let mut found: Vec<SignedClaim> = Vec::new();
        let mut said = BTreeSet::new();
        for (_, node) in self.claims()? {
            let payload = node.read_payload().map_err(refused)?;
            // An erased payload is no claim any more.
            let Ok(claim) = SignedClaim::from_bytes(payload.unwrap_or_default()) else {
                continue;
            };
            if claim.claim().subject() == subject && said.insert(claim.hash_of_words()) {
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
