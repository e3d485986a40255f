//! The canonical encoding: big-endian numbers, and a length of four bytes before every text.
//!
//! One value has one encoding. Readers check every length against what is left before they take
//! memory for it.

use crate::digest::Digest;
use lawful_platform::{PublicKey, Signature};

/// Bytes that are not the encoding of anything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodingError {
    /// The bytes end too early.
    #[error("the bytes end at {0}, in the middle of something")]
    Short(usize),
    /// Bytes are left over.
    #[error("{0} bytes follow the end")]
    Trailing(usize),
    /// There are too many bytes.
    #[error("there are {found} bytes; at most {most} are allowed")]
    TooLarge {
        /// How many there are.
        found: usize,
        /// How many are allowed.
        most: usize,
    },
    /// Something is wrong with what the bytes say.
    #[error("the bytes before {at} are wrong: {problem}")]
    Wrong {
        /// Where.
        at: usize,
        /// What.
        problem: String,
    },
    /// The format is another one.
    #[error("the bytes do not begin with `{0}`; they are something else")]
    OtherFormat(&'static str),
    /// The format is of a version that this program does not know.
    #[error("the format has version `{0}`, and this program knows version {known} only; update it", known = VERSION)]
    OtherVersion(u16),
    /// The bytes mean something that has another, canonical encoding.
    #[error("the bytes are not canonical: what they say is written in another way")]
    NotCanonical,
}

/// The version of all stored forms.
pub(crate) const VERSION: u16 = 1;

#[derive(Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub fn new() -> Writer {
        Writer::default()
    }

    pub fn with_capacity(capacity: usize) -> Writer {
        Writer {
            bytes: Vec::with_capacity(capacity),
        }
    }

    /// Begins a stored form.
    pub fn stored(magic: &str) -> Writer {
        let mut writer = Writer::new();
        writer.raw(magic.as_bytes()).u16(VERSION);
        writer
    }

    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    pub fn raw(&mut self, bytes: &[u8]) -> &mut Writer {
        self.bytes.extend_from_slice(bytes);
        self
    }

    pub fn u8(&mut self, number: u8) -> &mut Writer {
        self.raw(&[number])
    }

    pub fn u16(&mut self, number: u16) -> &mut Writer {
        self.raw(&number.to_be_bytes())
    }

    pub fn u32(&mut self, number: u32) -> &mut Writer {
        self.raw(&number.to_be_bytes())
    }

    pub fn u64(&mut self, number: u64) -> &mut Writer {
        self.raw(&number.to_be_bytes())
    }

    /// Writes a count; every list that is written is bounded far below 2^32.
    pub fn count(&mut self, count: usize) -> &mut Writer {
        self.u32(u32::try_from(count).unwrap_or(u32::MAX))
    }

    pub fn text(&mut self, text: &str) -> &mut Writer {
        self.bytes(text.as_bytes())
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Writer {
        self.count(bytes.len()).raw(bytes)
    }

    pub fn digest(&mut self, digest: &Digest) -> &mut Writer {
        self.raw(digest.as_bytes())
    }

    pub fn key(&mut self, key: &PublicKey) -> &mut Writer {
        self.bytes(&key.to_bytes())
    }

    pub fn signature(&mut self, signature: &Signature) -> &mut Writer {
        self.bytes(&signature.to_bytes())
    }
}

pub(crate) struct Reader<'b> {
    all: &'b [u8],
    at: usize,
}

type Read<T> = Result<T, EncodingError>;

impl<'b> Reader<'b> {
    pub fn new(bytes: &'b [u8], most: usize) -> Read<Reader<'b>> {
        if bytes.len() > most {
            let found = bytes.len();
            return Err(EncodingError::TooLarge { found, most });
        }
        Ok(Reader { all: bytes, at: 0 })
    }

    /// Begins to read a stored form.
    pub fn stored(bytes: &'b [u8], most: usize, magic: &'static str) -> Read<Reader<'b>> {
        let mut reader = Reader::new(bytes, most)?;
        if !bytes.starts_with(magic.as_bytes()) {
            return Err(EncodingError::OtherFormat(magic));
        }
        reader.at = magic.len();
        match reader.u16()? {
            VERSION => Ok(reader),
            other => Err(EncodingError::OtherVersion(other)),
        }
    }

    pub fn finish(self) -> Read<()> {
        match self.all.len() - self.at {
            0 => Ok(()),
            rest => Err(EncodingError::Trailing(rest)),
        }
    }

    pub fn wrong<T>(&self, problem: impl std::fmt::Display) -> Read<T> {
        Err(EncodingError::Wrong {
            at: self.at,
            problem: problem.to_string(),
        })
    }

    pub fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        let rest = self.all.get(self.at..).unwrap_or_default();
        let array = rest
            .first_chunk::<N>()
            .ok_or(EncodingError::Short(self.all.len()))?;
        self.at += N;
        Ok(*array)
    }

    pub fn u8(&mut self) -> Read<u8> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    pub fn u16(&mut self) -> Read<u16> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    pub fn u32(&mut self) -> Read<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub fn u64(&mut self) -> Read<u64> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// Reads a count of things of which each has at least one byte.
    pub fn count(&mut self, most: usize) -> Read<usize> {
        let count = self.u32()? as usize;
        if count > most {
            return self.wrong(format_args!(
                "the count `{count}` is above the limit {most}"
            ));
        }
        if count > self.all.len() - self.at {
            return Err(EncodingError::Short(self.all.len()));
        }
        Ok(count)
    }

    pub fn bytes(&mut self, most: usize) -> Read<&'b [u8]> {
        let count = self.count(most)?;
        let bytes = self.all.get(self.at..self.at + count);
        self.at += count;
        bytes.ok_or(EncodingError::Short(self.all.len()))
    }

    pub fn text(&mut self, most: usize) -> Read<&'b str> {
        let bytes = self.bytes(most)?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text),
            Err(error) => self.wrong(error),
        }
    }

    pub fn bool(&mut self) -> Read<bool> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            other => self.wrong(format_args!("`{other}` is not a truth value")),
        }
    }

    pub fn digest(&mut self) -> Read<Digest> {
        self.array().map(Digest::from_bytes)
    }

    pub fn key(&mut self) -> Read<PublicKey> {
        let bytes = self.bytes(PublicKey::LONGEST)?;
        PublicKey::from_bytes(bytes).or_else(|error| self.wrong(error))
    }

    pub fn signature(&mut self) -> Read<Signature> {
        let bytes = self.bytes(Signature::LONGEST)?;
        Signature::from_bytes(bytes).or_else(|error| self.wrong(error))
    }

    /// Reads a list.
    pub fn list<T>(&mut self, most: usize, read: impl Fn(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let count = self.count(most)?;
        (0..count).map(|_| read(self)).collect()
    }
}
