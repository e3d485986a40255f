//! Names of keys.

use std::fmt;
use std::str::FromStr;

/// The name of a key in its store: 1 to 64 characters of `a-z A-Z 0-9 . _ -`, the first of which is
/// a letter or a digit.
///
/// ```
/// use lawful_platform::KeyName;
/// assert!("release-2026".parse::<KeyName>().is_ok());
/// assert!("../etc/passwd".parse::<KeyName>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct KeyName(String);

/// Text that is not the name of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key name; use 1 to {max} of a-z A-Z 0-9 . _ - and begin with a letter or digit", max = KeyName::LONGEST)]
pub struct BadKeyName(String);

impl KeyName {
    /// The longest name, in bytes.
    pub const LONGEST: usize = 64;

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = BadKeyName;

    fn from_str(name: &str) -> Result<KeyName, BadKeyName> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let good = name.len() <= Self::LONGEST
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.chars().all(allowed);
        if good {
            Ok(KeyName(name.to_owned()))
        } else {
            Err(BadKeyName(name.chars().take(80).collect()))
        }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for KeyName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<KeyName, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
