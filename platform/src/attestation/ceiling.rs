//! How much a verified anchor is worth.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The most trust that an entity may have because of where its key lives, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ceiling(f64);

impl Ceiling {
    /// A TPM whose platform state was compared with reference values and agrees: 1.0.
    pub const TPM2_WITH_PCRS: Ceiling = Ceiling(1.0);
    /// A FIDO2 authenticator: 0.9.
    pub const FIDO2: Ceiling = Ceiling(0.9);
    /// A TPM whose platform state was not compared with anything: 0.85.
    pub const TPM2: Ceiling = Ceiling(0.85);
    /// An enrolled Secure Enclave: 0.85.
    pub const SECURE_ENCLAVE: Ceiling = Ceiling(0.85);
    /// A key in software: 0.4.
    pub const SOFTWARE: Ceiling = Ceiling(0.4);

    /// Returns the number, from 0 to 1.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Ceiling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}
