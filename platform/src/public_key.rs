//! Public keys: parsed once, compared by bytes, printed in one way.

use crate::{Algorithm, ecdsa_p256, ed25519, hex};
use sha2::{Digest, Sha256};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A public key that was checked when it was read.
///
/// Text form: the algorithm, a colon and lowercase hexadecimal, `ed25519:…`. Binary form: the code
/// of the algorithm (1 byte), then the body: 32 bytes for Ed25519, 33 (compressed SEC1) for P-256;
/// for the two security-key algorithms the hash of the relying party id (32 bytes) comes first.
///
/// ```
/// use lawful_platform::PublicKey;
/// let text = "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
/// assert_eq!(text.parse::<PublicKey>().unwrap().to_string(), text);
/// // The identity element is a point of small order: it would accept forged signatures.
/// assert!(format!("ed25519:01{}", "00".repeat(31)).parse::<PublicKey>().is_err());
/// ```
#[derive(Clone)]
pub struct PublicKey {
    /// The hash of the relying party id, for security keys.
    rp_id_hash: Option<[u8; 32]>,
    curve: CurveKey,
}

/// The point, in the form its crate works with.
#[derive(Clone)]
pub(crate) enum CurveKey {
    Ed25519(ed25519_dalek::VerifyingKey),
    P256(p256::ecdsa::VerifyingKey),
}

/// Bytes or text that are not a public key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a public key: {problem}")]
pub struct BadPublicKey {
    given: String,
    problem: String,
}

impl BadPublicKey {
    fn new(given: &str, problem: impl Into<String>) -> BadPublicKey {
        let mut short: String = given.chars().take(140).collect();
        if short.len() < given.len() {
            short.push('…');
        }
        BadPublicKey {
            given: short,
            problem: problem.into(),
        }
    }
}

impl PublicKey {
    /// The longest binary form, in bytes.
    pub const LONGEST: usize = 1 + 32 + 33;

    /// Reads an Ed25519 key.
    ///
    /// # Errors
    /// If the bytes are not the canonical encoding of a point, or the point is of small order.
    pub fn ed25519(bytes: &[u8; 32]) -> Result<PublicKey, BadPublicKey> {
        ed25519::parse_key(bytes)
            .map(|key| PublicKey {
                rp_id_hash: None,
                curve: CurveKey::Ed25519(key),
            })
            .map_err(|problem| BadPublicKey::new(&hex::encode(bytes), problem))
    }

    /// Reads a P-256 key in SEC1 form: 33 bytes compressed or 65 bytes uncompressed.
    ///
    /// # Errors
    /// If the bytes are not a point of the curve.
    pub fn p256(sec1: &[u8]) -> Result<PublicKey, BadPublicKey> {
        ecdsa_p256::parse_key(sec1)
            .map(|key| PublicKey {
                rp_id_hash: None,
                curve: CurveKey::P256(key),
            })
            .ok_or_else(|| {
                let head = sec1.get(..65).unwrap_or(sec1);
                BadPublicKey::new(
                    &hex::encode(head),
                    "the bytes are not a point of P-256 in SEC1 form",
                )
            })
    }

    /// Binds a key of a FIDO2 authenticator to the relying party it was made for.
    pub(crate) fn of_security_key(curve: CurveKey, rp_id_hash: [u8; 32]) -> PublicKey {
        PublicKey {
            rp_id_hash: Some(rp_id_hash),
            curve,
        }
    }

    pub(crate) fn of_curve(curve: CurveKey) -> PublicKey {
        PublicKey {
            rp_id_hash: None,
            curve,
        }
    }

    pub(crate) fn curve(&self) -> &CurveKey {
        &self.curve
    }

    /// Returns the hash of the relying party id, if the key lives in a FIDO2 authenticator.
    pub fn rp_id_hash(&self) -> Option<&[u8; 32]> {
        self.rp_id_hash.as_ref()
    }

    /// Returns the algorithm.
    pub fn algorithm(&self) -> Algorithm {
        match (&self.curve, self.rp_id_hash.is_some()) {
            (CurveKey::Ed25519(_), false) => Algorithm::Ed25519,
            (CurveKey::P256(_), false) => Algorithm::EcdsaP256,
            (CurveKey::Ed25519(_), true) => Algorithm::SkEd25519,
            (CurveKey::P256(_), true) => Algorithm::SkEcdsaP256,
        }
    }

