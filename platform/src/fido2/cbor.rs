//! The part of CBOR that authenticators write: definite lengths, shortest numbers, no tags, no
//! floats, at most eight levels.
//!
//! Nothing is copied, and no memory is set aside for a length before the bytes are there.

use super::Fido2Error;

/// The deepest nesting. CTAP2 allows four; certificates and extensions of others need a few more.
const DEEPEST: usize = 8;

/// The largest input, in bytes.
pub(super) const LARGEST: usize = 1 << 16;

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Integer(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    Array(Vec<Item<'a>>),
    Map(Vec<(Item<'a>, Item<'a>)>),
    Bool(bool),
    Null,
}

impl<'a> Item<'a> {
    /// Finds the value of a text key, if this is a map that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Item<'a>> {
        self.find(|k| matches!(k, Item::Text(text) if *text == key))
    }

    /// Finds the value of an integer key, if this is a map that has it.
    pub(super) fn at(&self, key: i64) -> Option<&Item<'a>> {
        self.find(|k| *k == Item::Integer(key))
    }

    fn find(&self, fits: impl Fn(&Item<'a>) -> bool) -> Option<&Item<'a>> {
        match self {
            Item::Map(entries) => entries.iter().find(|(k, _)| fits(k)).map(|(_, v)| v),
            _ => None,
        }
    }

    pub(super) fn integer(&self) -> Option<i64> {
        if let Item::Integer(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    pub(super) fn bytes(&self) -> Option<&'a [u8]> {
        if let Item::Bytes(bytes) = self {
            Some(bytes)
        } else {
            None
        }
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        if let Item::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    pub(super) fn array(&self) -> Option<&[Item<'a>]> {
        if let Item::Array(items) = self {
            Some(items)
        } else {
            None
        }
    }

    pub(super) fn is_empty_map(&self) -> bool {
        matches!(self, Item::Map(entries) if entries.is_empty())
    }
}

/// Reads exactly one item.
pub(super) fn parse(bytes: &[u8]) -> Result<Item<'_>, Fido2Error> {
    match parse_prefix(bytes)? {
        (item, []) => Ok(item),
        _ => Err(Fido2Error::Cbor("bytes are left over")),
    }
}

/// Reads one item and returns what follows it.
pub(super) fn parse_prefix(bytes: &[u8]) -> Result<(Item<'_>, &[u8]), Fido2Error> {
    if bytes.len() > LARGEST {
        return Err(Fido2Error::TooLarge {
            what: "CBOR",
            size: bytes.len(),
            limit: LARGEST,
        });
    }
    let mut reader = Reader { rest: bytes };
    let item = reader.item(DEEPEST)?;
    Ok((item, reader.rest))
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn item(&mut self, depth: usize) -> Result<Item<'a>, Fido2Error> {
        let deeper = depth
            .checked_sub(1)
            .ok_or(Fido2Error::Cbor("it is nested too deeply"))?;
        let [first] = self.array::<1>()?;
        let (major, small) = (first >> 5, first & 31);
        if major == 7 {
            return match small {
                20 => Ok(Item::Bool(false)),
                21 => Ok(Item::Bool(true)),
                22 => Ok(Item::Null),
                _ => Err(Fido2Error::Cbor(
                    "it has a float or an unknown simple value",
                )),
            };
        }
        let number = self.number(small)?;
        match major {
            0 => signed(number).map(Item::Integer),
            1 => signed(number).map(|n| Item::Integer(-1 - n)),
            2 => self.bytes(number).map(Item::Bytes),
            3 => std::str::from_utf8(self.bytes(number)?)
                .map(Item::Text)
                .map_err(|_| Fido2Error::Cbor("a text is not UTF-8")),
            4 => (0..self.count(number, 1)?)
                .map(|_| self.item(deeper))
                .collect::<Result<_, _>>()
                .map(Item::Array),
            5 => self.map(number, deeper),
            _ => Err(Fido2Error::Cbor("it has a tag")),
        }
    }

    fn map(&mut self, number: u64, depth: usize) -> Result<Item<'a>, Fido2Error> {
        let mut entries: Vec<(Item<'a>, Item<'a>)> = Vec::new();
        for _ in 0..self.count(number, 2)? {
            let key = self.item(depth)?;
            if !matches!(key, Item::Integer(_) | Item::Text(_)) {
                return Err(Fido2Error::Cbor("a key is neither a number nor a text"));
            }
            if entries.iter().any(|(known, _)| *known == key) {
                return Err(Fido2Error::Cbor("a key comes twice"));
            }
            let value = self.item(depth)?;
            entries.push((key, value));
            // Looking for doubles is quadratic; no structure of ours has more than a few keys.
            if entries.len() > 64 {
                return Err(Fido2Error::Cbor("a map has more than 64 keys"));
            }
        }
        Ok(Item::Map(entries))
    }

    /// Checks that so many items can be there at all: each has at least one byte.
    fn count(&self, number: u64, least: u64) -> Result<u64, Fido2Error> {
        if number.saturating_mul(least) > self.rest.len() as u64 {
            return Err(Fido2Error::Cbor("it ends too early"));
        }
        Ok(number)
    }

    fn number(&mut self, small: u8) -> Result<u64, Fido2Error> {
        let (number, least) = match small {
            0..=23 => return Ok(u64::from(small)),
            24 => (u64::from(u8::from_be_bytes(self.array()?)), 24),
            25 => (u64::from(u16::from_be_bytes(self.array()?)), 1 << 8),
            26 => (u64::from(u32::from_be_bytes(self.array()?)), 1 << 16),
            27 => (u64::from_be_bytes(self.array()?), 1 << 32),
            _ => return Err(Fido2Error::Cbor("a length is not definite")),
        };
        if number < least {
            return Err(Fido2Error::Cbor("a number is not in its shortest form"));
        }
        Ok(number)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fido2Error> {
        let (head, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or(Fido2Error::Cbor("it ends too early"))?;
        self.rest = rest;
        Ok(*head)
    }

    fn bytes(&mut self, count: u64) -> Result<&'a [u8], Fido2Error> {
        let early = Fido2Error::Cbor("it ends too early");
        let count = usize::try_from(count).map_err(|_| early.clone())?;
        let (head, rest) = self.rest.split_at_checked(count).ok_or(early)?;
        self.rest = rest;
        Ok(head)
    }
}

fn signed(number: u64) -> Result<i64, Fido2Error> {
    i64::try_from(number).map_err(|_| Fido2Error::Cbor("a number is too large"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_authenticators_write() {
        let item = parse(b"\xa3\x01\x02\x20\x43abc\x61k\x82\xf5\xf6").unwrap();
        assert_eq!(item.at(1).and_then(Item::integer), Some(2));
        assert_eq!(item.at(-1).and_then(Item::bytes), Some(&b"abc"[..]));
        assert_eq!(
            item.get("k"),
            Some(&Item::Array(vec![Item::Bool(true), Item::Null]))
        );
    }

    #[test]
    fn refuses_the_rest() {
        let cases: [(&[u8], &str); 12] = [
            (b"", "it ends too early"),
            (b"\x00\x00", "bytes are left over"),
            (b"\x18\x17", "a number is not in its shortest form"),
            (
                b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff",
                "a number is too large",
            ),
            (b"\x5b\x00\x00\xff\xff\xff\xff\xff\xff", "it ends too early"),
            (b"\x9a\xff\xff\xff\xff", "it ends too early"),
            (b"\x9f\xff", "a length is not definite"),
            (b"\x61\xff", "a text is not UTF-8"),
            (b"\xa2\x01\x01\x01\x02", "a key comes twice"),
            (b"\xa1\x40\x01", "a key is neither a number nor a text"),
            (b"\xc0\x00", "it has a tag"),
            (
                b"\x81\x81\x81\x81\x81\x81\x81\x81\x00",
                "it is nested too deeply",
            ),
        ];
        for (bytes, problem) in cases {
            assert_eq!(parse(bytes), Err(Fido2Error::Cbor(problem)), "{bytes:02x?}");
        }
    }
}
