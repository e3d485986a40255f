//! The signature algorithms, and markers that put them into types.

use std::fmt;
use std::str::FromStr;

/// A signature algorithm.
///
/// The two `sk` algorithms are the ones of a FIDO2 authenticator ("security key"): the device signs
/// its own statement (relying party, flags, counter) together with a hash of the message, so their
/// keys and signatures carry these fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// Ed25519 as in RFC 8032, verified strictly.
    Ed25519,
    /// ECDSA over P-256 with SHA-256; signatures have a low `s`.
    EcdsaP256,
    /// Ed25519 in a FIDO2 authenticator.
    SkEd25519,
    /// ECDSA over P-256 in a FIDO2 authenticator.
    SkEcdsaP256,
}

impl Algorithm {
    const ALL: [(Algorithm, u8, &'static str); 4] = [
        (Algorithm::Ed25519, 1, "ed25519"),
        (Algorithm::EcdsaP256, 2, "p256"),
        (Algorithm::SkEd25519, 3, "sk-ed25519"),
        (Algorithm::SkEcdsaP256, 4, "sk-p256"),
    ];

    /// Names the algorithm as keys print it: `ed25519`, `p256`, `sk-ed25519`, `sk-p256`.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|row| row.0 == self)
            .map_or("", |row| row.2)
    }

    /// Returns the byte that stands for the algorithm in binary formats, 1 to 4.
    pub fn code(self) -> u8 {
        Self::ALL
            .iter()
            .find(|row| row.0 == self)
            .map_or(0, |row| row.1)
    }

    /// Finds the algorithm of a byte, if there is one.
    pub fn from_code(code: u8) -> Option<Algorithm> {
        Self::ALL.iter().find(|row| row.1 == code).map(|row| row.0)
    }

    /// Returns whether keys of the algorithm live in a FIDO2 authenticator.
    pub fn is_security_key(self) -> bool {
        matches!(self, Algorithm::SkEd25519 | Algorithm::SkEcdsaP256)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An algorithm that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an algorithm; use ed25519, p256, sk-ed25519 or sk-p256")]
pub struct UnknownAlgorithm(String);

impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;

    fn from_str(name: &str) -> Result<Algorithm, UnknownAlgorithm> {
        Self::ALL
            .iter()
            .find(|row| row.2 == name)
            .map(|row| row.0)
            .ok_or_else(|| UnknownAlgorithm(name.chars().take(40).collect()))
    }
}

/// An algorithm as a type: what [`Create`](crate::Create) is indexed by.
pub trait AlgorithmType: sealed::Sealed + 'static {
    /// The algorithm.
    const ALGORITHM: Algorithm;
}

/// Ed25519, as a type.
pub enum Ed25519 {}
/// ECDSA over P-256, as a type.
pub enum EcdsaP256 {}
/// Ed25519 in a FIDO2 authenticator, as a type.
pub enum SkEd25519 {}
/// ECDSA over P-256 in a FIDO2 authenticator, as a type.
pub enum SkEcdsaP256 {}

impl AlgorithmType for Ed25519 {
    const ALGORITHM: Algorithm = Algorithm::Ed25519;
}
impl AlgorithmType for EcdsaP256 {
    const ALGORITHM: Algorithm = Algorithm::EcdsaP256;
}
impl AlgorithmType for SkEd25519 {
    const ALGORITHM: Algorithm = Algorithm::SkEd25519;
}
impl AlgorithmType for SkEcdsaP256 {
    const ALGORITHM: Algorithm = Algorithm::SkEcdsaP256;
}

mod sealed {
    /// Keeps the set of algorithm types closed: a store must be able to name them all.
    pub trait Sealed {}
    impl Sealed for super::Ed25519 {}
    impl Sealed for super::EcdsaP256 {}
    impl Sealed for super::SkEd25519 {}
    impl Sealed for super::SkEcdsaP256 {}
}
