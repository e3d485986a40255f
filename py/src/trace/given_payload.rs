//! A payload as Python gives it: a part of the node, beside it, or not at hand.

use crate::errors::invalid;
use lawful_trace::{Commitment, NodeBuilder, Opening};
use pyo3::PyResult;
use pyo3::pybacked::PyBackedBytes;

/// What was given.
pub struct GivenPayload<'a> {
    pub payload: Option<&'a PyBackedBytes>,
    pub erasable: bool,
    pub commitment: Option<&'a [u8]>,
    pub salt: Option<&'a [u8]>,
}

impl<'a> GivenPayload<'a> {
    /// Returns whether nothing was given.
    #[inline]
    pub fn is_nothing(&self) -> bool {
        self.payload.is_none() && !self.erasable && self.commitment.is_none() && self.salt.is_none()
    }

    /// Puts it into a node.
    ///
    /// # Errors
    /// If the parts do not belong together.
    pub fn put(self, builder: NodeBuilder<'a>) -> PyResult<NodeBuilder<'a>> {
        let commitment = self.commitment.map(|bytes| bytes32("a commitment", bytes));
        let commitment = commitment.transpose()?.map(Commitment::from_bytes);
        match (self.payload, self.salt, commitment) {
            (Some(payload), Some(salt), commitment) => {
                let salt = bytes32("a salt", salt)?;
                let opening = Opening::with_salt(salt, payload.to_vec()).map_err(invalid)?;
                if commitment.is_some_and(|commitment| !opening.opens(&commitment)) {
                    return Err(invalid(
                        "`commitment` is not of this `payload` and `salt`; leave it out",
                    ));
                }
                Ok(builder.erasable(opening))
            }
            (None, Some(_), _) => Err(invalid(
                "`salt` goes with a payload; give `payload=b\"...\"`",
            )),
            (Some(_), None, Some(_)) => Err(invalid(
                "`commitment` stands for a payload that is not at hand; give one of them, or `salt` too",
            )),
            (Some(payload), None, None) if self.erasable => {
                let opening = Opening::new(payload.to_vec()).map_err(invalid)?;
                Ok(builder.erasable(opening))
            }
            (Some(payload), None, None) => Ok(builder.payload(payload)),
            (None, None, Some(_)) if self.erasable => Err(invalid(
                "`commitment` stands for a payload that is not at hand; leave `erasable` out",
            )),
            (None, None, Some(commitment)) => Ok(builder.committed(commitment)),
            (None, None, None) if self.erasable => Err(invalid(
                "`erasable` needs a payload; give `payload=b\"...\"`",
            )),
            (None, None, None) => Ok(builder),
        }
    }
}

/// Reads 32 bytes.
///
/// # Errors
/// If there are more or less; `what` says of what.
pub fn bytes32(what: &str, bytes: &[u8]) -> PyResult<[u8; 32]> {
    bytes
        .try_into()
        .map_err(|_| invalid(format!("{what} has 32 bytes, not `{}`", bytes.len())))
}
