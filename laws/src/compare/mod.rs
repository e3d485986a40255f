//! Comparing two models: the same operations, the same cases, the first difference.
//!
//! A prototype and what replaces it must agree. Every operation of the first model becomes one law,
//! `first.operation(a, b) = second.operation(a, b)`, which climbs the ladder as any other law does:
//! whole domains, edge values, random cases, shrinking, deadlines. So agreement is *proved* where a
//! domain is small enough, and *tested* otherwise. A machine becomes the law that the second system
//! answers every program as the first one does.
//!
//! An operation that raises came to an outcome too: two models that both raise agree, whatever they
//! say, and one that raises alone differs.
//!
//! ```
//! use lawful::prelude::*;
//! use lawful::check::Config;
//! use lawful::compare::compare;
//!
//! #[derive(Clone)]
//! struct Best { wrong: i64 }
//! impl Carrier for Best {
//!     type Elem = i64;
//!     fn elem(&self) -> Sort<i64> { Sort::any() }
//! }
//! impl Semigroup for Best {
//!     fn combine(&self, a: &i64, b: &i64) -> i64 {
//!         if *a == self.wrong { *b } else { *a.max(b) }
//!     }
//! }
//! let model = |id, wrong| lawful::model::of::<semigroup::Theory, _>(id, "1", Best { wrong });
//! let (first, second) = (model("demo.first", 1).unwrap(), model("demo.second", 1).unwrap());
//! assert!(compare(&first, &second, &Config::default()).unwrap().difference().is_none());
//!
//! let other = model("demo.other", i64::MAX).unwrap();
//! let found = compare(&first, &other, &Config::default()).unwrap();
//! assert_eq!(found.difference().unwrap().operation, "combine");
//! ```

mod against;
mod carried;
mod outcome;
mod outcome_sort;
mod two_systems;

use crate::check::{self, Config, ConfigError, Observer, Regressions, Silent};
use crate::evidence::{Binding, Counterexample, Failure, LawEvidence, ShrinkEffort, Verdict};
use crate::model::{BuilderError, Model};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Two models that cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// There is nothing that both can do.
    #[error("`{left}` and `{right}` have no operation in common; compare two models of one theory")]
    Nothing {
        /// The first model.
        left: String,
        /// The second model.
        right: String,
    },
    /// The values of the first model mean nothing to the second.
    #[error("the values of the sort `{sort}` of `{left}` cannot be given to `{right}`: {why}")]
    Foreign {
        /// The sort.
        sort: String,
        /// The first model.
        left: String,
        /// The second model.
        right: String,
        /// Why.
        why: String,
    },
    /// The settings make no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The comparison cannot be put together.
    #[error(transparent)]
    Model(#[from] BuilderError),
}

/// What one model made of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", content = "text", rename_all = "snake_case")]
pub enum Outcome {
    /// It returned a value, printed.
    Returned(String),
    /// It raised.
    Raised(String),
}

/// The first case in which two models differ, shrunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The operation, or the machine.
    pub operation: String,
    /// The case in which they first differed: `random:17`.
    pub case: String,
    /// The arguments after shrinking: values, or one program.
    pub arguments: Vec<Binding>,
    /// The arguments as first found.
    pub found: Vec<Binding>,
    /// What the first model made of them.
    pub left: Outcome,
    /// What the second model made of them.
    pub right: Outcome,
    /// What shrinking did.
    pub shrink: ShrinkEffort,
}

/// How two models compare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The id of the first model: the samplers are its.
    pub left: String,
    /// The id of the second model.
    pub right: String,
    /// The root seed.
    pub seed: u64,
    /// What is known about each operation, as about a law.
    pub operations: Vec<LawEvidence>,
    /// The operations that were left out, each with the reason.
    pub skipped: Vec<(String, String)>,
    /// Whether the user asked to stop.
    pub interrupted: bool,
}

impl Comparison {
    /// Returns whether every operation agrees, as far as the verdicts go, and none was left out.
    pub fn agrees(&self) -> bool {
        !self.interrupted
            && self.skipped.is_empty()
            && !self.operations.is_empty()
            && self.operations.iter().all(|o| o.verdict().holds())
    }

    /// Returns the first difference, in the order of the operations.
    pub fn difference(&self) -> Option<Difference> {
        let refuted = |law: &LawEvidence| match law.verdict() {
            Verdict::Refuted { counterexample } => Some(difference(&law.law, *counterexample)),
            _ => None,
        };
        self.operations.iter().find_map(refuted)
    }
}

fn difference(law: &str, told: Counterexample) -> Difference {
    let (left, right) = match told.failure {
        // A system is told first, and then its reference, which is the first model.
        Failure::Unequal { left, right } if law.ends_with(two_systems::LAW) => (right, left),
        Failure::Unequal { left, right } | Failure::NotAtMost { left, right } => (left, right),
        Failure::Raised { message, .. } => (String::new(), outcome::raised(&message)),
        Failure::False => (String::new(), String::new()),
    };
    Difference {
        operation: outcome::operation(law).to_owned(),
        case: told.case.to_string(),
        arguments: told.substitution,
        found: told.found,
        left: outcome::read(&left),
        right: outcome::read(&right),
        shrink: told.shrink,
    }
}

/// Compares two models over the cases of the first one's samplers.
///
/// # Errors
/// If they have nothing in common, the values of one mean nothing to the other, or the settings
/// make no sense.
pub fn compare(left: &Model, right: &Model, config: &Config) -> Result<Comparison, CompareError> {
    compare_watched(left, right, config, &mut Silent)
}

/// Compares two models as [`compare`] does; an observer may end the run.
///
/// # Errors
/// As [`compare`].
pub fn compare_watched(
    left: &Model,
    right: &Model,
    config: &Config,
    observer: &mut dyn Observer,
) -> Result<Comparison, CompareError> {
    let (left, right) = (Arc::new(left.clone()), Arc::new(right.clone()));
    let (model, skipped) = against::model(&left, &right)?;
    let report = check::check(
        &[Arc::new(model)],
        config,
        &Regressions::default(),
        observer,
    )?;
    let laws = report.evidence.into_iter().flat_map(|e| e.laws);
    Ok(Comparison {
        left: left.id().to_owned(),
        right: right.id().to_owned(),
        seed: config.seed,
        operations: laws.collect(),
        skipped,
        interrupted: report.interrupted,
    })
}
