//! What a guarded run is.

use super::happened::{Happened, Toy, toy, trails};
use crate::run::Kind;
use lawful::{Sort, theory};

theory! {
    /// Guarded runs: whatever is asked for, and whatever fails meanwhile, what happened is on the
    /// record, in order, and nothing else happened.
    pub theory Guarding in ::lawful_covenant::theories {
        /// What is asked for, and what fails meanwhile.
        sort Program;
        /// What happened.
        sort Trail;
        /// Runs a program under a new guard; returns what happened, in order.
        op run(p: Program) -> Trail;
        /// Returns whether everything that ran had a record of its authorisation before.
        op authorised_first(t: Trail) -> bool;
        /// Returns whether every execution has one return, and every return an execution.
        op returned_once(t: Trail) -> bool;
        /// Returns whether everything that was denied is recorded as denied, and did not run.
        op denials_recorded(t: Trail) -> bool;
        /// Returns whether nothing ran about which something could not be decided.
        op faults_denied(t: Trail) -> bool;
        /// Returns whether in every balance granted is spent, reserved, free and escrowed together,
        /// and spent is what the records say.
        op conserved(t: Trail) -> bool;
        /// Returns whether the signed head is over all records.
        op covered(t: Trail) -> bool;

        /// Nothing runs before its authorisation is on record.
        law record_first(p: Program) { authorised_first(run(p)) }
        /// Whatever was executed returned, once.
        law one_return(p: Program) { returned_once(run(p)) }
        /// No denial is swallowed.
        law denials_are_kept(p: Program) { denials_recorded(run(p)) }
        /// What cannot be decided does not run.
        law fails_closed(p: Program) { faults_denied(run(p)) }
        /// Nothing is paid twice, and nothing is lost.
        law pays_once(p: Program) { conserved(run(p)) }
        /// The head vouches for everything.
        law head_covers_all(p: Program) { covered(run(p)) }

        lawkeeper {
            Program: Vec<u8> = programs();
            Trail: Vec<Happened> = trails();
            run(p) => toy(p, Toy::RecordsAfterwards);
            authorised_first(t) => Happened::authorised_first(t);
            returned_once(t) => Happened::returned_once(t);
            denials_recorded(t) => Happened::denials_recorded(t);
            faults_denied(t) => Happened::faults_denied(t);
            conserved(t) => Happened::conserved(t);
            covered(t) => Happened::covered(t);
        }
        /// Records when the tool is back.
        lawbreaker records_afterwards breaks record_first {
        }
        /// Records the return again to be sure.
        lawbreaker returns_again breaks one_return { run(p) => toy(p, Toy::ReturnsAgain); }
        /// Denies, and says nothing about it.
        lawbreaker swallows_denial breaks denials_are_kept {
            run(p) => toy(p, Toy::SwallowsDenial);
        }
        /// Allows what it cannot decide.
        lawbreaker run_allows_on_error breaks fails_closed { run(p) => toy(p, Toy::AllowsOnError); }
        /// Gives back what was set aside twice.
        lawbreaker settles_twice breaks pays_once { run(p) => toy(p, Toy::SettlesTwice); }
        /// Signs the head before the last return.
        lawbreaker signs_early breaks head_covers_all { run(p) => toy(p, Toy::SignsEarly); }
    }
}

/// Programs of lawbreakers: 0 is denied, 1 cannot be decided, others are allowed.
fn programs() -> Sort<Vec<u8>> {
    Sort::drawn(|rng: &mut lawful::rng::Rng| {
        let length = rng.below(5);
        (0..length).map(|_| rng.below(4) as u8).collect()
    })
    .edges_from(vec![vec![], vec![0], vec![1], vec![2], vec![2, 0]])
}

/// Returns the kinds that a call has on record.
pub(super) const RECORDS: [Kind; 4] = [
    Kind::Proposed,
    Kind::Authorised,
    Kind::Executed,
    Kind::Returned,
];
