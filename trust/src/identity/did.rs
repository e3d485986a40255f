//! `did:key` names of public keys.

use super::{IdentityError, base58};
use lawful_platform::{Algorithm, PublicKey};
use std::fmt;
use std::str::FromStr;

/// A `did:key`: a public key as a name that other tools can read.
///
/// ```
/// use lawful_trust::identity::Did;
/// let text = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
/// let did: Did = text.parse().unwrap();
/// assert_eq!(did.to_string(), text);
/// assert!("did:web:example.com".parse::<Did>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Did {
    key: PublicKey,
    multibase: String,
}

/// The multicodec prefixes of public keys, as variable-length integers.
const ED25519: [u8; 2] = [0xed, 0x01];
const P256: [u8; 2] = [0x80, 0x24];

/// More letters than any key has.
const LONGEST: usize = 64;

impl Did {
    /// Names a key.
    ///
    /// # Errors
    /// [`IdentityError::NoDid`] for keys of FIDO2 authenticators: their signatures carry statements
    /// of the device that other tools would not expect under this name.
    pub fn of_key(key: &PublicKey) -> Result<Did, IdentityError> {
        let codec = match key.algorithm() {
            Algorithm::Ed25519 => ED25519,
            Algorithm::EcdsaP256 => P256,
            other => return Err(IdentityError::NoDid(other)),
        };
        let bytes = [&codec[..], &key.point()].concat();
        Ok(Did {
            key: key.clone(),
            multibase: format!("z{}", base58::encode(&bytes)),
        })
    }

    /// Returns the key.
    pub fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// Returns the multibase form of the key, which begins with `z`.
    pub fn multibase(&self) -> &str {
        &self.multibase
    }

    /// Returns the id of the one verification method.
    pub fn verification_method(&self) -> String {
        format!("{self}#{}", self.multibase)
    }
}

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "did:key:{}", self.multibase)
    }
}

impl FromStr for Did {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Did, IdentityError> {
        let fail = |problem: &str| {
            let shown: String = text.chars().take(100).collect();
            IdentityError::garbage("a did:key", format!("`{shown}` {problem}"))
        };
        let multibase = text
            .strip_prefix("did:key:")
            .ok_or_else(|| fail("does not begin with `did:key:`"))?;
        let bytes = multibase
            .strip_prefix('z')
            .and_then(|letters| base58::decode(letters, LONGEST))
            .ok_or_else(|| fail("is not base58 after a `z`"))?;
        let key = match bytes.split_first_chunk::<2>() {
            Some((&ED25519, point)) => point
                .try_into()
                .ok()
                .and_then(|point| PublicKey::ed25519(point).ok()),
            // Compressed only, so that a key has one name.
            Some((&P256, point)) if point.len() == 33 => PublicKey::p256(point).ok(),
            _ => None,
        };
        let key = key.ok_or_else(|| fail("is not an Ed25519 or P-256 key"))?;
        Ok(Did {
            key,
            multibase: multibase.to_owned(),
        })
    }
}
