//! Openings that are read when somebody asks for them.

use super::{CannotRead, Commitment, Opening, StoredOpening};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, OnceLock};

/// An opening that is read when somebody asks for it.
pub(super) struct Unread {
    stored: Box<dyn StoredOpening>,
    /// What was read. A failure is not kept: the next try may succeed.
    read: OnceLock<Option<Arc<Opening>>>,
}

/// A storage that panics while it reads leaves nothing half read here.
impl UnwindSafe for Unread {}
impl RefUnwindSafe for Unread {}

impl Unread {
    pub(super) const fn new(stored: Box<dyn StoredOpening>) -> Unread {
        Unread {
            stored,
            read: OnceLock::new(),
        }
    }

    /// Makes one that can never be read.
    pub(super) fn lost(problem: &dyn std::fmt::Display) -> Unread {
        Unread::new(Box::new(Lost(problem.to_string())))
    }

    /// Returns whether it was read.
    pub(super) fn is_read(&self) -> bool {
        self.read.get().is_some()
    }

    /// Reads it, unless it was read, and keeps it.
    pub(super) fn read(
        &self,
        commitment: &Commitment,
    ) -> Result<Option<&Arc<Opening>>, CannotRead> {
        if let Some(read) = self.read.get() {
            return Ok(read.as_ref());
        }
        let read = self.stored.read(commitment)?;
        Ok(self.read.get_or_init(|| read.map(Arc::new)).as_ref())
    }

    /// As `read`, and does not keep it.
    pub(super) fn peek(&self, commitment: &Commitment) -> Result<Option<Arc<Opening>>, CannotRead> {
        match self.read.get() {
            Some(read) => Ok(read.clone()),
            None => Ok(self.stored.read(commitment)?.map(Arc::new)),
        }
    }
}

/// An opening that cannot be read, and why.
struct Lost(String);

impl StoredOpening for Lost {
    fn read(&self, _commitment: &Commitment) -> Result<Option<Opening>, CannotRead> {
        Err(CannotRead::damaged(self.0.as_str()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A storage that fails once, and then has something.
    struct Shaky {
        tries: Arc<AtomicU32>,
        opening: Option<Opening>,
    }

    impl StoredOpening for Shaky {
        fn read(&self, _commitment: &Commitment) -> Result<Option<Opening>, CannotRead> {
            match self.tries.fetch_add(1, Ordering::Relaxed) {
                0 => Err(CannotRead {
                    why: "too many open files".into(),
                    is_damage: false,
                }),
                _ => Ok(self.opening.clone()),
            }
        }
    }

    #[test]
    fn what_was_read_is_kept_and_a_failure_is_not() {
        let opening = Opening::with_salt([7; 32], &b"kept"[..]).unwrap();
        let commitment = opening.commitment();
        for opening in [Some(opening), None] {
            let tries = Arc::new(AtomicU32::new(0));
            let unread = Unread::new(Box::new(Shaky {
                tries: Arc::clone(&tries),
                opening: opening.clone(),
            }));
            assert!(!unread.read(&commitment).unwrap_err().is_damage);
            assert!(!unread.is_read());
            assert_eq!(
                unread.peek(&commitment).unwrap().as_deref(),
                opening.as_ref()
            );
            assert!(!unread.is_read());
            for _ in 0..2 {
                let read = unread.read(&commitment).unwrap();
                assert_eq!(read.map(|read| &**read), opening.as_ref());
                assert_eq!(
                    unread.peek(&commitment).unwrap().as_deref(),
                    opening.as_ref()
                );
            }
            assert_eq!(tries.load(Ordering::Relaxed), 3);
        }
    }
}
