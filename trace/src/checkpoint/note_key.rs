//! Keys that verify notes.

use super::base64_text;
use super::{BadNoteName, NoteName};
use lawful_platform::{Algorithm, PublicKey};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// What a key signs: the type byte of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// Notes, with Ed25519: type `01`. The keys of logs.
    Note,
    /// Checkpoints that were seen, with the time: type `04`. The keys of witnesses.
    Cosignature,
}

impl KeyKind {
    fn code(self) -> u8 {
        match self {
            KeyKind::Note => 1,
            KeyKind::Cosignature => 4,
        }
    }

    fn of_code(code: u8) -> Option<KeyKind> {
        match code {
            1 => Some(KeyKind::Note),
            4 => Some(KeyKind::Cosignature),
            _ => None,
        }
    }
}

/// A public key with its name in notes: a *verifier key*.
///
/// Text form: the name, `+`, the key id in hexadecimal, `+`, and type and key in base64.
///
/// ```
/// use lawful_trace::checkpoint::NoteKey;
/// let text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
/// let key: NoteKey = text.parse().unwrap();
/// assert_eq!(key.name().as_str(), "sum.golang.org");
/// assert_eq!(key.to_string(), text);
/// // The id does not follow from the name and the key.
/// assert!(text.replace("033de0ae", "033de0af").parse::<NoteKey>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey {
    name: NoteName,
    kind: KeyKind,
    key: PublicKey,
}

/// A key that cannot verify notes, or text that is not a verifier key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadNoteKey {
    /// The key is of an algorithm that notes do not have.
    #[error("notes are signed with `ed25519` keys, this one is `{0}`")]
    Algorithm(Algorithm),
    /// The name is none.
    #[error(transparent)]
    Name(#[from] BadNoteName),
    /// The text is not a verifier key.
    #[error("`{given}` is not a verifier key: {problem}")]
    Text {
        /// The text.
        given: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl NoteKey {
    /// Makes a verifier key.
    ///
    /// # Errors
    /// If the key is not an Ed25519 key.
    pub fn new(name: NoteName, kind: KeyKind, key: PublicKey) -> Result<NoteKey, BadNoteKey> {
        match key.algorithm() {
            Algorithm::Ed25519 => Ok(NoteKey { name, kind, key }),
            other => Err(BadNoteKey::Algorithm(other)),
        }
    }

    /// Returns the name.
    pub fn name(&self) -> &NoteName {
        &self.name
    }

    /// Returns what the key signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Returns the key.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Returns the id: the first four bytes of the SHA-256 of the name, a newline, the type and the
    /// key. Short: it finds a key, it does not prove one.
    pub fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(self.name.as_str())
            .chain_update([b'\n', self.kind.code()])
            .chain_update(self.key.point())
            .finalize();
        hash.first_chunk().copied().unwrap_or_default()
    }
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut material = vec![self.kind.code()];
        material.extend(self.key.point());
        let (name, id) = (&self.name, u32::from_be_bytes(self.id()));
        write!(f, "{name}+{id:08x}+{}", base64_text::encode(&material))
    }
}

impl FromStr for NoteKey {
    type Err = BadNoteKey;

    fn from_str(text: &str) -> Result<NoteKey, BadNoteKey> {
        let bad = |problem| BadNoteKey::Text {
            given: text.chars().take(160).collect(),
            problem,
        };
        if text.len() > NoteName::LONGEST + 80 {
            return Err(bad("it is too long"));
        }
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(material)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(bad("write `name+id+key`"));
        };
        let name: NoteName = name.parse()?;
        let material = base64_text::decode(material).ok_or_else(|| bad("the key is not base64"))?;
        let (code, point) = material
            .split_first()
            .ok_or_else(|| bad("the key is empty"))?;
        let kind = KeyKind::of_code(*code)
            .ok_or_else(|| bad("the type is neither `01` (notes) nor `04` (cosignatures)"))?;
        let point = point
            .try_into()
            .map_err(|_| bad("an Ed25519 key has 32 bytes"))?;
        let key = PublicKey::ed25519(point).map_err(|_| bad("the bytes are not an Ed25519 key"))?;
        let key = NoteKey { name, kind, key };
        if format!("{:08x}", u32::from_be_bytes(key.id())) != id {
            return Err(bad("the id does not belong to the name and the key"));
        }
        Ok(key)
    }
}
