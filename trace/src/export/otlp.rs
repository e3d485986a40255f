//! Nodes as spans of OpenTelemetry: OTLP in its JSON form.

use super::gen_ai::{self, Holds};
use super::hex;
use crate::ledger::Ledger;
use crate::node::{Fields, TraceNode};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};

const TRACE_ID: &str = "lawful-trace 2026 otlp trace id v1";
/// `SPAN_KIND_INTERNAL`.
const INTERNAL: u8 = 1;
/// `SPAN_KIND_CLIENT`.
const CLIENT: u8 = 3;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Span<'a> {
    trace_id: String,
    span_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_span_id: Option<String>,
    name: String,
    kind: u8,
    start_time_unix_nano: String,
    end_time_unix_nano: String,
    attributes: Vec<Attribute<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<SpanLink<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SpanLink<'a> {
    trace_id: String,
    span_id: String,
    attributes: Vec<Attribute<'a>>,
}

#[derive(Serialize)]
struct Attribute<'a> {
    key: &'a str,
    value: Value,
}

fn text<'a>(key: &'a str, value: &str) -> Attribute<'a> {
    let value = json!({ "stringValue": value });
    Attribute { key, value }
}

/// Numbers of 64 bits are text in the JSON form.
fn number(key: &str, value: impl ToString) -> Attribute<'_> {
    let value = json!({ "intValue": value.to_string() });
    Attribute { key, value }
}

/// The trace of a node: that of its walk, or the one of all nodes without a walk.
fn trace_id(service: &str, walk: Option<&str>) -> String {
    let name = match walk {
        Some(walk) => format!("walk\0{service}\0{walk}"),
        None => format!("none\0{service}"),
    };
    let hash = blake3::derive_key(TRACE_ID, name.as_bytes());
    hex(hash.first_chunk::<16>().unwrap_or(&[1; 16]))
}

/// The span of a node: the first eight bytes of its content id.
fn span_id(node: &TraceNode) -> String {
    let id = node.content_id();
    match id.as_bytes().first_chunk::<8>() {
        // Zeros would mean that there is no span.
        Some(bytes) if bytes != &[0; 8] => hex(bytes),
        _ => "0000000000000001".to_owned(),
    }
}

fn attributes<'a>(
    index: u64,
    node: &'a TraceNode,
    fields: &Fields<'a>,
    operation: Option<&'static str>,
) -> Vec<Attribute<'a>> {
    let mut all = vec![
        text("lawful.id", fields.id),
        number("lawful.index", index),
        text("lawful.origin", fields.origin),
        number("lawful.timestamp", fields.timestamp),
        text("lawful.content_id", &node.content_id().to_string()),
    ];
    let optional = [
        ("lawful.kind", fields.kind),
        ("lawful.walk", fields.walk_id),
        ("lawful.stimulus", fields.stimulus),
        ("lawful.response", fields.response),
    ];
    for (key, value) in optional {
        all.extend(value.map(|value| text(key, value)));
    }
    let tags: Vec<Value> = fields
        .tags()
        .map(|tag| json!({ "stringValue": tag }))
        .collect();
    if !tags.is_empty() {
        let value = json!({ "arrayValue": { "values": tags } });
        all.push(Attribute {
            key: "lawful.tags",
            value,
        });
    }
    match node.read_payload() {
        Ok(payload) => all.extend(payload.map(|bytes| number("lawful.payload.size", bytes.len()))),
        Err(unreadable) => all.push(text("lawful.payload.problem", &unreadable.problem)),
    }
    if let Some(operation) = operation {
        all.push(text("gen_ai.operation.name", operation));
        let tagged: Vec<(&str, &str)> = gen_ai::tagged(fields)
            .filter(|(key, _)| *key != "gen_ai.operation.name")
            .collect();
        let has = |key: &str| tagged.iter().any(|(name, _)| *name == key);
        if !has("gen_ai.agent.name") {
            all.push(text("gen_ai.agent.name", fields.origin));
        }
        let walk = fields.walk_id.filter(|_| !has("gen_ai.conversation.id"));
        all.extend(walk.map(|walk| text("gen_ai.conversation.id", walk)));
        // Tags are sorted, so those with one key are together.
        let alike = tagged.chunk_by(|(one, _), (other, _)| one == other);
        all.extend(alike.filter_map(gen_ai_attribute));
    }
    all
}

