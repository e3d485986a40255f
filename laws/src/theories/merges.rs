//! State that is replicated and merged, and converges.

use crate::theories::BoundedSemilattice;
use crate::{Sort, theory};

theory! {
    /// A convergent replicated state: replicas are updated apart and merged in any order, any number
    /// of times (Shapiro et al., *Conflict-free Replicated Data Types*, 2011, section 2.3).
    pub theory Merge in ::lawful::theories: BoundedSemilattice {
        /// The changes that replicas make.
        sort Change;
        /// Returns the state after an update.
        op update(s: Elem, u: Change) -> Elem;

        /// An update only adds: the state before it is contained in the state after it.
        law inflationary(s: Elem, u: Change) { combine(s, update(s, u)) == update(s, u) }

        /// Counts down while merging by maximum: an update is lost when replicas meet.
        lawbreaker counts_down breaks inflationary {
            Elem: u64 = Sort::any();
            Change: u64 = Sort::any();
            combine(a, b) => *a.max(b);
            empty() => 0;
            update(s, u) => s.saturating_sub(*u);
        }
    }
}
