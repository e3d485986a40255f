//! The ledger of what happened: `lawful.trace`.

mod link;
mod node;
mod node_repr;
mod texts;
mod time;

pub use link::Link;
pub use node::TraceNode;
