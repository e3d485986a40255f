//! What a pinned head is.

use super::PinsHeads;
use crate::merkle::{ConsistencyProof, Head, Rfc6962Sha256};
use lawful::theory;

const TRUE: PinsHeads = PinsHeads(&Rfc6962Sha256);

theory! {
    /// Heads that were remembered: a log follows one if it begins with all that it had then.
    ///
    /// The numbers in the operations choose sizes and indexes that the log has.
    pub theory HeadPinning in ::lawful_trace::checkpoint {
        /// Logs that are not empty, without repeated entries.
        sort Log;
        /// Sizes with roots.
        sort Head;
        /// Proofs of consistency.
        sort Bridge;
        /// Returns the head at a size.
        op head_at(l: Log, n: u64) -> Head;
        /// Returns the head at the smaller of two sizes.
        op older(l: Log, m: u64, n: u64) -> Head;
        /// Returns the head at the larger of two sizes.
        op newer(l: Log, m: u64, n: u64) -> Head;
        /// Proves that the log grew from the smaller to the larger of two sizes.
        op grown(l: Log, m: u64, n: u64) -> Bridge;
        /// Returns a log in which one entry is another.
        op fork(l: Log, i: u64) -> Log;
        /// Returns whether a head is one of the same log, grown or as it was, by a proof.
        op follows(pinned: Head, b: Bridge, later: Head) -> bool;
        /// Returns whether the log, as it was at a size, is the same log, grown or as it was.
        op begins(pinned: Head, l: Log, n: u64) -> bool;

        /// A log may grow.
        law growth_follows(l: Log, m, n: u64) {
            follows(older(l, m, n), grown(l, m, n), newer(l, m, n))
        }
        /// A log that became smaller is refused.
        law no_shrinking(l: Log, m, n: u64) if older(l, m, n) != newer(l, m, n) {
            !follows(newer(l, m, n), grown(l, m, n), older(l, m, n))
        }
        /// Another tree of the same size is refused.
        law no_other_tree(l: Log, i, n: u64) if head_at(fork(l, i), n) != head_at(l, n) {
            !follows(head_at(fork(l, i), n), grown(l, n, n), head_at(l, n))
        }
        /// Whoever has the log and whoever has a proof say the same.
        law proof_as_log(l: Log, i, m, n: u64) {
            begins(head_at(fork(l, i), m), l, n)
                == follows(head_at(fork(l, i), m), grown(l, m, n), head_at(l, n))
        }

        lawkeeper {
            Log: Vec<Vec<u8>> = TRUE.log();
            Head: Head = TRUE.head();
            Bridge: ConsistencyProof = TRUE.bridge();
            head_at(l, n) => TRUE.head_at(l, n);
            older(l, m, n) => TRUE.older(l, m, n);
            newer(l, m, n) => TRUE.newer(l, m, n);
            grown(l, m, n) => TRUE.grown(l, m, n);
            fork(l, i) => TRUE.fork(l, i);
            follows(h, b, g) => TRUE.follows(h, b, g);
            begins(h, l, n) => TRUE.begins(h, l, n);
        }
        /// Takes growth for a fork.
        lawbreaker stubborn breaks growth_follows {
            follows(h, b, g) => h.size == g.size && TRUE.follows(h, b, g);
            begins(h, l, n) => h.size == TRUE.head_at(l, n).size && TRUE.begins(h, l, n);
        }
        /// Forgets what is gone.
        lawbreaker forgetful breaks no_shrinking {
            follows(h, b, g) => h.size > g.size || TRUE.follows(h, b, g);
            begins(h, l, n) => h.size > TRUE.head_at(l, n).size || TRUE.begins(h, l, n);
        }
        /// Does not look at the root if the size is right.
        lawbreaker rootless breaks no_other_tree {
            follows(h, b, g) => h.size == g.size || TRUE.follows(h, b, g);
            begins(h, l, n) => h.size == TRUE.head_at(l, n).size || TRUE.begins(h, l, n);
        }
        /// Has the log, and looks only at how long it is.
        lawbreaker trusting breaks proof_as_log {
            begins(h, l, n) => h.size <= TRUE.head_at(l, n).size;
        }
    }
}
