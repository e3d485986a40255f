//! Sealed data: bytes that only one store can read.

use crate::{Anchor, StoreError};

/// Data that only the store that sealed it can unseal.
///
/// Binary form: `lawfulsb` (8 bytes), the version (2 bytes, big-endian, 1), the anchor (1 byte), the
/// body, whose form the store knows. The form holds no secret: it may be stored anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    anchor: Anchor,
    body: Vec<u8>,
}

const MAGIC: &[u8; 8] = b"lawfulsb";
const VERSION: u16 = 1;

impl Sealed {
    /// The largest plaintext, in bytes.
    pub const LARGEST: usize = 1 << 16;
    /// The largest binary form, in bytes.
    pub const LARGEST_BLOB: usize = Self::LARGEST + 4096;

    pub(crate) fn new(anchor: Anchor, body: Vec<u8>) -> Sealed {
        Sealed { anchor, body }
    }

    /// Returns the kind of store that sealed the data.
    pub fn anchor(&self) -> Anchor {
        self.anchor
    }

    /// Returns the body if a store of this kind sealed it.
    pub(crate) fn body_for(&self, anchor: Anchor) -> Result<&[u8], StoreError> {
        if self.anchor == anchor {
            Ok(&self.body)
        } else {
            Err(StoreError::SealedElsewhere)
        }
    }

    /// Returns the binary form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_be_bytes());
        bytes.push(self.anchor.code());
        bytes.extend(&self.body);
        bytes
    }

    /// Reads the binary form.
    ///
    /// # Errors
    /// If it is too large, not sealed data, or of a later version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Sealed, StoreError> {
        let what = || "the sealed data".to_owned();
        let damaged = |problem| StoreError::Damaged {
            what: what(),
            problem,
        };
        if bytes.len() > Self::LARGEST_BLOB {
            return Err(StoreError::TooLarge {
                what: what(),
                size: bytes.len() as u64,
                limit: Self::LARGEST_BLOB as u64,
            });
        }
        let (magic, rest) = bytes
            .split_first_chunk::<8>()
            .ok_or_else(|| damaged("it is too short"))?;
        if magic != MAGIC {
            return Err(damaged("it does not begin with `lawfulsb`"));
        }
        let (version, rest) = rest
            .split_first_chunk()
            .ok_or_else(|| damaged("it is too short"))?;
        match u16::from_be_bytes(*version) {
            VERSION => {}
            0 => return Err(damaged("there is no version 0")),
            found => {
                return Err(StoreError::FutureVersion {
                    what: what(),
                    found,
                    newest: VERSION,
                });
            }
        }
        let (anchor, body) = rest
            .split_first()
            .ok_or_else(|| damaged("it is too short"))?;
        let anchor = Anchor::from_code(*anchor).ok_or_else(|| damaged("its anchor is unknown"))?;
        Ok(Sealed {
            anchor,
            body: body.to_vec(),
        })
    }
}

/// Refuses a plaintext that is too large to seal.
pub(crate) fn check_plaintext(plaintext: &[u8], limit: usize) -> Result<(), StoreError> {
    if plaintext.len() > limit {
        return Err(StoreError::TooLarge {
            what: "the data to seal".to_owned(),
            size: plaintext.len() as u64,
            limit: limit as u64,
        });
    }
    Ok(())
}
