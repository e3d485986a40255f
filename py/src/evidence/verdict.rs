//! The five verdicts, one class each, for `match`.

use super::Counterexample;
use lawful::evidence::{Proof, Verdict as Data};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::Arc;

/// What is known about one law of one model: `Proved`, `Tested`, `Vacuous`, `NotRun` or `Refuted`.
///
/// Only the checker makes verdicts.
///
/// >>> import lawful
/// >>> verdict = lawful.check("int.i64.wrapping_add", cases=100).model("int.i64.wrapping_add").law("associative").verdict
/// >>> isinstance(verdict, lawful.Verdict), verdict.name, verdict.holds
/// (True, 'tested', True)
#[pyclass(frozen, subclass, module = "lawful")]
pub struct Verdict(Arc<Data>);

crate::frozen!(Verdict, "Verdict", Data);

#[pymethods]
impl Verdict {
    /// The verdict in one word: `proved`, `tested`, `vacuous`, `not run` or `refuted`.
    #[getter]
    fn name(&self) -> &'static str {
        self.0.name()
    }

    /// Whether the law can be relied on: proved or tested.
    #[getter]
    fn holds(&self) -> bool {
        self.0.holds()
    }

    fn __repr__(&self) -> String {
        match &*self.0 {
            Data::Proved { proof } => format!("Proved(by={:?}, cases={})", by(proof), cases(proof)),
            Data::Tested {
                cases,
                effective,
                failure_rate_below,
            } => format!(
                "Tested(cases={cases}, effective={effective}, failure_rate_below={failure_rate_below:.3e})"
            ),
            Data::Vacuous {
                cases,
                effective,
                floor,
            } => format!("Vacuous(cases={cases}, effective={effective}, floor={floor})"),
            Data::NotRun { why } => format!("NotRun(why={why:?})"),
            Data::Refuted { counterexample } => {
                format!(
                    "Refuted({})",
                    super::counterexample::summary(counterexample)
                )
            }
        }
    }
}

fn by(proof: &Proof) -> &'static str {
    match proof {
        Proof::WholeDomain { .. } => "whole domain",
        Proof::Light { .. } => "light",
        Proof::CompileTime => "compile time",
        Proof::Derived { .. } => "derived",
    }
}

fn cases(proof: &Proof) -> u64 {
    match proof {
        Proof::WholeDomain { cases } => *cases,
        Proof::Light { comparisons, .. } => *comparisons,
        Proof::CompileTime | Proof::Derived { .. } => 0,
    }
}