/// Makes an attribute of the tags with one key. Where it holds one thing, the first tag counts; what does
/// not read as that is text.
fn gen_ai_attribute<'a>(tags: &[(&'a str, &'a str)]) -> Option<Attribute<'a>> {
    let (key, value) = *tags.first()?;
    let read = match gen_ai::holds(key) {
        Holds::Text => None,
        Holds::Integer => value.parse().ok().map(|count: i64| number(key, count)),
        Holds::Double => {
            let double = value
                .parse::<f64>()
                .ok()
                .filter(|double| double.is_finite());
            let value = double.map(|double| json!({ "doubleValue": double }));
            value.map(|value| Attribute { key, value })
        }
        Holds::Texts => {
            let values = tags
                .iter()
                .map(|(_, value)| json!({ "stringValue": value }));
            let values: Vec<Value> = values.collect();
            let value = json!({ "arrayValue": { "values": values } });
            Some(Attribute { key, value })
        }
    };
    Some(read.unwrap_or_else(|| text(key, value)))
}

fn span<'a>(ledger: &dyn Ledger, service: &str, index: u64, node: &'a TraceNode) -> Span<'a> {
    let fields = node.fields();
    let trace = trace_id(service, fields.walk_id);
    let mut links = Vec::new();
    let mut parent = None;
    for link in fields.links() {
        let target = ledger.linked(index, link.target);
        if let Some(target) = target.and_then(|target| ledger.get(target)) {
            let (id, target_trace) = (span_id(&target), trace_id(service, target.walk_id()));
            // The links are in the order of relations: causes come first.
            if parent.is_none() && target_trace == trace {
                parent = Some(id.clone());
            }
            links.push(SpanLink {
                trace_id: target_trace,
                span_id: id,
                attributes: vec![
                    text("lawful.relation", link.relation.name()),
                    text("lawful.target", link.target),
                ],
            });
        }
    }
    let time = fields.timestamp.max(0).to_string();
    let operation = fields.kind.and_then(gen_ai::operation);
    let kind = match operation {
        Some(operation) if gen_ai::is_call(operation) => CLIENT,
        _ => INTERNAL,
    };
    Span {
        trace_id: trace,
        span_id: span_id(node),
        parent_span_id: parent,
        name: gen_ai::span_name(&fields, operation),
        kind,
        start_time_unix_nano: time.clone(),
        end_time_unix_nano: time,
        attributes: attributes(index, node, &fields, operation),
        links,
    }
}

/// Writes nodes of a ledger as OTLP/JSON: one `ExportTraceServiceRequest` that any collector takes.
///
/// A node is a span without length, a walk is a trace. The ids follow from hashes: exporting twice
/// gives the same spans. The first causal link within the walk is the parent; all links are span
/// links with the attribute `lawful.relation`. Nodes whose kind is an operation of the GenAI semantic
/// conventions (`chat`, `execute_tool`, `invoke_agent` and so on) get its attributes:
/// `gen_ai.operation.name`, `gen_ai.agent.name` (the origin), `gen_ai.conversation.id` (the walk),
/// and what tags of the form `gen_ai.tool.name=search` say, as numbers and lists where the conventions
/// have these. Calls of models are of the kind `CLIENT`, other nodes `INTERNAL`. Everything is there as `lawful.*` too;
/// of payloads only the size, or `lawful.payload.problem` if one cannot be read. Times before 1970 become 0; `lawful.timestamp` has the true one.
///
/// # Errors
/// If the writer fails.
pub fn write_otlp(
    ledger: &dyn Ledger,
    nodes: impl IntoIterator<Item = (u64, TraceNode)>,
    service: &str,
    writer: &mut impl Write,
) -> io::Result<()> {
    let resource = json!({ "attributes": [text("service.name", service)] });
    let scope = json!({ "name": "lawful-trace", "version": env!("CARGO_PKG_VERSION") });
    write!(
        writer,
        r#"{{"resourceSpans":[{{"resource":{resource},"scopeSpans":[{{"scope":{scope},"spans":["#
    )?;
    for (number, (index, node)) in nodes.into_iter().enumerate() {
        if number > 0 {
            writer.write_all(b",")?;
        }
        serde_json::to_writer(&mut *writer, &span(ledger, service, index, &node))?;
    }
    writer.write_all(b"]}]}]}\n")
}
