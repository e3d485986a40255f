//! Nodes from the JSON lines that `write_json_lines` writes.

use super::json_lines::time_text;
use super::json_object::Object;
use crate::checkpoint::base64_text;
use crate::node::{Commitment, Link, Opening, Relation, TraceNode};
use serde::Deserialize;

/// A line that is not a node.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct BadJsonLine {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    index: Option<u64>,
    id: String,
    origin: String,
    timestamp: i64,
    time: Option<String>,
    kind: Option<String>,
    walk_id: Option<String>,
    stimulus: Option<String>,
    response: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    links: Vec<Object<LinkLine>>,
    payload: Option<String>,
    payload_salt: Option<String>,
    payload_commitment: Option<String>,
    content_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkLine {
    relation: String,
    target: String,
}

/// Reads the nodes that [`write_json_lines`](super::write_json_lines) wrote, byte for byte, with the
/// payloads that were at hand.
///
/// `id`, `origin` and `timestamp` must be there. What follows from the rest (`time`, `content_id`,
/// `payload_commitment`) may be left out by hand, and is compared if it is there. The same goes for
/// `index`: where the lines have it, it grows from line to line. Empty lines are passed over.
///
/// # Errors
/// If a line is not JSON of that form, has a part twice or an unknown one, is no node, or says two
/// things that do not fit together.
///
/// ```
/// use lawful_trace::TraceNode;
/// use lawful_trace::export::{read_json_lines, write_json_lines};
/// let node = TraceNode::new("abc", "brain", 1_234_567_890)?;
/// let mut lines = Vec::new();
/// write_json_lines([(0, node.clone())], &mut lines)?;
/// assert_eq!(read_json_lines(&lines)?, [node]);
/// let bad = br#"{"id": "abc", "origin": "brain", "timestamp": true}"#;
/// assert!(read_json_lines(bad).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_json_lines(lines: &[u8]) -> Result<Vec<TraceNode>, BadJsonLine> {
    // What editors put before a text is no part of it.
    let lines = lines.strip_prefix("\u{feff}".as_bytes()).unwrap_or(lines);
    let mut before = None;
    let mut nodes = Vec::new();
    for (at, bytes) in lines.split(|byte| *byte == b'\n').enumerate() {
        let bad = |problem| BadJsonLine {
            line: at + 1,
            problem,
        };
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let Object(line): Object<Line> =
            serde_json::from_slice(bytes).map_err(|why| bad(told(&why)))?;
        if let (Some(index), Some(before)) = (line.index, before)
            && index <= before
        {
            return Err(bad(format!(
                "the index `{index}` comes after `{before}`; keep the order of the ledger, or leave \
                 the indices out"
            )));
        }
        before = line.index.or(before);
        nodes.push(node(&line).map_err(bad)?);
    }
    Ok(nodes)
}

/// Tells what is wrong with JSON in words of users, and in which column.
fn told(why: &serde_json::Error) -> String {
    let said = why.to_string();
    let said = said
        .rsplit_once(" at line ")
        .map_or(&*said, |(said, _)| said);
    let said = match said.rsplit_once(", expected ") {
        Some((said, "i64")) => format!("{said}, expected a whole number"),
        Some((said, "u64")) => format!("{said}, expected a number of a node"),
        _ => said.to_owned(),
    };
    format!("{said}, in column {}", why.column())
}

fn node(line: &Line) -> Result<TraceNode, String> {
    let links = line.links.iter().map(|Object(link)| {
        let relation = link.relation.parse::<Relation>();
        Ok(Link {
            relation: relation.map_err(|why| why.to_string())?,
            target: &link.target,
        })
    });
    let links = links.collect::<Result<Vec<_>, String>>()?;
    let payload = line
        .payload
        .as_deref()
        .map(|text| base64_text::decode(text).ok_or_else(|| "`payload` is not base64".to_owned()));
    let payload = payload.transpose()?;
    let salt = digits("payload_salt", line.payload_salt.as_deref())?;
    let commitment = digits("payload_commitment", line.payload_commitment.as_deref())?;

    let mut builder = TraceNode::builder(&line.id, &line.origin, line.timestamp)
        .tags(line.tags.iter().map(String::as_str))
        .links(links);
    if let Some(kind) = &line.kind {
        builder = builder.kind(kind);
    }
    if let Some(walk) = &line.walk_id {
        builder = builder.walk_id(walk);
    }
    if let Some(stimulus) = &line.stimulus {
        builder = builder.stimulus(stimulus);
    }
    if let Some(response) = &line.response {
        builder = builder.response(response);
    }
    builder = match (&payload, salt, commitment) {
        (None, None, None) => builder,
        (Some(payload), None, None) => builder.payload(payload),
        (None, None, Some(commitment)) => builder.committed(Commitment::from_bytes(commitment)),
        (Some(payload), Some(salt), told) => {
            let opening = Opening::with_salt(salt, payload.clone());
            let opening = opening.map_err(|why| why.to_string())?;
            if told.is_some_and(|told| !opening.opens(&Commitment::from_bytes(told))) {
                return Err(
                    "`payload` and `payload_salt` do not fit `payload_commitment`".to_owned(),
                );
            }
            builder.erasable(opening)
        }
        (Some(_), None, Some(_)) => {
            return Err(
                "`payload_salt` is missing, and without it nothing shows that `payload` fits \
                 `payload_commitment`; leave the payload out, or write the lines again"
                    .to_owned(),
            );
        }
        (None, Some(_), _) => {
            return Err("`payload_salt` is of a payload, and there is none".into());
        }
    };
    let node = builder.build().map_err(|why| why.to_string())?;
    compare(line, &node)?;
    Ok(node)
}

/// Compares what the line says twice.
fn compare(line: &Line, node: &TraceNode) -> Result<(), String> {
    let time = time_text(line.timestamp);
    if let Some(given) = line
        .time
        .as_ref()
        .filter(|given| time.as_ref() != Some(given))
    {
        return Err(format!(
            "`time` is `{given}`, and `timestamp` is {}",
            time.unwrap_or_else(|| "outside of the calendar".to_owned())
        ));
    }
    let found = node.content_id();
    match digits("content_id", line.content_id.as_deref())? {
        Some(given) if given != *found.as_bytes() => Err(format!(
            "`content_id` is `{}`, and of this node `{found}`",
            super::hex(&given)
        )),
        _ => Ok(()),
    }
}

fn digits(name: &str, text: Option<&str>) -> Result<Option<[u8; 32]>, String> {
    text.map(|text| {
        blake3::Hash::from_hex(text)
            .map(|hash| *hash.as_bytes())
            .map_err(|_| format!("`{name}` is not 64 hexadecimal digits"))
    })
    .transpose()
}
