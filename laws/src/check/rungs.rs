//! The rungs of one law over values, in the order in which it climbs them.

use super::compiled::{Compiled, Judged};
use super::config::{Budget, Config};
use super::counterexample::Finding;
use super::draw::{self, Grid};
use super::ladder::{Ladder, not_deterministic};
use super::light;
use crate::evidence::{CaseId, Phase, Proof, Tally};
use crate::model::{HotTally, Model};
use crate::rng::CaseKey;
use crate::sort::{AnyTree, Probe};
use crate::theory::LawDef;
use crate::value::{Exception, Value};
use std::ops::Range;
use std::time::Instant;

/// Cases between two looks at the clock: compiled, interpreted.
const COMPILED_STRIDE: u64 = 1 << 14;
const INTERPRETED_STRIDE: u64 = 32;

/// A rung came to an end: everything held, or there is nothing more to do.
enum Rung {
    Next,
    Done,
}
/// One law with everything that its rungs need.
pub struct Run<'a> {
    pub ladder: &'a Ladder<'a>,
    pub model: &'a Model,
    pub def: &'a LawDef,
    pub law: &'a Compiled,
    pub key: CaseKey,
    pub started: Instant,
}
/// The values of a case, with the trees that shrink them.
pub type CaseValues = (Vec<Value>, Vec<Option<Box<dyn AnyTree>>>);

