//! What every text of a node must be, whether it is written or read.

use super::{
    Field, MAX_ID_BYTES, MAX_KIND_BYTES, MAX_ORIGIN_BYTES, MAX_PAYLOAD_BYTES, MAX_TAG_BYTES,
    MAX_TEXT_BYTES, MAX_WALK_BYTES, NodeError,
};

impl Field {
    /// Returns the longest that one value of the field may be, in bytes.
    pub(super) const fn limit(self) -> usize {
        match self {
            Field::Id | Field::Links => MAX_ID_BYTES,
            Field::Origin => MAX_ORIGIN_BYTES,
            Field::Kind => MAX_KIND_BYTES,
            Field::Walk => MAX_WALK_BYTES,
            Field::Stimulus | Field::Response => MAX_TEXT_BYTES,
            Field::Tags => MAX_TAG_BYTES,
            Field::Payload => MAX_PAYLOAD_BYTES,
        }
    }

    const fn may_be_empty(self) -> bool {
        matches!(self, Field::Stimulus | Field::Response)
    }

    /// Checks a value of a field of text.
    #[inline]
    pub(super) fn check(self, text: &[u8]) -> Result<(), NodeError> {
        if text.is_empty() && !self.may_be_empty() {
            return Err(NodeError::Empty(self));
        }
        self.check_length(text.len())?;
        match memchr::memchr(0, text) {
            None => Ok(()),
            Some(at) => Err(NodeError::Nul { field: self, at }),
        }
    }

    #[inline]
    pub(super) fn check_length(self, length: usize) -> Result<(), NodeError> {
        if length > self.limit() {
            return Err(NodeError::TooLong {
                field: self,
                length,
                limit: self.limit(),
            });
        }
        Ok(())
    }
}

/// Checks how many tags or links there are.
pub(super) fn check_count(field: Field, count: usize, limit: usize) -> Result<(), NodeError> {
    if count > limit {
        return Err(NodeError::TooMany {
            field,
            count,
            limit,
        });
    }
    Ok(())
}
