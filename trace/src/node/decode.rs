//! Says whether bytes are the one encoding of a node.

use super::check::check_count;
use super::{
    Commitment, DecodeError, DecodeFault, Field, MAX_LINKS, MAX_NODE_BYTES, MAX_TAGS, Relation,
    layout, limits, varint,
};

/// Checks that the bytes are the canonical encoding of a node. Nothing is allocated.
pub fn check(bytes: &[u8]) -> Result<(), DecodeError> {
    let mut reader = Reader { bytes, at: 0 };
    if bytes.len() > MAX_NODE_BYTES {
        return Err(reader.fault(DecodeFault::TooLarge {
            length: bytes.len(),
            limit: MAX_NODE_BYTES,
        }));
    }
    let version = reader.byte()?;
    if version != layout::VERSION {
        reader.at = 0;
        return Err(reader.fault(DecodeFault::Version {
            found: version,
            newest: layout::VERSION,
        }));
    }
    let form = reader.byte()?;
    let has = |bit: u8| form & bit != 0;
    if has(layout::INLINE) && has(layout::COMMITTED) {
        reader.at = 1;
        return Err(reader.not_canonical("a payload is inline or committed, not both"));
    }
    reader.take(layout::HEADER_BYTES - 2)?;
    reader.text(Field::Id)?;
    reader.text(Field::Origin)?;
    let texts = [
        (layout::KIND, Field::Kind),
        (layout::WALK, Field::Walk),
        (layout::STIMULUS, Field::Stimulus),
        (layout::RESPONSE, Field::Response),
    ];
    for (bit, field) in texts {
        if has(bit) {
            reader.text(field)?;
        }
    }
    if has(layout::TAGS) {
        reader.tags()?;
    }
    if has(layout::LINKS) {
        reader.links()?;
    }
    if has(layout::INLINE) {
        let start = reader.at;
        let length = reader.length()?;
        let good = Field::Payload.check_length(length);
        good.map_err(|error| fault_at(start, error.into()))?;
        if length == 0 {
            return Err(fault_at(start, EMPTY));
        }
        reader.take(length)?;
    }
    if has(layout::COMMITTED) {
        reader.take(Commitment::BYTES)?;
    }
    match bytes.len() - reader.at {
        0 => Ok(()),
        trailing => Err(reader.fault(DecodeFault::Trailing(trailing))),
    }
}

const EMPTY: DecodeFault = DecodeFault::NotCanonical("an empty part is left out");

const fn fault_at(at: usize, fault: DecodeFault) -> DecodeError {
    DecodeError { at, fault }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn fault(&self, fault: DecodeFault) -> DecodeError {
        fault_at(self.at, fault)
    }

    fn not_canonical(&self, why: &'static str) -> DecodeError {
        self.fault(DecodeFault::NotCanonical(why))
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let taken = self.rest().get(..count);
        let taken = taken.ok_or(fault_at(self.bytes.len(), DecodeFault::Truncated))?;
        self.at += count;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, DecodeError> {
        let byte = self.take(1)?;
        Ok(byte.first().copied().unwrap_or_default())
    }

    fn length(&mut self) -> Result<usize, DecodeError> {
        match varint::read(self.rest()) {
            Ok((length, size)) => {
                self.at += size;
                Ok(length)
            }
            Err(varint::Fault::Short) => Err(fault_at(self.bytes.len(), DecodeFault::Truncated)),
            Err(varint::Fault::NotShortest) => {
                Err(self.not_canonical("a length is not in its shortest form"))
            }
        }
    }

    fn text(&mut self, field: Field) -> Result<&'a [u8], DecodeError> {
        let start = self.at;
        let length = self.length()?;
        let bytes = self.take(length)?;
        let good = field.check(bytes);
        good.map_err(|error| fault_at(start, error.into()))?;
        if std::str::from_utf8(bytes).is_err() {
            return Err(fault_at(start, DecodeFault::NotText(field)));
        }
        Ok(bytes)
    }

    /// Reads the length of a section that is not empty, and returns where the section ends.
    fn section(&mut self, field: Field, limit: usize) -> Result<usize, DecodeError> {
        let start = self.at;
        let length = self.length()?;
        if length == 0 {
            return Err(fault_at(start, EMPTY));
        }
        if length > limit {
            let error = super::NodeError::TooLong {
                field,
                length,
                limit,
            };
            return Err(fault_at(start, error.into()));
        }
        let end = self.at + length;
        if end > self.bytes.len() {
            return Err(fault_at(self.bytes.len(), DecodeFault::Truncated));
        }
        Ok(end)
    }

    fn section_ends(&self, end: usize) -> Result<(), DecodeError> {
        if self.at == end {
            Ok(())
        } else {
            Err(self.not_canonical("the last item reaches beyond its section"))
        }
    }

    fn tags(&mut self) -> Result<(), DecodeError> {
        let end = self.section(Field::Tags, limits::MAX_TAGS_BYTES)?;
        let (mut count, mut last) = (0, &[][..]);
        while self.at < end {
            let start = self.at;
            let tag = self.text(Field::Tags)?;
            if tag <= last {
                let why = "tags are not in ascending order";
                return Err(fault_at(start, DecodeFault::NotCanonical(why)));
            }
            last = tag;
            count += 1;
            let good = check_count(Field::Tags, count, MAX_TAGS);
            good.map_err(|error| fault_at(start, error.into()))?;
        }
        self.section_ends(end)
    }

    fn links(&mut self) -> Result<(), DecodeError> {
        let end = self.section(Field::Links, limits::MAX_LINKS_BYTES)?;
        let (mut count, mut last) = (0, (0, &[][..]));
        while self.at < end {
            let start = self.at;
            let relation = self.byte()?;
            if Relation::of_number(relation).is_none() {
                return Err(fault_at(start, DecodeFault::UnknownRelation(relation)));
            }
            let link = (relation, self.text(Field::Links)?);
            if link <= last {
                let why = "links are not in ascending order";
                return Err(fault_at(start, DecodeFault::NotCanonical(why)));
            }
            last = link;
            count += 1;
            let good = check_count(Field::Links, count, MAX_LINKS);
            good.map_err(|error| fault_at(start, error.into()))?;
        }
        self.section_ends(end)
    }
}
