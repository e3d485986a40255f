//! Reads the big-endian structures of a TPM without allocating.

use super::Tpm2Error;

/// A place in a structure.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    structure: &'static str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8], structure: &'static str) -> Reader<'a> {
        Reader {
            rest: bytes,
            structure,
        }
    }

    pub(super) fn malformed(&self, problem: &'static str) -> Tpm2Error {
        Tpm2Error::Malformed {
            structure: self.structure,
            problem,
        }
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Tpm2Error> {
        let (head, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or_else(|| self.malformed("it ends too early"))?;
        self.rest = rest;
        Ok(*head)
    }

    pub(super) fn u8(&mut self) -> Result<u8, Tpm2Error> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Tpm2Error> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Tpm2Error> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, Tpm2Error> {
        self.array().map(u64::from_be_bytes)
    }

    pub(super) fn bytes(&mut self, count: usize) -> Result<&'a [u8], Tpm2Error> {
        let (head, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or_else(|| self.malformed("it ends too early"))?;
        self.rest = rest;
        Ok(head)
    }

    /// Reads a `TPM2B`: a length of two bytes, then so many bytes.
    pub(super) fn sized(&mut self) -> Result<&'a [u8], Tpm2Error> {
        let length = self.u16()?;
        self.bytes(usize::from(length))
    }

    /// Reads a number of at most 32 bytes into exactly 32, with zeros in front: TPMs may drop them.
    pub(super) fn number_32(&mut self) -> Result<[u8; 32], Tpm2Error> {
        let bytes = self.sized()?;
        let mut number = [0; 32];
        let start = 32usize
            .checked_sub(bytes.len())
            .ok_or_else(|| self.malformed("a number is longer than 32 bytes"))?;
        for (to, from) in number.iter_mut().skip(start).zip(bytes) {
            *to = *from;
        }
        Ok(number)
    }

    /// Demands that nothing is left.
    pub(super) fn end(self) -> Result<(), Tpm2Error> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.malformed("bytes are left over"))
        }
    }
}
