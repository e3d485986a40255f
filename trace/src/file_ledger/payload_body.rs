//! Payloads as bodies: the salt, 32 bytes, and behind it the payload.

use crate::ledger::StorageError;
use crate::node::Opening;
use bytes::Bytes;

const SALT: usize = 32;

/// Returns the body of an opening.
pub(super) fn body_of(opening: &Opening) -> Vec<u8> {
    let mut body = opening.salt().to_vec();
    body.extend_from_slice(opening.payload());
    body
}

/// Reads a body.
pub(super) fn opening_of(body: Vec<u8>) -> Result<Opening, StorageError> {
    let body = Bytes::from(body);
    let salt = *body
        .first_chunk::<SALT>()
        .ok_or("the body of a payload is shorter than its salt")?;
    Ok(Opening::with_salt(salt, body.slice(SALT..))?)
}
