//! Nodes as plain data: the form in which models in other languages get and give them.

use super::{Opening, PayloadUnreadable, TraceNode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The canonical bytes, and what opens the commitment if the node knows it. The name of the type is
/// written along, so that another language makes its own class of it.
#[derive(Serialize, Deserialize)]
pub enum PlainNode {
    #[serde(rename = "lawful_trace::TraceNode")]
    Node {
        bytes: Vec<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opening: Option<([u8; 32], Vec<u8>)>,
    },
}

impl PlainNode {
    /// Makes it of a node.
    ///
    /// # Errors
    /// If the payload cannot be read.
    pub fn of(node: &TraceNode) -> Result<PlainNode, PayloadUnreadable> {
        let opening = node.read_opening()?;
        Ok(PlainNode::Node {
            bytes: node.bytes().to_vec(),
            opening: opening.map(|opening| (*opening.salt(), opening.payload().to_vec())),
        })
    }
}

impl TryFrom<PlainNode> for TraceNode {
    type Error = String;

    fn try_from(PlainNode::Node { bytes, opening }: PlainNode) -> Result<TraceNode, String> {
        let node = TraceNode::from_bytes(bytes).map_err(|why| why.to_string())?;
        let Some((salt, payload)) = opening else {
            return Ok(node);
        };
        let opening = Opening::with_salt(salt, payload).map_err(|why| why.to_string())?;
        node.with_opening(Arc::new(opening))
            .map_err(|_| "the salt and the payload do not belong to the node".to_owned())
    }
}