    /// Returns the point alone: 32 bytes for Ed25519, 33 for P-256.
    pub fn point(&self) -> Vec<u8> {
        match &self.curve {
            CurveKey::Ed25519(key) => key.as_bytes().to_vec(),
            CurveKey::P256(key) => ecdsa_p256::compress(key).to_vec(),
        }
    }

    /// Returns the binary form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.algorithm().code()];
        bytes.extend(self.rp_id_hash.iter().flatten());
        bytes.extend(self.point());
        bytes
    }

    /// Reads the binary form.
    ///
    /// # Errors
    /// If the algorithm is unknown, the length is wrong, or the point is not acceptable.
    pub fn from_bytes(bytes: &[u8]) -> Result<PublicKey, BadPublicKey> {
        let fail = |problem: &str| {
            let head = bytes.get(..Self::LONGEST).unwrap_or(bytes);
            BadPublicKey::new(&hex::encode(head), problem)
        };
        let (code, body) = bytes
            .split_first()
            .ok_or_else(|| fail("there are no bytes"))?;
        let algorithm = Algorithm::from_code(*code)
            .ok_or_else(|| fail("the first byte is not an algorithm"))?;
        Self::of_body(algorithm, body).map_err(|problem| fail(&problem))
    }

    fn of_body(algorithm: Algorithm, body: &[u8]) -> Result<PublicKey, String> {
        let (rp_id_hash, point) = if algorithm.is_security_key() {
            let (hash, point) = body.split_first_chunk::<32>().ok_or("it is too short")?;
            (Some(*hash), point)
        } else {
            (None, body)
        };
        let length =
            |expected: usize| format!("the point has {} bytes, not {expected}", point.len());
        let curve = match algorithm {
            Algorithm::Ed25519 | Algorithm::SkEd25519 => {
                let point: &[u8; 32] = point.try_into().map_err(|_| length(32))?;
                CurveKey::Ed25519(ed25519::parse_key(point)?)
            }
            Algorithm::EcdsaP256 | Algorithm::SkEcdsaP256 => {
                // Only the compressed form, so that equal keys have equal bytes.
                let point: &[u8; 33] = point.try_into().map_err(|_| length(33))?;
                CurveKey::P256(ecdsa_p256::parse_key(point).ok_or("it is not a point of P-256")?)
            }
        };
        Ok(PublicKey { rp_id_hash, curve })
    }

    /// Returns the SHA-256 of the binary form: a short name for the key.
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }

    /// Returns the first 16 hexadecimal digits of the fingerprint.
    pub fn short_fingerprint(&self) -> String {
        hex::encode(self.fingerprint().first_chunk::<8>().unwrap_or(&[0; 8]))
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &PublicKey) -> bool {
        let same_point = match (&self.curve, &other.curve) {
            (CurveKey::Ed25519(a), CurveKey::Ed25519(b)) => a.as_bytes() == b.as_bytes(),
            (CurveKey::P256(a), CurveKey::P256(b)) => a == b,
            _ => false,
        };
        same_point && self.rp_id_hash == other.rp_id_hash
    }
}

impl Eq for PublicKey {}

impl Hash for PublicKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.to_bytes().hash(state);
    }
}

impl PartialOrd for PublicKey {
    fn partial_cmp(&self, other: &PublicKey) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PublicKey {
    fn cmp(&self, other: &PublicKey) -> std::cmp::Ordering {
        self.to_bytes().cmp(&other.to_bytes())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.to_bytes();
        write!(
            f,
            "{}:{}",
            self.algorithm(),
            hex::encode(bytes.get(1..).unwrap_or_default())
        )
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl FromStr for PublicKey {
    type Err = BadPublicKey;

    fn from_str(text: &str) -> Result<PublicKey, BadPublicKey> {
        let fail = |problem: String| BadPublicKey::new(text, problem);
        if text.len() > 2 * Self::LONGEST + 16 {
            return Err(fail("it is too long".to_owned()));
        }
        let (name, digits) = text.split_once(':').ok_or_else(|| {
            fail("write the algorithm, a colon and hexadecimal digits".to_owned())
        })?;
        let algorithm = name
            .parse::<Algorithm>()
            .map_err(|error| fail(error.to_string()))?;
        let body = hex::decode(digits).ok_or_else(|| {
            fail("what follows the colon is not lowercase hexadecimal".to_owned())
        })?;
        Self::of_body(algorithm, &body).map_err(fail)
    }
}

impl serde::Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for PublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<PublicKey, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
