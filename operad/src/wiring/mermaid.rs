//! Diagrams for Mermaid.

use super::{Diagram, Sink, Source};
use std::fmt::Write as _;

impl Diagram {
    /// Returns the diagram as a Mermaid flowchart.
    pub fn mermaid(&self) -> String {
        let mut out = String::from("flowchart LR\n");
        for port in 0..self.outer.inputs {
            let _ = writeln!(out, "  in{port}([\"in {port}\"])");
        }
        for (number, (name, _)) in self.boxes.iter().enumerate() {
            let _ = writeln!(out, "  b{number}[\"{}\"]", escaped(name));
        }
        for port in 0..self.outer.outputs {
            let _ = writeln!(out, "  out{port}([\"out {port}\"])");
        }
        for wire in self.wires() {
            let from = match wire.from {
                Source::Outer(port) => format!("in{port}"),
                Source::Box(b, _) => format!("b{b}"),
            };
            let to = match wire.to {
                Sink::Outer(port) => format!("out{port}"),
                Sink::Box(b, _) => format!("b{b}"),
            };
            let label = match (wire.from, wire.to) {
                (Source::Box(_, a), Sink::Box(_, b)) => format!("{a} → {b}"),
                (Source::Box(_, port), _) | (_, Sink::Box(_, port)) => port.to_string(),
                _ => String::new(),
            };
            let _ = match label.as_str() {
                "" => writeln!(out, "  {from} --> {to}"),
                label => writeln!(out, "  {from} -- \"{label}\" --> {to}"),
            };
        }
        out
    }
}

/// Writes what would end the quoted text as entities.
fn escaped(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '"' | '<' | '>' | '&' | '#' | '`' | ';' => {
                let _ = write!(out, "#{};", c as u32);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
