//! One case alone, outside a run.

use super::compiled::{Compiled, Judged};
use super::config::Config;
use super::counterexample;
use super::draw::{self, Grid};
use super::isomorphism::round_trip_law;
use super::ladder::{Climb, Ladder};
use super::regression::Regressions;
use super::rungs::{CaseValues, Run};
use crate::evidence::{CaseId, Phase, Tally};
use crate::machine_law::{Limits, MachineFailure, MachineLaw};
use crate::model::{Claimed, Model, Subject};
use crate::rng::CaseKey;
use crate::sort::{AnySort, Probe};
use crate::theory::LawDef;
use crate::value::{Exception, Value};
use std::time::Instant;

/// Judges stored or replayed cases alone, outside a run.
pub struct Single<'a> {
    pub model: &'a Model,
    pub claim: &'a Claimed,
    pub config: &'a Config,
    /// Where stored cases are.
    pub regressions: &'a Regressions,
}

/// Returns whether a value is one that a sampler means: of its type, and of its enumeration if it
/// has one.
fn is_of(sort: &dyn AnySort, value: &Value) -> bool {
    if !sort.accepts(value) {
        return false;
    }
    let same = |known: &Value| {
        crate::panic::guarded(|| sort.equal(&mut Probe::default(), known, value, &[], 1))
            .unwrap_or(false)
    };
    sort.domain().is_none_or(|all| all.iter().any(same))
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
    /// If the claim is about an isomorphism or the values are not of the law's sorts.
    pub fn values(&self, encoded: &[&str]) -> Result<Tally, Exception> {
        let def = match (self.claim.subject(), encoded) {
            (Subject::Law(def), _) => def,
            (Subject::Machine(law), [program]) => {
                let case = CaseId {
                    phase: Phase::Regression,
                    index: 0,
                };
                let limits = Limits {
                    budget: 0,
                    ..self.limits()
                };
                return Ok(self.of_machine(case, law.stored(program, &limits)?));
            }
            (Subject::Machine(_), _) => {
                return Err(Exception::new("a law of a machine takes one program"));
            }
            (Subject::Isomorphism { .. }, _) => {
                return Err(Exception::new("only a law over values takes values"));
            }
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

    /// Judges given values, which are shrunk if they refute the law. With `meant`, they must be ones
    /// that the samplers mean.
    ///
    /// # Errors
    /// If the claim is not about a law over values, or the values are not of its sorts.
    pub fn given(&self, values: Vec<Value>, meant: bool) -> Result<Tally, Exception> {
        let Subject::Law(def) = self.claim.subject() else {
            return Err(Exception::new("only a law over values takes values"));
        };
        let law = Compiled::new(def, self.model)
            .ok_or_else(|| Exception::new("the model lacks an operation of the law"))?;
        if values.len() != def.variables.len() {
            return Err(Exception::new(format!(
                "the law has {} variables, but {} values were given",
                def.variables.len(),
                values.len()
            )));
        }
        for ((sort, value), variable) in law.sorts().zip(&values).zip(&def.variables) {
            if !(sort.takes(value) && (!meant || is_of(&**sort, value))) {
                return Err(Exception::new(format!(
                    "a value given for `{}` is not of the sort `{}`",
                    variable.name, variable.sort
                )));
            }
        }
        let case = CaseId {
            phase: Phase::Regression,
            index: 0,
        };
        let trees = values.iter().map(|_| None).collect();
        Ok(self.one(case, def, &law, Ok((values, trees)), self.config.shrink))
    }

    /// Runs one case again, by its number.
    ///
    /// # Errors
    /// If the case does not exist: its number is beyond the grid or the domain, or it was stored.
    pub fn case(&self, case: CaseId) -> Result<Tally, Exception> {
        match self.claim.subject() {
            Subject::Law(def) => self.law_case(def, case),
            Subject::Machine(law) => self.machine(&**law, case),
            Subject::Isomorphism { sort, name } => {
                let (def, model) = round_trip_law(self.model, sort, name);
                let with_law = Single {
                    model: &model,
                    ..*self
                };
                with_law.law_case(&def, case)
            }
        }
    }

    /// Returns the values that were stored under a number, from 1.
    fn stored(&self, def: &LawDef, law: &Compiled, case: CaseId) -> Result<Vec<Value>, Exception> {
        let (id, law_set) = (self.claim.id(), self.claim.law_set());
        let missing = || {
            Exception::new(format!(
                "no values are stored for case {case}; give the file of regressions that it came from"
            ))
        };
        let place = usize::try_from(case.index)
            .ok()
            .and_then(|n| n.checked_sub(1));
        let mut stored = self.regressions.of(self.model.id(), &id, law_set);
        let encoded = place.and_then(|n| stored.nth(n)).ok_or_else(missing)?;
        let values: Option<Vec<Value>> = law
            .sorts()
            .zip(encoded)
            .map(|(sort, text)| sort.decode(text))
            .collect();
        values
            .filter(|v| v.len() == def.variables.len())
            .ok_or_else(missing)
    }

    fn law_case(&self, def: &LawDef, case: CaseId) -> Result<Tally, Exception> {
        let beyond = || Exception::new(format!("the law has no case {case}"));
        let law = Compiled::new(def, self.model)
            .ok_or_else(|| Exception::new("the model lacks an operation of the law"))?;
        let key = CaseKey::new(self.config.seed, &self.claim.id(), self.model.id());
        let values = match case.phase {
            Phase::Regression => match self.claim.witness() {
                Some(witness) if case.index == 0 => (witness.to_vec(), Vec::new()),
                _ => (self.stored(def, &law, case)?, Vec::new()),
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
                let drawn = draw::random(def, &law, &mut key.case(case.index))?;
                (drawn.values, drawn.trees)
            }
        };
        Ok(self.one(case, def, &law, Ok(values), self.config.shrink))
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
        if case.phase != Phase::Random {
            return Err(Exception::new("a stored program is replayed by its text"));
        }
        let key = CaseKey::new(self.config.seed, &self.claim.id(), self.model.id());
        let failure = law.replay(key, case.index, &self.limits())?;
        Ok(self.of_machine(case, failure))
    }

    fn limits(&self) -> Limits<'static> {
        Limits {
            budget: self.config.shrink / 10,
            stop: &|| false,
        }
    }

    fn of_machine(&self, case: CaseId, failure: Option<MachineFailure>) -> Tally {
        let told = failure.map(|failure| {
            let seed = self.config.seed;
            let told = counterexample::of_machine(self.model, self.claim, case, seed, failure);
            Box::new(told)
        });
        Tally {
            cases: 1,
            refuted: told,
            ..Tally::default()
        }
    }
}
