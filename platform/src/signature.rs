//! Signatures, with what a security key adds to them.

use crate::{Algorithm, hex};
use std::fmt;
use std::str::FromStr;

/// A signature.
///
/// Text form: the algorithm, a colon and lowercase hexadecimal. Binary form: the code of the
/// algorithm (1 byte), for security keys the flags (1 byte) and the counter (4 bytes, big-endian),
/// then 64 bytes: `R ‖ s` for Ed25519, `r ‖ s` for ECDSA.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Signature {
    algorithm: Algorithm,
    device: Option<DeviceStatement>,
    raw: [u8; 64],
}

/// What a FIDO2 authenticator states beside the signature, and signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DeviceStatement {
    /// The flags of the authenticator data: bit 0 user present, bit 2 user verified.
    pub flags: u8,
    /// The signature counter; 0 if the authenticator has none.
    pub counter: u32,
}

impl DeviceStatement {
    /// Returns whether a person touched the authenticator.
    pub fn user_present(self) -> bool {
        self.flags & 0x01 != 0
    }

    /// Returns whether the authenticator verified the person, by PIN or body.
    pub fn user_verified(self) -> bool {
        self.flags & 0x04 != 0
    }
}

/// Bytes or text that are not a signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a signature: {problem}")]
pub struct BadSignature {
    given: String,
    problem: &'static str,
}

impl Signature {
    /// The longest binary form, in bytes.
    pub const LONGEST: usize = 1 + 5 + 64;

    /// Makes an Ed25519 signature of `R ‖ s`.
    pub fn ed25519(raw: [u8; 64]) -> Signature {
        Signature {
            algorithm: Algorithm::Ed25519,
            device: None,
            raw,
        }
    }

    /// Makes a P-256 signature of `r ‖ s`.
    pub fn p256(raw: [u8; 64]) -> Signature {
        Signature {
            algorithm: Algorithm::EcdsaP256,
            device: None,
            raw,
        }
    }

    #[cfg(feature = "fido2")]
    pub(crate) fn of_security_key(
        algorithm: Algorithm,
        device: DeviceStatement,
        raw: [u8; 64],
    ) -> Signature {
        Signature {
            algorithm,
            device: Some(device),
            raw,
        }
    }

    /// Returns the algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the 64 bytes `R ‖ s` or `r ‖ s`.
    pub fn raw(&self) -> &[u8; 64] {
        &self.raw
    }

    /// Returns what the authenticator stated, for security keys.
    pub fn device_statement(&self) -> Option<DeviceStatement> {
        self.device
    }

    /// Returns the binary form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.algorithm.code()];
        bytes.extend(self.body());
        bytes
    }

    /// Returns the binary form without the algorithm: what DSSE envelopes carry, since there the
    /// key says which algorithm it is.
    pub fn body(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(69);
        if let Some(device) = self.device {
            bytes.push(device.flags);
            bytes.extend(device.counter.to_be_bytes());
        }
        bytes.extend(self.raw);
        bytes
    }

    /// Reads the binary form.
    ///
    /// # Errors
    /// If the algorithm is unknown or the length is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Signature, BadSignature> {
        let fail = |problem| {
            let head = bytes.get(..Self::LONGEST).unwrap_or(bytes);
            BadSignature {
                given: hex::encode(head),
                problem,
            }
        };
        let (code, body) = bytes
            .split_first()
            .ok_or_else(|| fail("there are no bytes"))?;
        let algorithm = Algorithm::from_code(*code)
            .ok_or_else(|| fail("the first byte is not an algorithm"))?;
        Self::from_body(algorithm, body)
            .ok_or_else(|| fail("the length does not fit the algorithm"))
    }

    /// Reads the binary form without the algorithm; `None` if the length does not fit.
    pub fn from_body(algorithm: Algorithm, body: &[u8]) -> Option<Signature> {
        let (device, raw) = if algorithm.is_security_key() {
            let ([flags, counter @ ..], raw) = body.split_first_chunk::<5>()?;
            let counter = u32::from_be_bytes(*counter);
            (
                Some(DeviceStatement {
                    flags: *flags,
                    counter,
                }),
                raw,
            )
        } else {
            (None, body)
        };
        Some(Signature {
            algorithm,
            device,
            raw: raw.try_into().ok()?,
        })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.algorithm, hex::encode(&self.body()))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

impl FromStr for Signature {
    type Err = BadSignature;

    fn from_str(text: &str) -> Result<Signature, BadSignature> {
        let fail = |problem| BadSignature {
            given: text.chars().take(160).collect(),
            problem,
        };
        if text.len() > 2 * Self::LONGEST + 16 {
            return Err(fail("it is too long"));
        }
        let (name, digits) = text
            .split_once(':')
            .ok_or_else(|| fail("write the algorithm, a colon and hexadecimal digits"))?;
        let algorithm = name.parse().map_err(|_| fail("the algorithm is unknown"))?;
        let body = hex::decode(digits)
            .ok_or_else(|| fail("what follows the colon is not lowercase hexadecimal"))?;
        Self::from_body(algorithm, &body)
            .ok_or_else(|| fail("the length does not fit the algorithm"))
    }
}

impl serde::Serialize for Signature {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Signature {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Signature, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
