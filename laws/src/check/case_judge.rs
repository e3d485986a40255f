//! Judging cases one by one, for whoever looks for a refuting one.

use super::compiled::{Compiled, Judged};
use super::draw;
use crate::model::{Model, Subject};
use crate::rng::CaseKey;
use crate::sort::{AnySort, Probe};
use crate::theory::LawDef;
use crate::value::{Exception, Value};
use std::sync::Arc;

/// What one case came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// The law held.
    Held,
    /// The premise was false: the case says nothing.
    Vacuous,
    /// The law did not hold, or the model raised.
    Refuted,
    /// The user asked to stop.
    Interrupted,
}

/// A law of a model, ready to judge cases one by one.
///
/// What it says is for searching. What is believed goes through [`judge_values`](super::judge_values).
pub struct CaseJudge {
    def: Arc<LawDef>,
    law: Compiled,
    key: CaseKey,
}

impl CaseJudge {
    /// Prepares a claimed law; `None` if the model makes no claim about it, or it is not a law over
    /// values.
    pub fn new(model: &Model, law: &str, seed: u64) -> Option<CaseJudge> {
        let claim = model.claim(law)?;
        let Subject::Law(def) = claim.subject() else {
            return None;
        };
        Some(CaseJudge {
            def: Arc::clone(def),
            law: Compiled::new(def, model)?,
            key: CaseKey::new(seed, law, model.id()),
        })
    }

    /// Returns the law.
    pub fn law(&self) -> &LawDef {
        &self.def
    }

    /// Returns the sorts of the variables, in order.
    pub fn sorts(&self) -> impl ExactSizeIterator<Item = &Arc<dyn AnySort>> + Clone {
        self.law.sorts()
    }

    /// Draws the values of random case `index`, as a run with this seed does.
    ///
    /// # Errors
    /// If a sampler raises.
    pub fn draw(&self, index: u64) -> Result<Vec<Value>, Exception> {
        let drawn = draw::random(&self.def, &self.law, &mut self.key.case(index))?;
        Ok(drawn.values)
    }

    /// Judges a case, and tells the worst error that a tolerance let pass, if there is one.
    pub fn judge(&self, values: &[Value]) -> (Tried, Option<f64>) {
        let mut probe = Probe::default();
        let tried = match self.law.judge(values, &mut probe) {
            Judged::Held => Tried::Held,
            Judged::Vacuous => Tried::Vacuous,
            Judged::Failed => Tried::Refuted,
            Judged::Interrupted => Tried::Interrupted,
        };
        (tried, probe.worst())
    }
}
