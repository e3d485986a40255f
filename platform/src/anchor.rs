//! Where a key lives.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a key is anchored in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// A file, or memory: whoever can read it has the key.
    Software,
    /// A TPM 2.0.
    Tpm2,
    /// A FIDO2 authenticator.
    Fido2,
    /// The Secure Enclave of an Apple device.
    SecureEnclave,
}

impl Anchor {
    /// Names the anchor as envelopes spell it.
    pub fn name(self) -> &'static str {
        match self {
            Anchor::Software => "software",
            Anchor::Tpm2 => "tpm2",
            Anchor::Fido2 => "fido2",
            Anchor::SecureEnclave => "secure_enclave",
        }
    }

    /// Returns the byte that stands for the anchor in binary formats, 1 to 4.
    pub fn code(self) -> u8 {
        match self {
            Anchor::Software => 1,
            Anchor::Tpm2 => 2,
            Anchor::Fido2 => 3,
            Anchor::SecureEnclave => 4,
        }
    }

    /// Finds the anchor of a byte, if there is one.
    pub fn from_code(code: u8) -> Option<Anchor> {
        [
            Anchor::Software,
            Anchor::Tpm2,
            Anchor::Fido2,
            Anchor::SecureEnclave,
        ]
        .into_iter()
        .find(|anchor| anchor.code() == code)
    }

    /// Returns whether the secret stays inside a device.
    pub fn is_hardware(self) -> bool {
        self != Anchor::Software
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
