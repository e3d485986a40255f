//! What an operation came to, a value or an exception, and how it is printed.

use super::Outcome;
use crate::value::{Exception, Value};

/// Printed before what was raised.
const RAISED: &str = "raises ";

/// What an operation came to, as a value.
#[derive(Clone)]
pub enum Came {
    /// A value of the result's sort.
    To(Value),
    /// It raised.
    Raised(Exception),
    /// A value that the first model's sort does not know, printed.
    Strange(String),
}

impl Came {
    /// Wraps what an operation came to. An interrupt is not an outcome.
    ///
    /// # Errors
    /// If the user asked to stop.
    pub fn of(result: Result<Value, Exception>) -> Result<Came, Exception> {
        match result {
            Ok(value) => Ok(Came::To(value)),
            Err(exception) if exception.interrupted => Err(exception),
            Err(exception) => Ok(Came::Raised(exception)),
        }
    }
}

/// Prints what was raised.
pub fn raised(message: &str) -> String {
    format!("{RAISED}{message}")
}

/// Reads what [`raised`] printed, or a value.
pub fn read(shown: &str) -> Outcome {
    match shown.strip_prefix(RAISED) {
        Some(message) => Outcome::Raised(message.to_owned()),
        None => Outcome::Returned(shown.to_owned()),
    }
}

/// Returns the operation that a law of a comparison is about: `agreement[combine].same`, or the
/// machine.
pub fn operation(law: &str) -> &str {
    let inside = law
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'));
    inside.map_or_else(|| law.split('.').next().unwrap_or(law), |(name, _)| name)
}
