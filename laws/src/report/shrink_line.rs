//! What shrinking did, in words.

use super::numbers::{counted, grouped};
use crate::evidence::ShrinkEffort;

/// Tells what shrinking did, and whether it had to stop early.
pub(crate) fn shrink_line(shrink: ShrinkEffort) -> String {
    let ShrinkEffort {
        tried,
        accepted,
        out_of_budget,
    } = shrink;
    let mut line = match (tried, accepted) {
        (0, _) => "no simpler candidate was tried".to_owned(),
        (tried, 0) => format!("{} tried, none was simpler", counted(tried, "candidate")),
        (tried, taken) => {
            format!(
                "{} tried, {} taken",
                counted(tried, "candidate"),
                grouped(taken)
            )
        }
    };
    if out_of_budget {
        line.push_str("; the budget ended the search, so a simpler case may exist");
    }
    line
}
