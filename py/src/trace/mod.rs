//! The ledger of what happened: `lawful.trace`.

mod given;
mod head;
mod kept;
mod ledger;
mod link;
mod node;
mod node_repr;
mod nodes;
mod opening;
mod proof;
mod receipt;
mod refusal;
mod rehash;
mod texts;
mod time;
mod which;

pub use head::Head;
pub use ledger::TraceLedger;
pub use link::Link;
pub use node::TraceNode;
pub use proof::{ConsistencyProof, InclusionProof};
pub use receipt::Receipt;
