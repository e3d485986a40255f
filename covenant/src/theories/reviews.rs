//! What a review gate is.

use lawful::{Sort, theory};

theory! {
    /// Review gates: they stop the call that they say, and open for exactly what was approved, by
    /// enough people, in time, once.
    pub theory Reviewing in ::lawful_covenant::theories {
        /// What is reviewed.
        sort Deed;
        /// Makes a threshold of a number.
        op threshold(n: u64) -> u64;
        /// Returns the number of the first call that a new gate of a threshold stops, from 1.
        op first_stopped(n: u64) -> u64;
        /// Returns whether a call passes with the approval of another one.
        op passes(approved: Deed, given: Deed) -> bool;
        /// Returns whether a call passes a second time with one approval.
        op passes_twice(d: Deed) -> bool;
        /// Returns whether a call passes with an approval that is used when the time is over.
        op passes_late(d: Deed) -> bool;
        /// Returns whether a call passes if one reviewer signs as often as reviewers are needed.
        op passes_with_one(d: Deed) -> bool;

        /// A gate stops exactly the call that its threshold says.
        law at_threshold(n: u64) { first_stopped(n) == threshold(n) }
        /// What was approved passes.
        law opens(d: Deed) { passes(d, d) }
        /// A call that was edited after its approval does not pass.
        law bound(d, e: Deed) if d != e { !passes(d, e) }
        /// An approval is used once.
        law once(d: Deed) { !passes_twice(d) }
        /// After the time-out the answer is no.
        law in_time(d: Deed) { !passes_late(d) }
        /// A quorum is one of distinct keys.
        law distinct(d: Deed) { !passes_with_one(d) }

        lawkeeper {
            Deed: u8 = Sort::any();
            threshold(n) => n % 8 + 1;
            first_stopped(n) => n % 8 + 1;
            passes(a, b) => a == b;
            passes_twice(_d) => false;
            passes_late(_d) => false;
            passes_with_one(_d) => false;
        }
        /// Counts from the wrong end.
        lawbreaker off_by_one breaks at_threshold { first_stopped(n) => n % 8 + 2; }
        /// Never opens for the call zero.
        lawbreaker stuck breaks opens { passes(a, b) => a == b && *a != 0; }
        /// Looks at the action, and not at the arguments.
        lawbreaker bound_to_the_action breaks bound { passes(a, b) => a >> 4 == b >> 4; }
        /// Keeps approvals.
        lawbreaker reusable breaks once { passes_twice(_d) => true; }
        /// Takes silence for consent.
        lawbreaker silence_is_consent breaks in_time { passes_late(_d) => true; }
        /// Counts signatures, and not signers.
        lawbreaker counts_signatures breaks distinct { passes_with_one(_d) => true; }
    }
}
