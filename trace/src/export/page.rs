//! The causal graph as one HTML page.

use super::hex;
use super::json_lines::time_text;
use super::places::Places;
use crate::node::{Payload, TraceNode};
use askama::Template;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Row<'a> {
    index: u64,
    id: &'a str,
    origin: &'a str,
    /// As text: scripts lose digits of large numbers.
    timestamp: String,
    time: Option<String>,
    kind: Option<&'a str>,
    walk: Option<&'a str>,
    stimulus: Option<&'a str>,
    response: Option<&'a str>,
    tags: Vec<&'a str>,
    /// Relation, the row of the target if it is on the page, and its id.
    links: Vec<(&'static str, Option<usize>, &'a str)>,
    payload: Option<String>,
    content: String,
}

#[derive(Template)]
#[template(path = "graph.html")]
struct Page<'a> {
    title: &'a str,
    nonce: String,
    style: &'static str,
    script: &'static str,
    data: String,
    shown: usize,
    total: u64,
    incomplete: bool,
    links: usize,
}

/// How a payload is told on the page; its bytes stay in the ledger.
fn payload_text(node: &TraceNode) -> Option<String> {
    match node.payload() {
        Payload::None => None,
        Payload::Inline(bytes) => Some(format!("{} bytes", bytes.len())),
        // All nodes of the page are held at the same time; their payloads need not be.
        Payload::Committed(_) => Some(match node.peek_opening() {
            Ok(Some(opening)) => format!("{} bytes, can be erased", opening.payload().len()),
            Ok(None) => "erased or not at hand".to_owned(),
            Err(_) => "cannot be read".to_owned(),
        }),
    }
}

/// Text inside a script element must not end it, whatever it says.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// The most nodes on one page: what a browser shows without delay.
pub const MOST_ON_PAGE: usize = 5000;

/// Writes nodes and the causal links between them as one HTML page that needs nothing else: with
/// filters, and with causes and effects of a chosen node marked.
///
/// Of more than [`MOST_ON_PAGE`] nodes the first are shown, and the page says so; `total` is how many
/// nodes the ledger has. The page's own policy forbids any request and any script but its own. Equal
/// nodes give equal bytes.
///
/// # Errors
/// If the writer fails.
pub fn write_page(
    title: &str,
    nodes: impl IntoIterator<Item = (u64, TraceNode)>,
    total: u64,
    writer: &mut impl Write,
) -> io::Result<()> {
    let nodes: Vec<(u64, TraceNode)> = nodes.into_iter().take(MOST_ON_PAGE).collect();
    let places = Places::of(&nodes);
    let rows: Vec<Row<'_>> = nodes
        .iter()
        .map(|(index, node)| {
            let fields = node.fields();
            let links = fields.links().map(|link| {
                let place = places.find(*index, link.target).map(|(_, place)| place);
                (link.relation.name(), place, link.target)
            });
            Row {
                index: *index,
                id: fields.id,
                origin: fields.origin,
                timestamp: fields.timestamp.to_string(),
                time: time_text(fields.timestamp),
                kind: fields.kind,
                walk: fields.walk_id,
                stimulus: fields.stimulus,
                response: fields.response,
                tags: fields.tags().collect(),
                links: links.collect(),
                payload: payload_text(node),
                content: node.content_id().to_string(),
            }
        })
        .collect();
    let links = rows.iter().map(|row| row.links.len()).sum();
    let data = inert(&serde_json::to_string(&rows)?);
    let nonce = blake3::derive_key("lawful-trace 2026 page nonce v1", data.as_bytes());
    let page = Page {
        title,
        nonce: hex(nonce.first_chunk::<16>().unwrap_or(&[0; 16])),
        style: include_str!("../../templates/graph.css"),
        script: include_str!("../../templates/graph.js"),
        shown: rows.len(),
        incomplete: rows.len() as u64 != total,
        data,
        total,
        links,
    };
    page.write_into(writer)
}