macro_rules! kind {
    ($(#[$attr:meta])* $class:ident ($($arg:literal),*) {
        $($(#[$doc:meta])* $field:ident: $ty:ty = $pattern:pat => $value:expr, else $default:expr;)*
    }) => {
        $(#[$attr])*
        #[pyclass(frozen, extends = Verdict, module = "lawful")]
        pub struct $class;

        #[pymethods]
        impl $class {
            #[classattr]
            #[pyo3(name = "__match_args__")]
            fn match_args(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
                PyTuple::new(py, [$($arg),*])
            }

            $(
                $(#[$doc])*
                #[getter]
                fn $field(this: PyRef<'_, Self>) -> $ty {
                    match &*this.as_super().0 {
                        $pattern => $value,
                        _ => $default,
                    }
                }
            )*
        }
    };
}

kind! {
    /// Every case holds: the whole domain was visited, or a decision procedure says so.
    ///
    /// >>> import lawful
    /// >>> match lawful.check("bool.logic").model("bool.logic").law("distributive").verdict:
    /// ...     case lawful.Proved(by, cases):
    /// ...         print(by, cases)
    /// whole domain 8
    Proved("by", "cases") {
        /// How: `whole domain`, `light` or `compile time`.
        by: &'static str = Data::Proved { proof } => by(proof), else "";
        /// Cases that were visited, or equations that were compared.
        cases: u64 = Data::Proved { proof } => cases(proof), else 0;
    }
}

kind! {
    /// No case failed.
    ///
    /// >>> import lawful
    /// >>> verdict = lawful.check("int.i64.wrapping_add", cases=100).model("int.i64.wrapping_add").law("associative").verdict
    /// >>> isinstance(verdict, lawful.Tested), verdict.effective >= 100, verdict.failure_rate_below < 0.05
    /// (True, True, True)
    Tested("cases", "effective") {
        /// Cases that ran.
        cases: u64 = Data::Tested { cases, .. } => *cases, else 0;
        /// Cases whose premise was true: what counts.
        effective: u64 = Data::Tested { effective, .. } => *effective, else 0;
        /// The 95 % upper bound on the failure rate over the random cases.
        failure_rate_below: f64 =
            Data::Tested { failure_rate_below, .. } => *failure_rate_below, else 1.0;
    }
}

kind! {
    /// Too few cases had a true premise for the verdict to mean anything.
    ///
    /// >>> import lawful
    /// >>> class Never:
    /// ...     elem = lawful.integers()
    /// ...     def at_most(self, a, b):
    /// ...         return False
    /// >>> never = lawful.build(Never, theory="partial_order", id="demo.never")
    /// >>> law = lawful.check(never).model("demo.never").law("transitive")
    /// >>> isinstance(law.verdict, lawful.Vacuous), law.verdict.effective
    /// (True, 0)
    Vacuous("cases", "effective", "floor") {
        /// Cases that ran.
        cases: u64 = Data::Vacuous { cases, .. } => *cases, else 0;
        /// Cases whose premise was true.
        effective: u64 = Data::Vacuous { effective, .. } => *effective, else 0;
        /// How many were needed.
        floor: u64 = Data::Vacuous { floor, .. } => *floor, else 0;
    }
}

kind! {
    /// The law was not checked.
    ///
    /// >>> import lawful
    /// >>> class Empty:
    /// ...     elem = lawful.sampled(lambda random: 1 // 0)
    /// ...     def combine(self, a, b):
    /// ...         return a
    /// >>> empty = lawful.build(Empty, theory="semigroup", id="demo.empty")
    /// >>> law = lawful.check(empty).model("demo.empty").law("associative")
    /// >>> isinstance(law.verdict, lawful.NotRun)
    /// True
    NotRun("why") {
        /// Why.
        why: String = Data::NotRun { why } => why.clone(), else String::new();
    }
}

kind! {
    /// The law is false for this model.
    ///
    /// >>> import lawful
    /// >>> class Minus:
    /// ...     elem = lawful.integers()
    /// ...     def combine(self, a, b):
    /// ...         return a - b
    /// >>> minus = lawful.build(Minus, theory="semigroup", id="demo.minus")
    /// >>> law = lawful.check(minus).model("demo.minus").law("associative")
    /// >>> isinstance(law.verdict, lawful.Refuted)
    /// True
    /// >>> print(law.verdict.counterexample.failure)
    /// Failure(-1 is not 1)
    Refuted("counterexample") {
        /// The refuting case, shrunk.
        counterexample: Option<Counterexample> = Data::Refuted { counterexample } =>
            Some(Counterexample(Arc::new((**counterexample).clone()))), else None;
    }
}

/// Makes the object of a verdict.
pub fn verdict(py: Python<'_>, data: Arc<Data>) -> PyResult<Py<PyAny>> {
    let base = PyClassInitializer::from(Verdict(Arc::clone(&data)));
    macro_rules! make {
        ($class:expr) => {
            Bound::new(py, base.add_subclass($class))?
                .into_any()
                .unbind()
        };
    }
    Ok(match &*data {
        Data::Proved { .. } => make!(Proved),
        Data::Tested { .. } => make!(Tested),
        Data::Vacuous { .. } => make!(Vacuous),
        Data::NotRun { .. } => make!(NotRun),
        Data::Refuted { .. } => make!(Refuted),
    })
}

#[pymethods]
impl Tested {
    /// Without this, pytest takes the class for a class of tests.
    #[classattr]
    #[pyo3(name = "__test__")]
    fn is_a_test() -> bool {
        false
    }
}
