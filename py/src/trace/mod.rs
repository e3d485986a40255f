//! The ledger of what happened: `lawful.trace`.

mod asking;
mod checkpoint;
mod closable;
mod durable;
mod exporting;
mod given;
mod given_payload;
mod head;
mod ids;
mod kept;
mod ledger;
mod link;
mod links;
mod node;
mod node_repr;
mod nodes;
mod opening;
mod proof;
mod proof_file;
mod receipt;
pub mod refusal;
mod rehash;
mod texts;
mod which;

pub use checkpoint::{Checkpoint, LogKey, policy, verifier_key};
pub use head::Head;
pub use ledger::TraceLedger;
pub use link::Link;
pub use node::TraceNode;
pub use proof::{ConsistencyProof, InclusionProof};
pub use proof_file::ProofFile;
pub use receipt::Receipt;
pub use refusal::LedgerError;
