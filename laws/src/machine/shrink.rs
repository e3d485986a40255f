//! Programs that fail, made small.

use crate::evidence::ShrinkEffort;

/// Programs up to this length are tried without every pair of their commands.
const PAIRS_UP_TO: usize = 24;

/// How a program fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing<Finding> {
    /// What is wrong.
    pub finding: Finding,
    /// How many commands from the start of the program are needed to see it.
    pub needed: usize,
}

/// The smallest failing program that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shrunk<Command, Finding> {
    /// The program.
    pub program: Vec<Command>,
    /// What is wrong with it.
    pub finding: Finding,
    /// What the search did.
    pub effort: ShrinkEffort,
}

/// Shrinks a failing program.
///
/// Chunks of commands are removed, large ones first, then single commands and pairs; then each
/// command is replaced by a simpler one; and all again until nothing changes. In the result, no
/// single command can be left out and none can be replaced by one of its simpler commands, unless
/// the budget ran out.
///
/// `simpler` lists simpler commands, the simplest first; a chain of simpler commands must end.
/// `fails` runs a candidate. `budget` is the largest number of candidates to run. The program that
/// is returned is always one that failed.
pub fn shrink<Command: Clone, Finding>(
    mut program: Vec<Command>,
    found: Failing<Finding>,
    simpler: impl for<'c> Fn(&'c Command) -> Box<dyn Iterator<Item = Command> + 'c>,
    fails: impl FnMut(&[Command]) -> Option<Failing<Finding>>,
    budget: u64,
) -> Shrunk<Command, Finding> {
    program.truncate(found.needed);
    let mut search = Search {
        best: program,
        finding: found.finding,
        effort: ShrinkEffort::default(),
        fails,
        budget,
    };
    // Running out is no failure: the best program so far is kept.
    if search.until_nothing_changes(&simpler).is_err() {
        search.effort.out_of_budget = true;
    }
    Shrunk {
        program: search.best,
        finding: search.finding,
        effort: search.effort,
    }
}

struct OutOfBudget;

struct Search<Command, Finding, Fails> {
    best: Vec<Command>,
    finding: Finding,
    effort: ShrinkEffort,
    fails: Fails,
    budget: u64,
}

impl<Command, Finding, Fails> Search<Command, Finding, Fails>
where
    Command: Clone,
    Fails: FnMut(&[Command]) -> Option<Failing<Finding>>,
{
    fn until_nothing_changes(
        &mut self,
        simpler: &impl for<'c> Fn(&'c Command) -> Box<dyn Iterator<Item = Command> + 'c>,
    ) -> Result<(), OutOfBudget> {
        loop {
            let shorter = self.without_chunks()? || self.without_pairs()?;
            let simpler = self.with_simpler_commands(simpler)?;
            if !shorter && !simpler {
                return Ok(());
            }
        }
    }

    /// Runs a candidate and keeps it if it fails. Returns whether it was kept.
    fn accept(&mut self, mut candidate: Vec<Command>) -> Result<bool, OutOfBudget> {
        if self.effort.tried >= self.budget {
            return Err(OutOfBudget);
        }
        self.effort.tried += 1;
        let Some(failing) = (self.fails)(&candidate) else {
            return Ok(false);
        };
        candidate.truncate(failing.needed);
        self.best = candidate;
        self.finding = failing.finding;
        self.effort.accepted += 1;
        Ok(true)
    }

    /// Removes chunks of half the length, of a quarter, and so on down to single commands.
    fn without_chunks(&mut self) -> Result<bool, OutOfBudget> {
        let before = self.effort.accepted;
        let mut size = (self.best.len() / 2).max(1);
        loop {
            // From the end, as what comes early is more often needed.
            let mut end = self.best.len();
            while end > 0 {
                let start = end.saturating_sub(size);
                self.accept(without(&self.best, |k| (start..end).contains(&k)))?;
                end = start.min(self.best.len());
            }
            if size == 1 {
                return Ok(self.effort.accepted > before);
            }
            size /= 2;
        }
    }

    /// Removes two commands that only make sense together, such as a lock and its release.
    fn without_pairs(&mut self) -> Result<bool, OutOfBudget> {
        if self.best.len() > PAIRS_UP_TO {
            return Ok(false);
        }
        for second in (1..self.best.len()).rev() {
            for first in (0..second).rev() {
                if self.accept(without(&self.best, |k| k == first || k == second))? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn with_simpler_commands(
        &mut self,
        simpler: &impl for<'c> Fn(&'c Command) -> Box<dyn Iterator<Item = Command> + 'c>,
    ) -> Result<bool, OutOfBudget> {
        let before = self.effort.accepted;
        let mut index = 0;
        while let Some(command) = self.best.get(index).cloned() {
            let mut replaced = false;
            for candidate in simpler(&command) {
                let mut program = self.best.clone();
                if let Some(place) = program.get_mut(index) {
                    *place = candidate;
                }
                if self.accept(program)? {
                    replaced = true;
                    break;
                }
            }
            // The new command may have simpler ones in turn.
            if !replaced {
                index += 1;
            }
        }
        Ok(self.effort.accepted > before)
    }
}

fn without<Command: Clone>(program: &[Command], removed: impl Fn(usize) -> bool) -> Vec<Command> {
    let kept = program.iter().enumerate().filter(|(k, _)| !removed(*k));
    kept.map(|(_, command)| command.clone()).collect()
}
