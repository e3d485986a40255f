//! Getting nodes out of a ledger, for other programs and for people.
//!
//! * [`write_json_lines`]: everything, one line for each node; [`read_json_lines`] reads it back.
//! * [`write_otlp`]: spans for any OpenTelemetry collector.
//! * [`write_mermaid`]: a chart for documents.
//! * [`write_page`]: one HTML page with filters.
//!
//! For proofs and logs in standard form see [`proof_file`](crate::proof_file).

mod gen_ai;
mod json_lines;
mod json_object;
mod mermaid;
mod otlp;
mod page;
mod places;
mod read_json_lines;

pub use json_lines::write_json_lines;
pub use mermaid::write_mermaid;
pub use otlp::write_otlp;
pub use page::{MOST_ON_PAGE, write_page};
pub use read_json_lines::{BadJsonLine, read_json_lines};

/// Lowercase hexadecimal.
fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
