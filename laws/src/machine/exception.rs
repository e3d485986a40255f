//! What a system says when it does not respond.

use std::fmt;

/// A panic, or an exception of another language, in place of a response.
///
/// An exception is never what a reference expects. If raising is the right response, for example
/// to a `pop` of an empty stack, make it a value of the response type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub struct Exception {
    /// What it said.
    pub message: String,
    /// Where it came from: a file with line and column, or a traceback; empty if not known.
    pub place: String,
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{} at {}", self.message, self.place)
        }
    }
}
