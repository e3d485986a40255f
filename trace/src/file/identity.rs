//! What a log was made as: recorded at its creation in every segment.

use super::error::FileError;

/// The longest settings, in bytes.
const SETTINGS: usize = 96;

/// Which ledger a file belongs to, and how the ledger was set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Sixteen random bytes; files of two ledgers are never mixed up.
    pub ledger: [u8; 16],
    /// What the owner of the records chose at creation, such as the name of a tree hash; padded with
    /// zeros.
    pub settings: [u8; SETTINGS],
}

impl Identity {
    /// Makes an identity with random bytes.
    ///
    /// # Errors
    ///
    /// Settings above 96 bytes; a system without random numbers.
    pub fn new(settings: &str) -> Result<Identity, FileError> {
        let mut padded = [0; SETTINGS];
        let size = settings.len() as u64;
        padded
            .get_mut(..settings.len())
            .ok_or(FileError::TooLarge {
                what: "a setting",
                size,
                limit: SETTINGS as u64,
            })?
            .copy_from_slice(settings.as_bytes());
        let mut ledger = [0; 16];
        getrandom::fill(&mut ledger).map_err(|failure| FileError::Io {
            action: "get random numbers from",
            path: "the system".into(),
            source: std::io::Error::other(failure.to_string()),
        })?;
        Ok(Identity {
            ledger,
            settings: padded,
        })
    }

    /// Returns the settings without their padding, or none if they are not text.
    pub fn settings(&self) -> Option<&str> {
        let end = self.settings.iter().position(|byte| *byte == 0);
        let used = self.settings.get(..end.unwrap_or(SETTINGS))?;
        std::str::from_utf8(used).ok()
    }
}
