//! Entities as bytes in a store.

use crate::{EntityTrust, TrustError};

pub(super) fn encode(entity: &EntityTrust) -> Vec<u8> {
    entity.to_bytes()
}

/// Reads a record and checks that it is of the entity that was asked for.
pub(super) fn decode(id: &str, bytes: &[u8]) -> Result<EntityTrust, TrustError> {
    let entity = EntityTrust::from_bytes(bytes)?;
    if entity.entity_id() == id {
        Ok(entity)
    } else {
        Err(TrustError::Record {
            id: id.to_owned(),
            problem: "it is of another entity",
        })
    }
}

/// Returns the id that a record has inside.
pub(super) fn id_of(record: &[u8]) -> &str {
    id_bytes(record)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .unwrap_or_default()
}

/// Returns whether a record is of an id, without looking at the rest.
pub(super) fn is_of(record: &[u8], id: &str) -> bool {
    id_bytes(record) == Some(id.as_bytes())
}

/// The version is one byte; then comes the length of the id, of which ids need one or two bytes.
fn id_bytes(record: &[u8]) -> Option<&[u8]> {
    let (low, rest) = record.get(1..)?.split_first()?;
    if *low < 0x80 {
        return rest.get(..usize::from(*low));
    }
    let (high, rest) = rest.split_first()?;
    rest.get(..usize::from(low & 0x7f) | usize::from(*high) << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_inside() {
        for length in [1, 10, 127, 128, 129, 1024] {
            let id = "x".repeat(length);
            let entity = EntityTrust::new(&id, jiff::Timestamp::UNIX_EPOCH).unwrap();
            let record = encode(&entity);
            assert_eq!(id_of(&record), id);
            assert!(is_of(&record, &id) && !is_of(&record, "y"));
            assert_eq!(decode(&id, &record).unwrap(), entity);
            assert!(decode("y", &record).is_err());
        }
        assert_eq!(id_of(&[]), "");
        assert_eq!(id_of(&[1, 200]), "");
    }
}
