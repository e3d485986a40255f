//! Telling everything about a refuting case.

use super::compiled::{Compiled, Judged};
use super::draw;
use super::ready_test;
use super::shrink::Shrink;
use crate::evidence::{
    Binding, CaseId, CaseToken, Counterexample, Failure, Frequency, ShrinkEffort,
};
use crate::machine_law::MachineFailure;
use crate::model::{Claimed, Model};
use crate::rng::CaseKey;
use crate::sort::{AnyTree, Probe};
use crate::theory::LawDef;
use crate::value::Value;

/// How many random cases are tried to say how often a law fails.
const FREQUENCY_CASES: u64 = 200;
/// How many other values are tried to say whether a variable matters.
const OTHER_VALUES: u64 = 12;

/// A refuting case and what is needed to tell about it.
pub struct Finding<'a> {
    pub model: &'a Model,
    pub claim: &'a Claimed,
    pub def: &'a LawDef,
    pub law: &'a Compiled,
    pub key: CaseKey,
    pub seed: u64,
    pub case: CaseId,
    pub values: Vec<Value>,
    pub trees: Vec<Option<Box<dyn AnyTree>>>,
}

impl Finding<'_> {
    /// Shrinks the case with at most `budget` candidates and tells all about it.
    ///
    /// Returns `None` if the case does not refute the law any more: the model is not deterministic.
    pub fn tell(mut self, budget: u64, stop: &dyn Fn() -> bool) -> Option<Counterexample> {
        self.law.explain(&self.values)?;
        let found = self.bindings(&self.values, None);
        let trees = std::mem::take(&mut self.trees);
        let (best, shrink) = if budget == 0 {
            (self.values.clone(), ShrinkEffort::default())
        } else {
            Shrink::run(self.law, self.values.clone(), trees, budget, stop)
        };
        let explained = self.law.explain(&best)?;
        let encoded: Option<Vec<String>> = self
            .law
            .sorts()
            .zip(&best)
            .map(|(sort, value)| sort.encode(value))
            .collect();
        let replay = token(self.model, self.claim, self.case, self.seed);
        let failure = explained.failure;
        Some(Counterexample {
            case: self.case,
            substitution: self.bindings(&best, Some(stop)),
            found,
            first_difference: first_difference(&failure),
            failure,
            left: explained.left,
            right: explained.right,
            frequency: self.frequency(stop),
            shrink,
            rust_test: ready_test::rust(self.model, self.claim, &replay, encoded.as_deref()),
            python_test: ready_test::python(self.model, self.claim, &replay, encoded.as_deref()),
            replay,
            encoded,
        })
    }

    fn bindings(&self, values: &[Value], judge: Option<&dyn Fn() -> bool>) -> Vec<Binding> {
        self.law
            .names()
            .zip(self.law.sorts().zip(values))
            .enumerate()
            .map(|(place, ((variable, sort), (any, value)))| Binding {
                variable: variable.to_owned(),
                sort: sort.to_owned(),
                value: any.show(value),
                matters: judge.is_none_or(|stop| self.matters(values, place, stop)),
            })
            .collect()
    }

    /// Returns whether some other value of one variable lets the law hold.
    fn matters(&self, values: &[Value], place: usize, stop: &dyn Fn() -> bool) -> bool {
        let Some(sort) = self.law.sorts().nth(place) else {
            return true;
        };
        let drawn = (0..OTHER_VALUES).filter_map(|i| {
            let mut rng = self.key.case(u64::MAX - i);
            crate::panic::guarded(|| sort.draw(&mut rng, &[]))
                .ok()
                .map(|d| d.value)
        });
        let edges = sort.edges().into_iter().take(OTHER_VALUES as usize);
        edges.chain(drawn).any(|other| {
            // Without the time to find out, say that it may matter.
            if stop() {
                return true;
            }
            let mut changed = values.to_vec();
            if let Some(slot) = changed.get_mut(place) {
                *slot = other;
            }
            self.law.judge(&changed, &mut Probe::default()) == Judged::Held
        })
    }

    fn frequency(&self, stop: &dyn Fn() -> bool) -> Frequency {
        let mut frequency = Frequency {
            failed: 0,
            sampled: 0,
        };
        for index in 0..FREQUENCY_CASES {
            if stop() {
                break;
            }
            let judged = match draw::random(self.def, self.law, &mut self.key.case(index)) {
                Ok(case) => self.law.judge(&case.values, &mut Probe::default()),
                Err(_) => Judged::Failed,
            };
            match judged {
                Judged::Held => frequency.sampled += 1,
                Judged::Failed => {
                    frequency.sampled += 1;
                    frequency.failed += 1;
                }
                Judged::Vacuous | Judged::Interrupted => {}
            }
        }
        frequency
    }
}

/// Tells about a refuting program of a machine.
pub fn of_machine(
    model: &Model,
    claim: &Claimed,
    case: CaseId,
    seed: u64,
    failure: MachineFailure,
) -> Counterexample {
    let replay = token(model, claim, case, seed);
    let encoded = failure.encoded.map(|program| vec![program]);
    Counterexample {
        case,
        substitution: failure.shrunk,
        found: failure.found,
        failure: failure.failure,
        left: failure.answered,
        right: failure.expected,
        first_difference: failure.difference,
        frequency: failure.frequency,
        shrink: failure.shrink,
        rust_test: ready_test::rust(model, claim, &replay, encoded.as_deref()),
        python_test: ready_test::python(model, claim, &replay, encoded.as_deref()),
        replay,
        encoded,
    }
}

fn token(model: &Model, claim: &Claimed, case: CaseId, seed: u64) -> String {
    CaseToken {
        model: model.id().to_owned(),
        law: claim.id(),
        case,
        seed,
    }
    .to_string()
}

/// Says where two long sides begin to differ; short ones speak for themselves.
fn first_difference(failure: &Failure) -> Option<String> {
    let (Failure::Unequal { left, right } | Failure::NotAtMost { left, right }) = failure else {
        return None;
    };
    if left.len().max(right.len()) <= 30 {
        return None;
    }
    let same = left
        .chars()
        .zip(right.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let window = |side: &str| -> String {
        let text: String = side.chars().skip(same).take(24).collect();
        if text.is_empty() {
            "the end".to_owned()
        } else {
            format!("`{text}`")
        }
    };
    let (left, right) = (window(left), window(right));
    Some(format!(
        "the sides agree for {same} characters, then read {left} and {right}"
    ))
}
