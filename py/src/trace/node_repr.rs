//! Nodes as text that evaluates back, and as dictionaries.

use crate::errors::DamagedFile;
use lawful_trace::{Payload, Relation, TraceNode};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};

/// Writes the call that makes the node: of one with a payload that can be erased, its commitment only.
pub fn repr(py: Python<'_>, node: &TraceNode) -> PyResult<String> {
    let is_erasable = matches!(node.payload(), Payload::Committed(_));
    let mut out = format!(
        "TraceNode({}, {}, {}",
        node.id().into_pyobject(py)?.repr()?,
        node.origin().into_pyobject(py)?.repr()?,
        node.timestamp()
    );
    for (name, value) in dict(py, node, node.read_payload().ok().flatten())?.iter() {
        let name: String = name.extract()?;
        match name.as_str() {
            "id" | "origin" | "timestamp" => {}
            // A payload that may have to be forgotten belongs in no log.
            "payload" | "salt" if is_erasable => {}
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
/// If the ledger that gave the node could not read the payload.
pub fn to_dict<'py>(py: Python<'py>, node: &TraceNode) -> PyResult<Bound<'py, PyDict>> {
    dict(py, node, read_payload(node)?)
}

fn dict<'py>(
    py: Python<'py>,
    node: &TraceNode,
    payload: Option<&[u8]>,
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
    if let Some(opening) = node.opening() {
        parts.set_item("salt", PyBytes::new(py, opening.salt()))?;
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
/// If the ledger that gave the node could not read it.
pub fn read_payload(node: &TraceNode) -> PyResult<Option<&[u8]>> {
    let payload = node.read_payload();
    payload.map_err(|failure| DamagedFile::new_err(failure.to_string()))
}
