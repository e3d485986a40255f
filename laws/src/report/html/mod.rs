//! The report as one HTML page that needs nothing else.
//!
//! Styles and script are inside the page. It opens from a file, and its own content security
//! policy forbids any request and any script but its own.

mod adequacy_view;
mod claim_view;
mod counterexample_view;
mod family;
mod page;
mod timing_view;

use crate::evidence::Report;
use askama::Template as _;
use std::io;

/// Writes a report as one HTML page. Equal reports give equal bytes.
///
/// # Errors
/// If the writer fails.
pub fn write(report: &Report, writer: &mut impl io::Write) -> io::Result<()> {
    page::Page::new(report).write_into(writer)
}
