//! Names of keys in notes.

use std::fmt;
use std::str::FromStr;

/// The name of a key in signed notes, such as `example.com/log`.
///
/// ```
/// use lawful_trace::checkpoint::NoteName;
/// assert!("example.com/log".parse::<NoteName>().is_ok());
/// assert!("two words".parse::<NoteName>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoteName(String);

/// A text that is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key name; use 1 to {max} bytes without spaces, `+` and control characters", max = NoteName::LONGEST)]
pub struct BadNoteName(String);

impl NoteName {
    /// The longest name, in bytes.
    pub const LONGEST: usize = 255;

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NoteName {
    type Err = BadNoteName;

    fn from_str(text: &str) -> Result<NoteName, BadNoteName> {
        let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if text.is_empty() || text.len() > Self::LONGEST || text.contains(bad) {
            return Err(BadNoteName(text.chars().take(80).collect()));
        }
        Ok(NoteName(text.to_owned()))
    }
}

impl fmt::Display for NoteName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
