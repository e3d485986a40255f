//! Why records of runs are not to be believed.

use super::Kind;
use crate::budget::Resource;
use crate::delegation::DelegationError;
use crate::digest::Digest;
use crate::encoding::EncodingError;
use lawful_trace::checkpoint::NotBelieved;
use lawful_trace::merkle::NoTreeHash;
use lawful_trace::proof_file::ProofFileRefused;

/// Why records of runs are not to be believed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunsRefused {
    /// The signed head is not to be believed.
    #[error(transparent)]
    Head(#[from] NotBelieved),
    /// The log has a tree hash that this program does not have.
    #[error(transparent)]
    TreeHash(#[from] NoTreeHash),
    /// A proof file does not lead to a signed head.
    #[error(transparent)]
    Proof(#[from] ProofFileRefused),
    /// The ledger is shorter than what was signed.
    #[error(
        "the ledger has `{length}` nodes, and the signed head is over `{signed}`; nodes are missing"
    )]
    Shorter {
        /// How many nodes there are.
        length: u64,
        /// How many there were when the head was signed.
        signed: u64,
    },
    /// The nodes are not those that the head was signed over.
    #[error(
        "the nodes are not those that the head was signed over; one was changed, removed or moved"
    )]
    OtherNodes,
    /// The beginning of the ledger was pruned.
    #[error(
        "the ledger is pruned below `{0}`, so not everything can be looked at; verify proof files instead"
    )]
    Pruned(u64),
    /// A node is not a node.
    #[error("what is proved at `{0}` is not a node of a run")]
    NotANode(u64),
    /// A record cannot be read.
    #[error("the record of `{node}` cannot be read: {why}")]
    Record {
        /// The id of the node.
        node: String,
        /// What is wrong.
        #[source]
        why: EncodingError,
    },
    /// The covenant of a run does not hold.
    #[error("the covenant of run `{node}` does not hold: {why}")]
    Covenant {
        /// The id of the opening.
        node: String,
        /// What is wrong.
        #[source]
        why: Box<DelegationError>,
    },
    /// A record names another covenant than its run.
    #[error("`{node}` is under {found}, and its run is under {expected}")]
    OtherCovenant {
        /// The id of the node.
        node: String,
        /// What its run is under.
        expected: Digest,
        /// What it names.
        found: Digest,
    },
    /// What a record follows is not there.
    #[error("`{node}` ({kind}) does not follow a record of the run; one is missing, or was moved")]
    Missing {
        /// The id of the node.
        node: String,
        /// What it says.
        kind: Kind,
    },
    /// A record follows one that it cannot follow.
    #[error("`{node}` ({kind}) cannot follow `{after}`")]
    Order {
        /// The id of the node.
        node: String,
        /// What it says.
        kind: Kind,
        /// What it follows.
        after: String,
    },
    /// Something follows a record a second time.
    #[error(
        "`{node}` ({kind}) follows `{after}`, which something else followed before; a call happens once"
    )]
    Twice {
        /// The id of the node.
        node: String,
        /// What it says.
        kind: Kind,
        /// What it follows.
        after: String,
    },
    /// A record says something else than its run about whether the guard enforces.
    #[error("`{0}` does not say the same as its run about whether it is enforced")]
    Mode(String),
    /// A call was authorised that the covenant does not allow.
    #[error("`{node}` authorises what the covenant does not: {why}")]
    NotPermitted {
        /// The id of the node.
        node: String,
        /// Why not.
        why: &'static str,
    },
    /// A call has another cost than it was proposed with.
    #[error("`{0}` has another cost than the call was proposed with")]
    Cost(String),
    /// More was spent or set aside than was granted.
    #[error("with `{node}` more {resource} are spent and set aside than {covenant} grants")]
    Overspent {
        /// The id of the node.
        node: String,
        /// The covenant or link.
        covenant: Digest,
        /// Of what.
        resource: Resource,
    },
    /// No such call is recorded under the head.
    #[error("there is no call `{0}` under the signed head")]
    NoCall(String),
    /// The call that is asked about is another one.
    #[error("call `{name}` was made with the digest {found}, and what is asked about has {asked}")]
    OtherCall {
        /// The name of the call.
        name: String,
        /// The digest on the ledger.
        found: Digest,
        /// The digest of the call that is asked about.
        asked: Digest,
    },
}
