//! Binary forms: numbers in big-endian order, fields of variable length after their length.

use jiff::Timestamp;

/// Bytes that are not what was expected at some place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken(pub &'static str);

/// Writes a binary form.
#[derive(Default)]
pub(crate) struct Writer(pub Vec<u8>);

impl Writer {
    pub(crate) fn new(magic: &[u8]) -> Writer {
        Writer(magic.to_vec())
    }

    pub(crate) fn raw(mut self, bytes: &[u8]) -> Writer {
        self.0.extend(bytes);
        self
    }

    pub(crate) fn byte(self, byte: u8) -> Writer {
        self.raw(&[byte])
    }

    pub(crate) fn number(self, number: u64) -> Writer {
        self.raw(&number.to_be_bytes())
    }

    /// Nanoseconds since 1970, 16 bytes.
    pub(crate) fn time(self, time: Timestamp) -> Writer {
        self.raw(&time.as_nanosecond().to_be_bytes())
    }

    /// A field of variable length. All callers bound their fields far below 4 GiB.
    pub(crate) fn field(self, bytes: &[u8]) -> Writer {
        self.raw(&(bytes.len() as u32).to_be_bytes()).raw(bytes)
    }
}

/// Reads a binary form from its beginning; every byte must be used.
pub(crate) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader { rest: bytes }
    }

    pub(crate) fn magic(&mut self, magic: &[u8], problem: &'static str) -> Result<(), Broken> {
        self.rest = self.rest.strip_prefix(magic).ok_or(Broken(problem))?;
        Ok(())
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Broken> {
        let (head, rest) = self
            .rest
            .split_first_chunk()
            .ok_or(Broken("it ends too early"))?;
        self.rest = rest;
        Ok(*head)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Broken> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn number(&mut self) -> Result<u64, Broken> {
        self.array().map(u64::from_be_bytes)
    }

    pub(crate) fn time(&mut self) -> Result<Timestamp, Broken> {
        Timestamp::from_nanosecond(i128::from_be_bytes(self.array()?))
            .map_err(|_| Broken("a time is outside of the years -9999 to 9999"))
    }

    /// A field of at most so many bytes. Nothing is allocated.
    pub(crate) fn field(&mut self, longest: usize) -> Result<&'b [u8], Broken> {
        let length = u32::from_be_bytes(self.array()?) as usize;
        if length > longest {
            return Err(Broken("a field is too long"));
        }
        let (field, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(Broken("it ends too early"))?;
        self.rest = rest;
        Ok(field)
    }

    pub(crate) fn text(&mut self, longest: usize) -> Result<&'b str, Broken> {
        std::str::from_utf8(self.field(longest)?).map_err(|_| Broken("a text is not UTF-8"))
    }

    pub(crate) fn end(self) -> Result<(), Broken> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Broken("there are bytes after its end"))
        }
    }
}
