//! An append-only ledger that proves what happened.

pub mod node;

pub use node::{
    Commitment, ContentId, DecodeError, Fields, Link, NodeBuilder, NodeError, NodeView, Opening,
    Payload, Relation, TraceNode,
};
