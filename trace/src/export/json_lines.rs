//! Nodes as JSON, one line each.

use super::hex;
use crate::checkpoint::base64_text;
use crate::node::{Payload, TraceNode};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    index: u64,
    id: &'a str,
    origin: &'a str,
    timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    walk_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stimulus: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<LinkLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload_salt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload_commitment: Option<String>,
    content_id: String,
}

#[derive(Serialize)]
struct LinkLine<'a> {
    relation: &'static str,
    target: &'a str,
}

/// Returns a time as RFC 3339 text, if the calendar reaches that far.
pub(super) fn time_text(timestamp: i64) -> Option<String> {
    jiff::Timestamp::from_nanosecond(i128::from(timestamp))
        .ok()
        .map(|time| time.to_string())
}

/// Writes nodes as JSON lines, in the order given.
///
/// A line has `index`, `id`, `origin`, `timestamp` (nanoseconds since 1970), `time` (the same as
/// text), `kind`, `walk_id`, `stimulus`, `response`, `tags`, `links`, `payload` (base64; missing when it
/// was erased), `payload_salt` and `payload_commitment` (hexadecimal, for payloads that can be erased;
/// the salt goes with the payload) and `content_id` (hexadecimal). What a node does not have is left
/// out, and [`read_json_lines`](super::read_json_lines) reads the rest back.
///
/// Lines that were written before an erasure still have the payload: they are erased by whoever keeps
/// them.
///
/// # Errors
/// If the writer fails, or a payload is damaged ([`PayloadUnreadable`](crate::PayloadUnreadable)): it
/// must not look like one that was erased.
///
/// ```
/// use lawful_trace::TraceNode;
/// use lawful_trace::export::write_json_lines;
/// let node = TraceNode::new("abc", "brain", 1_234_567_890)?;
/// let mut out = Vec::new();
/// write_json_lines([(0, node)], &mut out)?;
/// let text = String::from_utf8(out)?;
/// assert!(text.starts_with(r#"{"index":0,"id":"abc","origin":"brain","timestamp":1234567890,"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_json_lines(
    nodes: impl IntoIterator<Item = (u64, TraceNode)>,
    writer: &mut impl Write,
) -> io::Result<()> {
    for (index, node) in nodes {
        let fields = node.fields();
        let payload = node.read_payload().map_err(io::Error::other)?;
        let commitment = match fields.payload() {
            Payload::Committed(commitment) => Some(hex(commitment.as_bytes())),
            _ => None,
        };
        let links = fields.links().map(|link| LinkLine {
            relation: link.relation.name(),
            target: link.target,
        });
        let line = Line {
            index,
            id: fields.id,
            origin: fields.origin,
            timestamp: fields.timestamp,
            time: time_text(fields.timestamp),
            kind: fields.kind,
            walk_id: fields.walk_id,
            stimulus: fields.stimulus,
            response: fields.response,
            tags: fields.tags().collect(),
            links: links.collect(),
            payload: payload.map(base64_text::encode),
            payload_salt: node.opening().map(|opening| hex(opening.salt())),
            payload_commitment: commitment,
            content_id: node.content_id().to_string(),
        };
        serde_json::to_writer(&mut *writer, &line)?;
        writer.write_all(b"\n")?;
    }
    Ok(())
}
