//! The rungs that a law climbs: stored and stated values, the whole domain if it is small enough,
//! a decision procedure if there is one, the grid of edge values, random cases.

use super::compiled::{Compiled, Judged};
use super::config::{Budget, Config};
use super::counterexample::{self, Finding};
use super::draw::{self, Grid};
use super::{light, preflight, regression::Regressions};
use crate::evidence::{CaseId, Phase, Proof, Tally};
use crate::machine_law::MachineLaw;
use crate::model::{Claimed, HotTally, Model, Subject};
use crate::rng::CaseKey;
use crate::sort::{AnyTree, Probe};
use crate::theory::{LawDef, LawId};
use crate::value::{Exception, Value};
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

/// Cases between two looks at the clock: compiled, interpreted.
const COMPILED_STRIDE: u64 = 1 << 14;
const INTERPRETED_STRIDE: u64 = 32;

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

/// A rung came to an end: everything held, or there is nothing more to do.
enum Rung {
    Next,
    Done,
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
        run.rungs(tally);
    }

    fn machine(&self, law: &dyn MachineLaw, key: CaseKey, started: Instant, tally: &mut Tally) {
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
            let ran = law.run(key, range.start..end, &|| self.climb.stopped());
            tally.cases += ran.cases;
            tally.vacuous += ran.vacuous;
            tally.random_effective += ran.cases - ran.vacuous;
            if let Some(index) = ran.failed {
                let case = CaseId {
                    phase: Phase::Random,
                    index,
                };
                match law.explain(key, index, self.config.shrink / 10) {
                    Some(failure) => {
                        let seed = self.config.seed;
                        let told =
                            counterexample::of_machine(self.model, self.claim, case, seed, failure);
                        tally.refuted = Some(Box::new(told));
                    }
                    None => tally.stopped = Some(not_deterministic(case)),
                }
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

    /// Returns why the law must stop now, if it must.
    fn out_of_time(&self, started: Instant, done: u64) -> Option<String> {
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

fn not_deterministic(case: CaseId) -> String {
    format!(
        "the model is not deterministic: case {case} refuted the law, then held when it ran again"
    )
}

/// One law with everything that its rungs need.
struct Run<'a> {
    ladder: &'a Ladder<'a>,
    model: &'a Model,
    def: &'a LawDef,
    law: &'a Compiled,
    key: CaseKey,
    started: Instant,
}

type CaseValues = (Vec<Value>, Vec<Option<Box<dyn AnyTree>>>);

impl Run<'_> {
    fn rungs(&self, tally: &mut Tally) {
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

    fn judge(&self, values: &[Value], tally: &mut Tally) -> Judged {
        let mut probe = Probe::default();
        let judged = self.law.judge(values, &mut probe);
        if let Some(worst) = probe.worst() {
            tally.worst_error = Some(tally.worst_error.map_or(worst, |w| w.max(worst)));
        }
        judged
    }

    fn refute(&self, case: CaseId, values: CaseValues, shrink: u64, tally: &mut Tally) {
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
        let stop = || self.ladder.climb.stopped();
        match finding.tell(shrink, &stop) {
            Some(told) => tally.refuted = Some(Box::new(told)),
            None => tally.stopped = Some(not_deterministic(case)),
        }
    }
}

/// Returns the law that an isomorphism's two directions undo each other, and the model with the
/// operation that the law is about.
fn round_trip_law(model: &Model, sort: &str, name: &str) -> (LawDef, Model) {
    use crate::model::Op;
    use crate::theory::{OpDef, OpKey, Term, Type, Variable};
    let key = OpKey::new(format!("{name} round trips"));
    let owned: crate::theory::Name = sort.to_owned().into();
    let any = model.sort(sort).cloned();
    let op = Op::new(move |args| {
        let (Some(sort), [value]) = (&any, args) else {
            return Err(Exception::new("the sort is missing"));
        };
        Ok(Value::new(sort.round_trips(value)?))
    });
    let def = OpDef {
        key: key.clone(),
        args: vec![Type::Sort(owned.clone())],
        result: Type::BOOL,
        symbol: None,
        about: "".into(),
    };
    let law = LawDef {
        id: LawId {
            theory: "isomorphism".into(),
            role: name.to_owned().into(),
            name: "round_trip".into(),
        },
        law_set: 1,
        about: "".into(),
        variables: vec![Variable {
            name: "a".into(),
            sort: owned,
        }],
        premise: None,
        conclusion: Term::Apply(key.clone(), vec![Term::Var(0)]),
        floor: 1,
    };
    let mut with = model.mutated(model.id().to_owned(), &key, op);
    with.declare(def);
    (law, with)
}

/// Judges stored or replayed cases alone, outside a run.
pub struct Single<'a> {
    pub model: &'a Model,
    pub claim: &'a Claimed,
    pub config: &'a Config,
}

struct Unhurried;

impl Climb for Unhurried {
    fn stopped(&self) -> bool {
        false
    }
    fn at(&self, _: CaseId) {}
}

impl Single<'_> {
    /// Judges given values: `None` if the law holds for them or they are vacuous.
    ///
    /// # Errors
    /// If the claim is about a machine or the values are not of the law's sorts.
    pub fn values(&self, encoded: &[&str]) -> Result<Tally, Exception> {
        let Subject::Law(def) = self.claim.subject() else {
            return Err(Exception::new("only a law over values takes values"));
        };
        let law = Compiled::new(def, self.model)
            .ok_or_else(|| Exception::new("the model lacks an operation of the law"))?;
        if encoded.len() != def.variables.len() {
            return Err(Exception::new(format!(
                "the law has {} variables, but {} values were given",
                def.variables.len(),
                encoded.len()
            )));
        }
        let mut values = Vec::new();
        for ((sort, text), variable) in law.sorts().zip(encoded).zip(&def.variables) {
            values.push(sort.decode(text).ok_or_else(|| {
                Exception::new(format!(
                    "`{text}` is not a value of the sort `{}`",
                    variable.sort
                ))
            })?);
        }
        Ok(self.one(
            CaseId {
                phase: Phase::Regression,
                index: 0,
            },
            def,
            &law,
            Ok((values, Vec::new())),
            0,
        ))
    }

    /// Runs one case again, by its number.
    ///
    /// # Errors
    /// If the case does not exist: its number is beyond the grid or the domain, or it was stored.
    pub fn case(&self, case: CaseId) -> Result<Tally, Exception> {
        let beyond = || Exception::new(format!("the law has no case {case}"));
        let def = match self.claim.subject() {
            Subject::Law(def) => Arc::clone(def),
            Subject::Machine(law) => return self.machine(&**law, case),
            Subject::Isomorphism { .. } => {
                return Err(Exception::new("cases of an isomorphism cannot be replayed"));
            }
        };
        let law = Compiled::new(&def, self.model)
            .ok_or_else(|| Exception::new("the model lacks an operation of the law"))?;
        let key = CaseKey::new(self.config.seed, &self.claim.id(), self.model.id());
        let values = match case.phase {
            Phase::Regression => match self.claim.witness() {
                Some(witness) if case.index == 0 => (witness.to_vec(), Vec::new()),
                _ => return Err(Exception::new("a stored case is replayed by its values")),
            },
            Phase::Edge => {
                let (points, most) = draw::edge_points(&law, self.config.edge_points);
                let values = Grid::edges(&law, most)
                    .at(case.index)
                    .filter(|_| case.index < points);
                (values.ok_or_else(beyond)?, Vec::new())
            }
            Phase::Domain => {
                let points = draw::domain_points(&law).ok_or_else(beyond)?;
                let grid = Grid::domain(&law).ok_or_else(beyond)?;
                let values = grid.at(case.index).filter(|_| case.index < points);
                (values.ok_or_else(beyond)?, Vec::new())
            }
            Phase::Random => {
                let drawn = draw::random(&def, &law, &mut key.case(case.index))?;
                (drawn.values, drawn.trees)
            }
        };
        Ok(self.one(case, &def, &law, Ok(values), self.config.shrink))
    }

    fn one(
        &self,
        case: CaseId,
        def: &LawDef,
        law: &Compiled,
        values: Result<CaseValues, Exception>,
        shrink: u64,
    ) -> Tally {
        let regressions = Regressions::default();
        let ladder = Ladder {
            model: self.model,
            claim: self.claim,
            config: self.config,
            regressions: &regressions,
            climb: &Unhurried,
        };
        let key = CaseKey::new(self.config.seed, &self.claim.id(), self.model.id());
        let run = Run {
            ladder: &ladder,
            model: self.model,
            def,
            law,
            key,
            started: Instant::now(),
        };
        let mut tally = Tally {
            cases: 1,
            ..Tally::default()
        };
        match values {
            Ok(values) => match run.judge(&values.0, &mut tally) {
                Judged::Failed => run.refute(case, values, shrink, &mut tally),
                Judged::Vacuous => tally.vacuous = 1,
                Judged::Held => {}
                Judged::Interrupted => tally.stopped = Some("interrupted".to_owned()),
            },
            Err(why) => tally.stopped = Some(format!("the sampler raised: {why}")),
        }
        tally
    }

    fn machine(&self, law: &dyn MachineLaw, case: CaseId) -> Result<Tally, Exception> {
        let key = CaseKey::new(self.config.seed, &self.claim.id(), self.model.id());
        let mut tally = Tally {
            cases: 1,
            ..Tally::default()
        };
        if let Some(failure) = law.explain(key, case.index, self.config.shrink / 10) {
            let seed = self.config.seed;
            let told = counterexample::of_machine(self.model, self.claim, case, seed, failure);
            tally.refuted = Some(Box::new(told));
        }
        Ok(tally)
    }
}
