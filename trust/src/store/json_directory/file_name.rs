//! The names of the files of entities.

use crate::hex;
use sha2::{Digest, Sha256};

/// The two names that the file of an entity may have: the first 16 hexadecimal digits of the
/// SHA-256 of its id, as the published packages call it, and all 64, which is used if another
/// entity has the first name already.
pub(super) struct FileNames {
    pub short: String,
    pub long: String,
}

impl FileNames {
    pub(super) fn of(id: &str) -> FileNames {
        let hash: [u8; 32] = Sha256::digest(id).into();
        FileNames {
            short: format!(
                "{}.json",
                hex::encode(hash.first_chunk::<8>().unwrap_or(&[0; 8]))
            ),
            long: format!("{}.json", hex::encode(&hash)),
        }
    }
}

/// Returns whether a file may be of an entity, by its name.
pub(super) fn is_of_an_entity(name: &str) -> bool {
    name.strip_suffix(".json").is_some_and(|digits| {
        matches!(digits.len(), 16 | 64)
            && digits
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_beginning_of_the_hash() {
        let names = FileNames::of("abc");
        assert_eq!(names.short, "ba7816bf8f01cfea.json");
        assert!(names.long.starts_with("ba7816bf8f01cfea414140de5dae2223"));
        assert!(is_of_an_entity(&names.short) && is_of_an_entity(&names.long));
        for other in [
            "x.json",
            ".lock",
            "ba7816bf8f01cfeA.json",
            "ba7816bf8f01cfea.jso",
        ] {
            assert!(!is_of_an_entity(other), "{other}");
        }
    }
}
