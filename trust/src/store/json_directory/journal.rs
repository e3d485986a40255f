//! What makes a change of several files happen wholly or not at all.
//!
//! The new contents of all files are written to one file first, the journal. From the moment it has
//! its name, the change has happened: whoever takes the lock next finishes it, if the writer died.
//! The file is replaced as a whole, and a hash over its contents tells if the disk damaged it.

use super::super::access::Access;
use super::super::{StoreError, whole_file};
use crate::hex;
use crate::wire::{Broken, Reader, Writer};
use sha2::{Digest, Sha256};
use std::path::Path;

const NAME: &str = ".lawful-trust.journal";
const MAGIC: &[u8] = b"LTJ\x01";
const LARGEST: u64 = 1 << 32;
const LARGEST_FILE: usize = 1 << 30;

/// What one file becomes; without contents it is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub name: String,
    pub contents: Option<Vec<u8>>,
}

/// Returns whether a change is waiting to be finished.
pub(super) fn is_waiting(folder: &Path) -> Result<bool, StoreError> {
    let path = folder.join(NAME);
    path.try_exists().map_err(StoreError::io("look for", &path))
}

/// Makes the change. The lock is held.
pub(super) fn perform(folder: &Path, steps: &[Step]) -> Result<(), StoreError> {
    match steps {
        [] => Ok(()),
        // The replacement of one file happens wholly or not at all by itself.
        [step] => take(folder, step).and_then(|()| whole_file::sync_folder(folder)),
        steps => {
            if let Err(error) = write(folder, steps) {
                // If the journal has its name although it was not reported as safe, it goes again:
                // the caller is told that nothing happened.
                whole_file::remove(folder, NAME)?;
                return Err(error);
            }
            finish(folder, steps)
        }
    }
}

/// Finishes what a writer left. The lock is held.
pub(super) fn recover(folder: &Path) -> Result<(), StoreError> {
    let path = folder.join(NAME);
    let Some(bytes) = whole_file::read(&path, LARGEST)? else {
        return Ok(());
    };
    let steps = parse(&bytes).map_err(|Broken(problem)| {
        StoreError::damaged(format_args!("`{}`", path.display()), problem)
    })?;
    finish(folder, &steps)
}

fn write(folder: &Path, steps: &[Step]) -> Result<(), StoreError> {
    // Nobody reads in the journal what they could not read in the files.
    let access = steps
        .iter()
        .map(|step| Access::of(&folder.join(&step.name)));
    let Some(access) = access.reduce(Access::both) else {
        return Ok(());
    };
    whole_file::replace_for(access, folder, NAME, &encode(steps))?;
    whole_file::sync_folder(folder)
}

fn finish(folder: &Path, steps: &[Step]) -> Result<(), StoreError> {
    for step in steps {
        take(folder, step)?;
    }
    whole_file::sync_folder(folder)?;
    whole_file::remove(folder, NAME)
}

fn take(folder: &Path, step: &Step) -> Result<(), StoreError> {
    match &step.contents {
        Some(contents) => whole_file::replace(folder, &step.name, contents),
        None => whole_file::remove(folder, &step.name),
    }
}

fn encode(steps: &[Step]) -> Vec<u8> {
    let writer = Writer::new(MAGIC).number(steps.len() as u64);
    let writer = steps.iter().fold(writer, |writer, step| {
        let writer = writer.field(step.name.as_bytes());
        match &step.contents {
            None => writer.byte(0),
            Some(contents) => writer.byte(1).field(contents),
        }
    });
    let hash = Sha256::digest(&writer.0);
    writer.raw(&hash).0
}

fn parse(bytes: &[u8]) -> Result<Vec<Step>, Broken> {
    let (body, hash) = bytes
        .split_last_chunk::<32>()
        .ok_or(Broken("it is too short"))?;
    if hex::encode(&Sha256::digest(body)) != hex::encode(hash) {
        return Err(Broken("its hash is not the one it ends with"));
    }
    let mut reader = Reader::new(body);
    reader.magic(MAGIC, "it does not begin as version 1 does")?;
    let count = reader.number()?;
    let mut steps = Vec::new();
    for _ in 0..count {
        let name = reader.text(128)?.to_owned();
        if !super::file_name::is_of_an_entity(&name) {
            return Err(Broken("a name is not of an entity's file"));
        }
        let contents = match reader.byte()? {
            0 => None,
            1 => Some(reader.field(LARGEST_FILE)?.to_vec()),
            _ => return Err(Broken("a mark is neither 0 nor 1")),
        };
        steps.push(Step { name, contents });
    }
    reader.end()?;
    Ok(steps)
}

/// Reads a journal, for tests with damaged bytes.
#[doc(hidden)]
pub fn fuzz_journal(bytes: &[u8]) -> bool {
    parse(bytes).is_ok_and(|steps| encode(&steps) == bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> Vec<Step> {
        vec![
            Step {
                name: format!("{}.json", "a".repeat(16)),
                contents: Some(b"{}".to_vec()),
            },
            Step {
                name: format!("{}.json", "b".repeat(64)),
                contents: None,
            },
        ]
    }

    #[test]
    fn a_journal_that_a_writer_left_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = steps().try_into().unwrap();
        std::fs::write(folder.path().join(&second.name), "old").unwrap();
        write(folder.path(), &steps()).unwrap();
        assert!(is_waiting(folder.path()).unwrap());
        recover(folder.path()).unwrap();
        assert!(!is_waiting(folder.path()).unwrap());
        assert_eq!(
            std::fs::read(folder.path().join(&first.name)).unwrap(),
            b"{}"
        );
        assert!(!folder.path().join(&second.name).exists());
    }

    #[test]
    fn a_damaged_journal_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = encode(&steps());
        assert_eq!(parse(&bytes).unwrap(), steps());
        bytes[20] ^= 1;
        std::fs::write(folder.path().join(NAME), bytes).unwrap();
        let error = recover(folder.path()).unwrap_err().to_string();
        assert!(error.contains(NAME) && error.contains("damaged"), "{error}");
    }
}
