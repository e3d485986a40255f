//! Pointers into arguments.

use super::problem::printable;
use serde_json::Value;
use std::fmt;
use std::str::FromStr;

/// A JSON pointer (RFC 6901) to an argument: `/path`, `/items/0/price`. Not the empty one, at most
/// 256 bytes, without white space or control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Box<str>);

/// A text that is no pointer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a pointer to an argument; write a JSON pointer without spaces, such as `/path`"
)]
pub struct BadPointer(String);

impl Pointer {
    const LONGEST: usize = 256;

    /// Finds the argument.
    pub fn find<'a>(&self, arguments: &'a Value) -> Option<&'a Value> {
        arguments.pointer(&self.0)
    }
}

impl FromStr for Pointer {
    type Err = BadPointer;

    fn from_str(text: &str) -> Result<Pointer, BadPointer> {
        let odd = |c: char| c.is_whitespace() || c.is_control();
        let escapes = text.split('~').skip(1);
        let escaped = escapes.into_iter().all(|rest| rest.starts_with(['0', '1']));
        if text.starts_with('/') && text.len() <= Self::LONGEST && !text.contains(odd) && escaped {
            Ok(Pointer(text.into()))
        } else {
            Err(BadPointer(printable(text)))
        }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
