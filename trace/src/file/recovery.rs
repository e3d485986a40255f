//! What opening a log found and did, and the rule by which it decides.
//!
//! **Sealed segments** were synced before the next one was made. Anything bad in them is damage.
//!
//! **The tail** is the last segment. Let *S* be how much of it is known to have been on the disk: the
//! larger of what the mark says, and of what any valid frame says (each frame records what was synced
//! when it was made). Let *b* be the place of the first bad frame, if there is one.
//!
//! 1. *b* < *S*, or the file is shorter than *S*: **damage**, an error with the offset. No crash explains
//!    it: what was synced does not change by itself.
//! 2. *b* >= *S*, and no valid frame behind it: a **torn end**. It is cut, back to the end of the last whole
//!    batch, and reported.
//! 3. *b* >= *S*, and valid frames behind it, none of which knows of a sync behind *b*: **doubtful**. A
//!    disk may write later parts first, so a power failure explains it, and so does damage. By default an
//!    error; with [`super::Unsynced::Cut`] it is cut and reported. Nothing acknowledged as synced is lost
//!    either way.
//!
//! **What cannot be told apart:** damage to the last frames after the last sync, with nothing valid
//! behind it, looks like a torn end and is cut as one (and reported); after a power failure, the mark may
//! be older than the last sync, and then this also holds for what that sync covered. A head that is kept
//! outside, signed, closes this gap: with [`super::Options::pinned`] a log that is too short is an error.
//!
//! **A failed sync.** After it, a system may believe that pages are clean which never reached the disk,
//! and the next sync succeeds without writing them. So the writer stops at the first failure, and the
//! next one to open the log writes everything behind *S* once more, and syncs it, before it goes on.

/// What opening a log found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recovery {
    /// How many records the log holds.
    pub records: u64,
    /// How many bytes behind the last whole batch were cut (or, by a reader, left out).
    pub cut_bytes: u64,
    /// How many records were in these bytes, as far as their headers can be read. None of them was
    /// acknowledged as synced.
    pub cut_records: u64,
    /// Where the cut is, in bytes from the start of the last segment.
    pub cut_at: u64,
    /// How many bytes of bodies that belong to no record were cut (or, by a reader, left out).
    pub cut_body_bytes: u64,
    /// How many bytes were written again because they may not have been on the disk.
    pub rewritten_bytes: u64,
    /// How many erasures were interrupted and have been finished.
    pub finished_erasures: u64,
    /// How many unfinished files were removed.
    pub removed_files: u64,
    /// Whether the mark of the last sync could be read. Without it, damage behind the last frame that
    /// knows of a sync cannot be told from a torn end.
    pub mark_read: bool,
}

impl Recovery {
    /// Returns true if nothing had to be cut, removed or finished.
    pub fn is_clean(&self) -> bool {
        self.cut_bytes == 0
            && self.cut_body_bytes == 0
            && self.finished_erasures == 0
            && self.removed_files == 0
    }
}

impl std::fmt::Display for Recovery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} records", self.records)?;
        if self.cut_bytes > 0 {
            write!(
                f,
                "; cut {} bytes ({} records) at byte {} of the last segment",
                self.cut_bytes, self.cut_records, self.cut_at
            )?;
        }
        if self.cut_body_bytes > 0 {
            write!(f, "; cut {} bytes of bodies", self.cut_body_bytes)?;
        }
        if self.finished_erasures > 0 {
            write!(f, "; finished {} erasures", self.finished_erasures)?;
        }
        Ok(())
    }
}
