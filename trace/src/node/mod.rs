//! Nodes: what a ledger holds. See [`TraceNode`] and, for the bytes, [`NodeView::read`].

mod beside;
mod check;
mod commitment;
mod content_id;
mod cursor;
mod decode;
mod decode_error;
mod encode;
mod field;
mod fields;
mod layout;
mod limits;
mod link;
mod links;
mod node_builder;
mod node_bytes;
mod node_error;
mod node_view;
mod payload;
mod payload_unreadable;
mod plain;
mod relation;
mod stored_opening;
mod tags;
mod trace_node;
mod unread;
mod varint;

pub use beside::Beside;
pub use commitment::{Commitment, Opening};
pub use content_id::ContentId;
pub use decode_error::{DecodeError, DecodeFault};
pub use field::Field;
pub use fields::Fields;
pub use limits::{
    MAX_ID_BYTES, MAX_KIND_BYTES, MAX_LINKS, MAX_NODE_BYTES, MAX_ORIGIN_BYTES, MAX_PAYLOAD_BYTES,
    MAX_TAG_BYTES, MAX_TAGS, MAX_TEXT_BYTES, MAX_WALK_BYTES,
};
pub use link::Link;
pub use links::Links;
pub use node_builder::NodeBuilder;
pub use node_error::NodeError;
pub use node_view::NodeView;
pub use payload::Payload;
pub use payload_unreadable::PayloadUnreadable;
pub use relation::{Relation, UnknownRelation};
pub use stored_opening::{CannotRead, StoredOpening};
pub use tags::Tags;
pub use trace_node::TraceNode;
