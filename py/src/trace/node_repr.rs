//! Nodes as text that evaluates back, and as dictionaries.

use super::refusal;
use crate::guard::detached;
use lawful_trace::{Opening, Payload, Relation, TraceNode};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};
use std::sync::Arc;

/// Writes the call that makes the node: of one with a payload that can be erased, its commitment only.
pub fn repr(py: Python<'_>, node: &TraceNode) -> PyResult<String> {
    // A payload that may have to be forgotten belongs in no log, and is not read for one.
    let inline = match node.payload() {
        Payload::Inline(bytes) => Some(bytes),
        Payload::None | Payload::Committed(_) => None,
    };
    let mut out = format!(
        "TraceNode({}, {}, {}",
        node.id().into_pyobject(py)?.repr()?,
        node.origin().into_pyobject(py)?.repr()?,
        node.timestamp()
    );
    for (name, value) in dict(py, node, inline, None)?.iter() {
        let name: String = name.extract()?;
        match name.as_str() {
            "id" | "origin" | "timestamp" => {}
            "links" => {
                out.push_str(", links=[");
                for (number, link) in node.links().enumerate() {
                    let target = link.target.into_pyobject(py)?.repr()?;
                    let comma = if number == 0 { "" } else { ", " };
                    out.push_str(&format!("{comma}Link('{}', {target})", link.relation));
                }
                out.push(']');
            }
            _ => out.push_str(&format!(", {name}={}", value.repr()?)),
        }
    }
    out.push(')');
    Ok(out)
}

/// Returns the parts that are there.
///
/// # Errors
/// If the payload cannot be read.
pub fn to_dict<'py>(py: Python<'py>, node: &TraceNode) -> PyResult<Bound<'py, PyDict>> {
    let opening = read_opening(py, node)?;
    let salt = opening.map(|opening| opening.salt());
    dict(py, node, read_payload(py, node)?, salt)
}

fn dict<'py>(
    py: Python<'py>,
    node: &TraceNode,
    payload: Option<&[u8]>,
    salt: Option<&[u8; 32]>,
) -> PyResult<Bound<'py, PyDict>> {
    let fields = node.fields();
    let parts = PyDict::new(py);
    parts.set_item("id", fields.id)?;
    parts.set_item("origin", fields.origin)?;
    parts.set_item("timestamp", fields.timestamp)?;
    let texts = [
        ("kind", fields.kind),
        ("stimulus", fields.stimulus),
        ("response", fields.response),
        ("walk_id", fields.walk_id),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            parts.set_item(name, text)?;
        }
    }
    if fields.tags().next().is_some() {
        parts.set_item("tags", PyList::new(py, fields.tags().collect::<Vec<_>>())?)?;
    }
    if fields.links().next().is_some() {
        let links = fields
            .links()
            .map(|link| (link.relation.name(), link.target));
        parts.set_item("links", PyList::new(py, links.collect::<Vec<_>>())?)?;
    }
    if let Some(payload) = payload {
        parts.set_item("payload", PyBytes::new(py, payload))?;
    }
    if let Some(commitment) = node.commitment() {
        parts.set_item("commitment", PyBytes::new(py, commitment.as_bytes()))?;
    }
    if let Some(salt) = salt {
        parts.set_item("salt", PyBytes::new(py, salt))?;
    }
    Ok(parts)
}

/// Puts changes into the parts of a node.
///
/// # Errors
/// If a dictionary cannot be changed.
pub fn change(
    parts: &Bound<'_, PyDict>,
    changes: &Bound<'_, PyDict>,
    is_erasable: bool,
) -> PyResult<()> {
    let given = |name: &str| changes.contains(name);
    if given("payload")? || given("commitment")? || given("salt")? {
        for name in ["payload", "commitment", "salt"] {
            if parts.contains(name)? {
                parts.del_item(name)?;
            }
        }
        let payload = changes.get_item("payload")?.filter(|new| !new.is_none());
        if is_erasable && payload.is_some() && !given("erasable")? {
            parts.set_item("erasable", true)?;
        }
    }
    for relation in Relation::ALL {
        let Some(links) = parts.get_item("links")? else {
            break;
        };
        if given(relation.name())? {
            let links: Vec<(String, String)> = links.extract()?;
            let others = links
                .into_iter()
                .filter(|(other, _)| other != relation.name());
            parts.set_item(
                "links",
                PyList::new(parts.py(), others.collect::<Vec<_>>())?,
            )?;
        }
    }
    parts.update(changes.as_mapping())
}

/// Returns the payload, if there is one.
///
/// # Errors
/// If it cannot be read.
pub fn read_payload<'a>(py: Python<'_>, node: &'a TraceNode) -> PyResult<Option<&'a [u8]>> {
    read_opening(py, node)?;
    node.read_payload().map_err(|why| refusal::payload(&why))
}

/// Returns the salt and the payload beside the node, if they are there.
///
/// # Errors
/// If they cannot be read.
pub fn read_opening<'a>(py: Python<'_>, node: &'a TraceNode) -> PyResult<Option<&'a Arc<Opening>>> {
    let opening = if node.is_payload_unread() {
        // Other threads of Python do not wait for the disk.
        detached(py, || node.read_opening())?
    } else {
        node.read_opening()
    };
    opening.map_err(|why| refusal::payload(&why))
}
