//! Records with a checksum, for what lies on disks that others have too.
//!
//! ```text
//! byte 2 | the bytes of the entity | CRC-32C of all before, little-endian
//! ```

use super::record;
use crate::{EntityTrust, TrustError};

const VERSION: u8 = 2;
const CHECKSUM: usize = size_of::<u32>();

/// Writes a record.
pub(super) fn seal(entity: &EntityTrust) -> Vec<u8> {
    let bytes = record::encode(entity);
    let mut sealed = Vec::with_capacity(1 + bytes.len() + CHECKSUM);
    sealed.push(VERSION);
    sealed.extend(bytes);
    sealed.extend(crc32c::crc32c(&sealed).to_le_bytes());
    sealed
}

/// Reads a record and checks that it is whole and of the entity that was asked for.
pub(super) fn open(id: &str, sealed: &[u8]) -> Result<EntityTrust, TrustError> {
    let bad = |problem| {
        Err(TrustError::Bytes {
            what: "a record",
            problem,
        })
    };
    let Some((bytes, checksum)) = sealed.split_last_chunk::<CHECKSUM>() else {
        return bad("they end too soon");
    };
    if crc32c::crc32c(bytes) != u32::from_le_bytes(*checksum) {
        return bad("the checksum is of other bytes");
    }
    match bytes.split_first() {
        Some((&VERSION, bytes)) => record::decode(id, bytes),
        _ => bad("the version is unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_and_every_cut_is_seen() {
        let entity = EntityTrust::new("mcp:files", jiff::Timestamp::UNIX_EPOCH).unwrap();
        let sealed = seal(&entity);
        assert_eq!(open("mcp:files", &sealed).unwrap(), entity);
        assert!(open("mcp:other", &sealed).is_err());
        for bit in 0..8 * sealed.len() {
            let mut damaged = sealed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(open("mcp:files", &damaged).is_err(), "{bit}");
        }
        for length in 0..sealed.len() {
            assert!(open("mcp:files", &sealed[..length]).is_err(), "{length}");
        }
    }
}
