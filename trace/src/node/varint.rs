//! Lengths: little-endian groups of seven bits, in as few bytes as possible.

/// The most bytes that a length takes: lengths are below 2^28.
pub const MAX_BYTES: usize = 4;

/// Returns how many bytes a length takes.
pub const fn size(length: usize) -> usize {
    match length {
        0..0x80 => 1,
        0x80..0x4000 => 2,
        0x4000..0x20_0000 => 3,
        _ => MAX_BYTES,
    }
}

/// Appends a length. It must be below 2^28, which every limit of a node is.
pub fn write(out: &mut Vec<u8>, mut length: usize) {
    while length >= 0x80 {
        out.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
}

/// Why bytes are not a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The bytes end too early.
    Short,
    /// There is a shorter way to write it, or it is above every limit.
    NotShortest,
}

/// Reads a length at the start of the bytes; returns it and how many bytes it took.
#[inline]
pub fn read(bytes: &[u8]) -> Result<(usize, usize), Fault> {
    let first = *bytes.first().ok_or(Fault::Short)?;
    if first < 0x80 {
        return Ok((usize::from(first), 1));
    }
    read_long(bytes, first)
}

fn read_long(bytes: &[u8], first: u8) -> Result<(usize, usize), Fault> {
    let mut length = usize::from(first & 0x7f);
    for place in 1..MAX_BYTES {
        let byte = *bytes.get(place).ok_or(Fault::Short)?;
        length |= usize::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            return if byte == 0 {
                Err(Fault::NotShortest)
            } else {
                Ok((length, place + 1))
            };
        }
    }
    Err(Fault::NotShortest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]
    use super::*;

    #[test]
    fn lengths_come_back() {
        for length in [
            0,
            1,
            127,
            128,
            16_383,
            16_384,
            2_097_151,
            2_097_152,
            (1 << 28) - 1,
        ] {
            let mut bytes = Vec::new();
            write(&mut bytes, length);
            assert_eq!(bytes.len(), size(length));
            assert_eq!(read(&bytes), Ok((length, bytes.len())));
            for end in 0..bytes.len() {
                assert_eq!(read(bytes.get(..end).unwrap()), Err(Fault::Short));
            }
        }
    }

    #[test]
    fn longer_forms_are_refused() {
        for bytes in [
            &[0x80, 0][..],
            &[0xff, 0x80, 0],
            &[0x80, 0x80, 0x80, 0],
            &[0xff; 5],
        ] {
            assert_eq!(read(bytes), Err(Fault::NotShortest));
        }
    }
}
