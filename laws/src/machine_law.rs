//! A law of a machine: a statement about programs of commands rather than about single values.

use crate::evidence::{Binding, Failure, ShrinkEffort, Step};
use crate::model::HotTally;
use crate::rng::CaseKey;
use crate::theory::LawId;
use std::ops::Range;

/// A law of a machine. Case `i` is the program (or the history) that the key draws for `i`.
pub trait MachineLaw: Send + Sync {
    /// Returns the identity of the law.
    fn id(&self) -> LawId;

    /// Returns the version of the law set.
    fn law_set(&self) -> u32;

    /// Returns how many effective cases a verdict needs.
    fn floor(&self) -> u64;

    /// Prints the law.
    fn statement(&self) -> String;

    /// Returns how many plain cases one case of this law counts for: programs cost more.
    fn cost(&self) -> u64;

    /// Runs cases until one fails, or `stop` says so.
    fn run(&self, key: CaseKey, range: Range<u64>, stop: &dyn Fn() -> bool) -> HotTally;

    /// Tells how case `index` refutes the law, shrunk with at most `budget` runs.
    ///
    /// Returns `None` if it does not, this time.
    fn explain(&self, key: CaseKey, index: u64, budget: u64) -> Option<MachineFailure>;
}

/// How a program refutes a law.
#[derive(Debug, Clone)]
pub struct MachineFailure {
    /// The program as found.
    pub found: Vec<Binding>,
    /// The program after shrinking.
    pub shrunk: Vec<Binding>,
    /// What went wrong.
    pub failure: Failure,
    /// The commands and what the model answered.
    pub answered: Vec<Step>,
    /// The commands and what the reference answers.
    pub expected: Vec<Step>,
    /// Where the two part, in words.
    pub difference: Option<String>,
    /// What shrinking did.
    pub shrink: ShrinkEffort,
}
