//! A law of a machine: a statement about programs of commands rather than about single values.

use crate::evidence::{Binding, Failure, Frequency, ShrinkEffort, Step};
use crate::rng::CaseKey;
use crate::theory::LawId;
use crate::value::Exception;
use std::ops::Range;

/// How far telling about a refuting case may go.
pub struct Limits<'a> {
    /// The largest number of programs that shrinking may run.
    pub budget: u64,
    /// Says when to make do with what there is.
    pub stop: &'a dyn Fn() -> bool,
}

/// A law of a machine. Case `i` is the program (or the programs of several threads) that the key
/// draws for `i`.
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
    fn run<'l>(
        &'l self,
        key: CaseKey,
        range: Range<u64>,
        stop: &dyn Fn() -> bool,
    ) -> MachineRun<'l>;

    /// Runs case `index` again and tells how it refutes the law, if it does.
    ///
    /// # Errors
    /// If the case cannot be run: its arguments cannot be drawn, the reference raised, or the user
    /// asked to stop.
    fn replay(
        &self,
        key: CaseKey,
        index: u64,
        limits: &Limits<'_>,
    ) -> Result<Option<MachineFailure>, Exception>;

    /// Runs a program that refuted the law in an earlier run and tells how it does so now.
    ///
    /// Programs of several threads race many times, but need not meet as they did then.
    ///
    /// # Errors
    /// If the text is not a program of this machine, or as for [`MachineLaw::replay`].
    fn stored(
        &self,
        encoded: &str,
        limits: &Limits<'_>,
    ) -> Result<Option<MachineFailure>, Exception>;
}

/// What a range of cases came to.
#[derive(Default)]
pub struct MachineRun<'l> {
    /// Cases that ran, the refuting one included.
    pub cases: u64,
    /// Cases that said nothing.
    pub vacuous: u64,
    /// The first refuting case; the range was left there.
    pub refuted: Option<Refuted<'l>>,
    /// Why the law cannot go on: its reference or a sampler raised, or the user asked to stop.
    pub stopped: Option<String>,
}

/// A case that refuted a law.
///
/// What threads do is not the same every time, so the case carries what was seen.
pub struct Refuted<'l> {
    /// The number of the case.
    pub index: u64,
    /// Shrinks the case and tells all about it.
    pub tell: Tell<'l>,
}

type Tell<'l> = Box<dyn FnOnce(&Limits<'_>) -> MachineFailure + 'l>;

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
    /// How often the law fails among the first cases.
    pub frequency: Frequency,
    /// What shrinking did.
    pub shrink: ShrinkEffort,
    /// The shrunk program as text that [`MachineLaw::stored`] reads, if all arguments can be stored.
    pub encoded: Option<String>,
}
