//! The rungs that a law climbs: stored and stated values, the whole domain if it is small enough,
//! a decision procedure if there is one, the grid of edge values, random cases.

use super::compiled::Compiled;
use super::config::{Budget, Config};
use super::counterexample;
use super::isomorphism::round_trip_law;
use super::rungs::Run;
use super::{preflight, regression::Regressions};
use crate::evidence::{CaseId, Phase, Tally};
use crate::machine_law::{Limits, MachineFailure, MachineLaw};
use crate::model::{Claimed, Model, Subject};
use crate::rng::CaseKey;
use crate::theory::LawDef;
use std::time::Instant;

/// What the ladder asks of the thread that runs it.
pub trait Climb {
    /// Returns whether to stop: the user asked, or somebody gave up waiting.
    fn stopped(&self) -> bool;

    /// Notes which case is about to run.
    fn at(&self, case: CaseId);
}

/// One law of one model, and how far it may go.
pub struct Ladder<'a> {
    pub model: &'a Model,
    pub claim: &'a Claimed,
    pub config: &'a Config,
    pub regressions: &'a Regressions,
    pub climb: &'a dyn Climb,
}
impl Ladder<'_> {
    /// Runs the law and counts.
    pub fn run(&self) -> Tally {
        let mut tally = Tally::default();
        let started = Instant::now();
        let key = CaseKey::new(self.config.seed, &self.claim.id(), self.model.id());
        match self.claim.subject() {
            Subject::Law(def) => self.law(def, None, key, started, &mut tally),
            Subject::Isomorphism { sort, name } => {
                let (def, model) = round_trip_law(self.model, sort, name);
                let ladder = Ladder {
                    model: &model,
                    ..*self
                };
                ladder.law(&def, Some(&model), key, started, &mut tally);
            }
            Subject::Machine(law) => self.machine(&**law, key, started, &mut tally),
        }
        tally
    }

    fn law(
        &self,
        def: &LawDef,
        model: Option<&Model>,
        key: CaseKey,
        started: Instant,
        tally: &mut Tally,
    ) {
        let model = model.unwrap_or(self.model);
        let Some(law) = Compiled::new(def, model) else {
            tally.stopped = Some("the model lacks an operation of the law".to_owned());
            return;
        };
        let mut sorts: Vec<&str> = def.variables.iter().map(|v| &*v.sort).collect();
        sorts.sort_unstable();
        sorts.dedup();
        for sort in sorts {
            if let Some(why) = preflight::problem_of_sort(model, sort, self.config.seed) {
                tally.stopped = Some(why);
                return;
            }
        }
        let run = Run {
            ladder: self,
            model,
            def,
            law: &law,
            key,
            started,
        };
        run.climb(tally);
    }

    fn machine(&self, law: &dyn MachineLaw, key: CaseKey, started: Instant, tally: &mut Tally) {
        // Shrinking ends before the deadline does away with what was found.
        let stop = || self.climb.stopped() || started.elapsed() > self.config.deadline;
        let limits = Limits {
            budget: self.config.shrink / 10,
            stop: &stop,
        };
        if self.config.shard.index() == 1 && self.stored_programs(law, &limits, tally) {
            return;
        }
        let all = match self.config.budget {
            Budget::Cases(cases) => (cases / law.cost().max(1)).max(law.floor()).max(1),
            Budget::Time(_) => u64::MAX / 2,
        };
        let mut range = self.config.shard.slice(all);
        while !range.is_empty() {
            let end = range.end.min(range.start + 4);
            self.climb.at(CaseId {
                phase: Phase::Random,
                index: range.start,
            });
            let ran = law.run(key, range.start..end, &stop);
            tally.cases += ran.cases;
            tally.vacuous += ran.vacuous;
            tally.random_effective += ran.cases - ran.vacuous;
            if ran.stopped.is_some() {
                tally.stopped = ran.stopped;
                return;
            }
            if let Some(refuted) = ran.refuted {
                let case = CaseId {
                    phase: Phase::Random,
                    index: refuted.index,
                };
                self.refute_machine(case, (refuted.tell)(&limits), tally);
                return;
            }
            range.start = end;
            if let Some(why) = self.out_of_time(started, end) {
                tally.stopped = Some(why);
                return;
            }
            if matches!(self.config.budget, Budget::Time(time) if started.elapsed() >= time) {
                return;
            }
        }
    }

    /// Runs the programs that refuted the law in earlier runs; returns whether one does now.
    fn stored_programs(
        &self,
        law: &dyn MachineLaw,
        limits: &Limits<'_>,
        tally: &mut Tally,
    ) -> bool {
        let (model, law_id) = (self.model.id(), self.claim.id());
        let stored = self.regressions.of(model, &law_id, self.claim.law_set());
        for (index, encoded) in (1u64..).zip(stored) {
            let case = CaseId {
                phase: Phase::Regression,
                index,
            };
            self.climb.at(case);
            let [program] = encoded.as_slice() else {
                continue;
            };
            match law.stored(program, limits) {
                Ok(None) => tally.cases += 1,
                Ok(Some(failure)) => {
                    self.refute_machine(case, failure, tally);
                    return true;
                }
                Err(why) if why.interrupted => {
                    tally.stopped = Some("interrupted".to_owned());
                    return true;
                }
                // A stored program that no longer fits the machine says nothing about the law.
                Err(_) => {}
            }
        }
        false
    }

    fn refute_machine(&self, case: CaseId, failure: MachineFailure, tally: &mut Tally) {
        let seed = self.config.seed;
        let told = counterexample::of_machine(self.model, self.claim, case, seed, failure);
        tally.refuted = Some(Box::new(told));
    }

    /// Returns why the law must stop now, if it must.
    pub fn out_of_time(&self, started: Instant, done: u64) -> Option<String> {
        if self.climb.stopped() {
            return Some("interrupted".to_owned());
        }
        let deadline = self.config.deadline;
        (started.elapsed() > deadline).then(|| {
            format!(
                "reached its deadline of {deadline:?} after case {done}; allow more time or fewer cases"
            )
        })
    }
}
pub fn not_deterministic(case: CaseId) -> String {
    format!(
        "the model is not deterministic: case {case} refuted the law, then held when it ran again"
    )
}