impl Run<'_> {
    /// Climbs until a rung ends the law.
    pub fn climb(&self, tally: &mut Tally) {
        let rungs: [fn(&Self, &mut Tally) -> Rung; 5] = [
            Self::stored,
            Self::domain,
            Self::decided,
            Self::edges,
            Self::random,
        ];
        for rung in rungs {
            if let Rung::Done = rung(self, tally) {
                return;
            }
        }
    }

    fn config(&self) -> &Config {
        self.ladder.config
    }

    /// A stated witness, then the values that refuted the law in earlier runs.
    fn stored(&self, tally: &mut Tally) -> Rung {
        if self.config().shard.index() != 1 {
            // The first shard replays them; a witness leaves the others nothing to do.
            return if self.ladder.claim.witness().is_some() {
                Rung::Done
            } else {
                Rung::Next
            };
        }
        if let Some(witness) = self.ladder.claim.witness() {
            let case = CaseId {
                phase: Phase::Regression,
                index: 0,
            };
            tally.cases = 1;
            self.ladder.climb.at(case);
            match self.judge(witness, tally) {
                Judged::Failed => self.refute(case, (witness.to_vec(), Vec::new()), 0, tally),
                _ => {
                    let shown: Vec<String> = self
                        .law
                        .sorts()
                        .zip(witness)
                        .map(|(s, v)| s.show(v))
                        .collect();
                    tally.stopped = Some(format!(
                        "the stated witness ({}) does not refute the law",
                        shown.join(", ")
                    ));
                }
            }
            return Rung::Done;
        }
        let claim = self.ladder.claim;
        let law_id = claim.id();
        let stored = self
            .ladder
            .regressions
            .of(self.model.id(), &law_id, claim.law_set());
        for (index, encoded) in (1u64..).zip(stored) {
            let values: Option<Vec<Value>> = self
                .law
                .sorts()
                .zip(encoded)
                .map(|(sort, text)| sort.decode(text))
                .collect();
            // A stored value that no longer fits the sort says nothing about the law.
            let Some(values) = values.filter(|v| v.len() == self.def.variables.len()) else {
                continue;
            };
            let case = CaseId {
                phase: Phase::Regression,
                index,
            };
            self.ladder.climb.at(case);
            tally.cases += 1;
            match self.judge(&values, tally) {
                Judged::Failed => {
                    self.refute(case, (values, Vec::new()), self.config().shrink, tally);
                    return Rung::Done;
                }
                Judged::Vacuous => tally.vacuous += 1,
                Judged::Held => {}
                Judged::Interrupted => {
                    tally.stopped = Some("interrupted".to_owned());
                    return Rung::Done;
                }
            }
        }
        Rung::Next
    }

    fn domain(&self, tally: &mut Tally) -> Rung {
        let compiled = self.ladder.claim.compiled().is_some();
        let config = self.config();
        let limit = if compiled {
            config.domain
        } else {
            config.interpreted_domain
        };
        let Some(points) = draw::domain_points(self.law).filter(|n| *n <= limit) else {
            return Rung::Next;
        };
        let range = config.shard.slice(points);
        let proof = Proof::WholeDomain {
            cases: range.end - range.start,
        };
        if let Rung::Done = self.phase(Phase::Domain, range, None, tally) {
            return Rung::Done;
        }
        tally.proof = Some(proof);
        Rung::Done
    }

    fn decided(&self, tally: &mut Tally) -> Rung {
        if self.config().shard.index() != 1 {
            // The first shard decides; the others try cases in case it cannot.
            return Rung::Next;
        }
        match light::prove(self.def, self.model, self.config().light_elements) {
            Some(proof) => {
                if let Proof::Light { comparisons, .. } = &proof {
                    tally.cases += comparisons;
                }
                tally.proof = Some(proof);
                Rung::Done
            }
            None => Rung::Next,
        }
    }

    fn edges(&self, tally: &mut Tally) -> Rung {
        let (points, most) = draw::edge_points(self.law, self.config().edge_points);
        let range = self.config().shard.slice(points);
        self.phase(Phase::Edge, range, Some(most), tally)
    }

    fn random(&self, tally: &mut Tally) -> Rung {
        let (all, time) = match self.config().budget {
            Budget::Cases(cases) => (cases, None),
            Budget::Time(time) => (u64::MAX / 2, Some(time)),
        };
        let mut range = self.config().shard.slice(all);
        if let Some(time) = time {
            let stride = if self.ladder.claim.compiled().is_some() {
                COMPILED_STRIDE
            } else {
                INTERPRETED_STRIDE
            };
            while self.started.elapsed() < time && !range.is_empty() {
                let end = range.end.min(range.start + stride);
                if let Rung::Done = self.phase(Phase::Random, range.start..end, None, tally) {
                    return Rung::Done;
                }
                range.start = end;
            }
            return Rung::Done;
        }
        self.phase(Phase::Random, range, None, tally)
    }

    /// Runs the cases of one phase until one fails or time is out.
    fn phase(
        &self,
        phase: Phase,
        range: Range<u64>,
        edges: Option<usize>,
        tally: &mut Tally,
    ) -> Rung {
        let mut next = range.start;
        let grid = match phase {
            Phase::Edge => Some(Grid::edges(self.law, edges.unwrap_or(0))),
            Phase::Domain => Grid::domain(self.law),
            Phase::Random | Phase::Regression => None,
        };
        while next < range.end {
            let compiled = self.ladder.claim.compiled();
            let stride = if compiled.is_some() {
                COMPILED_STRIDE
            } else {
                INTERPRETED_STRIDE
            };
            let end = range.end.min(next + stride);
            self.ladder.climb.at(CaseId { phase, index: next });
            let ran = match compiled {
                Some(hot) => match phase {
                    Phase::Edge => hot.edges(edges.unwrap_or(0), next..end),
                    Phase::Domain => hot.domain(next..end),
                    Phase::Random | Phase::Regression => hot.random(self.key, next..end),
                },
                None => match self.interpreted(phase, next..end, grid.as_ref()) {
                    Some(ran) => ran,
                    None => {
                        tally.stopped = Some("interrupted".to_owned());
                        return Rung::Done;
                    }
                },
            };
            tally.cases += ran.cases;
            tally.vacuous += ran.vacuous;
            if phase == Phase::Random {
                tally.random_effective += ran.cases - ran.vacuous;
            }
            if let Some(worst) = ran.probe.worst() {
                tally.worst_error = Some(tally.worst_error.map_or(worst, |w| w.max(worst)));
            }
            if let Some(index) = ran.failed {
                let case = CaseId { phase, index };
                self.ladder.climb.at(case);
                match self.values_of(case, grid.as_ref()) {
                    Ok(values) => self.refute(case, values, self.config().shrink, tally),
                    Err(why) => tally.stopped = Some(format!("the sampler raised: {why}")),
                }
                return Rung::Done;
            }
            next = end;
            if let Some(why) = self.ladder.out_of_time(self.started, next) {
                tally.stopped = Some(why);
                return Rung::Done;
            }
        }
        Rung::Next
    }

    /// Runs cases through the interpreter; `None` if the user interrupted.
    fn interpreted(
        &self,
        phase: Phase,
        range: Range<u64>,
        grid: Option<&Grid>,
    ) -> Option<HotTally> {
        let mut ran = HotTally::default();
        for index in range {
            ran.cases += 1;
            let judged = match self.values_of(CaseId { phase, index }, grid) {
                Ok((values, _)) => self.law.judge(&values, &mut ran.probe),
                Err(why) if why.interrupted => Judged::Interrupted,
                Err(_) => Judged::Failed,
            };
            match judged {
                Judged::Held => {}
                Judged::Vacuous => ran.vacuous += 1,
                Judged::Failed => {
                    ran.failed = Some(index);
                    break;
                }
                Judged::Interrupted => return None,
            }
        }
        Some(ran)
    }

    fn values_of(&self, case: CaseId, grid: Option<&Grid>) -> Result<CaseValues, Exception> {
        match grid {
            Some(grid) => grid
                .at(case.index)
                .map(|values| (values, Vec::new()))
                .ok_or_else(|| Exception::new("the sort gave fewer values than it has")),
            None => draw::random(self.def, self.law, &mut self.key.case(case.index))
                .map(|drawn| (drawn.values, drawn.trees)),
        }
    }

    /// Judges one case.
    pub fn judge(&self, values: &[Value], tally: &mut Tally) -> Judged {
        let mut probe = Probe::default();
        let judged = self.law.judge(values, &mut probe);
        if let Some(worst) = probe.worst() {
            tally.worst_error = Some(tally.worst_error.map_or(worst, |w| w.max(worst)));
        }
        judged
    }

    /// Shrinks a refuting case and tells about it.
    pub fn refute(&self, case: CaseId, values: CaseValues, shrink: u64, tally: &mut Tally) {
        let (values, trees) = values;
        let finding = Finding {
            model: self.model,
            claim: self.ladder.claim,
            def: self.def,
            law: self.law,
            key: self.key,
            seed: self.config().seed,
            case,
            values,
            trees,
        };
        // Telling ends well before the deadline does away with what was found.
        let enough = self.config().deadline * 3 / 4;
        let stop = || self.ladder.climb.stopped() || self.started.elapsed() > enough;
        match finding.tell(shrink, &stop) {
            Some(told) => tally.refuted = Some(Box::new(told)),
            None => tally.stopped = Some(not_deterministic(case)),
        }
    }
}
