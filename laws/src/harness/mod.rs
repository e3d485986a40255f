//! The test harness for plugin authors: each law of each registered model is one test.
//!
//! ```toml
//! [[test]]
//! name = "laws"
//! harness = false
//! ```
//!
//! ```no_run
//! // tests/laws.rs
//! use my_models as _; // links the crate that registers the models
//! # mod my_models {}
//! lawful::test_main!();
//! ```
//!
//! `cargo test` and `cargo nextest` list and filter tests such as `std.i64.add::semigroup.associative`.
//! `test_main!(own)` leaves out what dependencies registered. For every theory that is declared
//! outside this library, tests ask besides that each of its laws
//! has a lawbreaker, and that each lawbreaker breaks what it says and nothing else.
//!
//! Environment variables set the rest:
//!
//! | variable | meaning | default |
//! | --- | --- | --- |
//! | `LAWFUL_CASES` | random cases for each law | 10000 |
//! | `LAWFUL_TIME` | seconds for each law, instead of cases | |
//! | `LAWFUL_SEED` | the root seed | 0 |
//! | `LAWFUL_SHARD` | `k/n`: the part of the cases to run | 1/1 |
//! | `LAWFUL_DEADLINE` | seconds after which a law is stopped | 20 |
//! | `LAWFUL_REPORT` | a folder for `report.jsonl`, `report.xml` (JUnit) and `report.html` | none |
//! | `LAWFUL_REGRESSIONS` | a file of refuting values: replayed first, new ones are added | none |
//!
//! A target whose models are slow sets other defaults with
//! [`harness_defaults!`](crate::harness_defaults!).

mod defaults;
mod environment;
mod folder;
mod scope;
mod teeth;

pub use scope::Scope;

use crate::check::{Silent, check};
use crate::evidence::{LawEvidence, Report, Shard, Verdict};
use crate::model::Model;
use crate::registry;
use crate::report::terminal::{Style, render_law};
#[doc(hidden)]
pub use defaults::Defaults;
use environment::Environment;
use libtest_mimic::{Arguments, Failed, Trial};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

/// Runs the harness: `fn main` of a test target with `harness = false`.
///
/// `test_main!()` tests every model that is linked, also those of dependencies. `test_main!(own)`
/// tests the models and theories of this package alone, and `test_main!(models: ["a.b"])` those
/// whose id is, or begins with, one of these names.
#[macro_export]
macro_rules! test_main {
    () => {
        $crate::test_main!(@run $crate::harness::Scope::Linked);
    };
    (own) => {
        $crate::test_main!(@run $crate::harness::Scope::Package(::std::env!("CARGO_PKG_NAME")));
    };
    (models: [$($id:literal),+ $(,)?]) => {
        $crate::test_main!(@run $crate::harness::Scope::Models(&[$($id),+]));
    };
    (@run $scope:expr) => {
        fn main() -> ::std::process::ExitCode {
            $crate::harness::run($scope)
        }
    };
}

/// Runs each law of the models in scope as a test, with the arguments of `cargo test`.
///
/// The exit code is 101 if a test fails, as always with `cargo test`; 2 if the environment, the
/// registry or a file is not as it should be, or no model is registered.
pub fn run(scope: Scope) -> ExitCode {
    match prepare(scope) {
        Ok(harness) => harness.run(),
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

struct Harness {
    environment: Arc<Environment>,
    scope: Scope,
    models: Vec<Arc<Model>>,
    collected: Arc<Mutex<Option<Report>>>,
}

fn prepare(scope: Scope) -> Result<Harness, String> {
    let environment = Environment::read(&|name| std::env::var(name).ok())?;
    let models = registry::models().map_err(|e| e.to_string())?;
    if !models.is_empty() && !models.iter().any(|model| scope.has_model(model)) {
        return Err(format!(
            "no model that is linked is {scope}; `test_main!()` tests them all"
        ));
    }
    let models: Vec<Arc<Model>> = models
        .iter()
        .filter(|model| scope.has_model(model))
        .cloned()
        .collect();
    if models.is_empty() {
        return Err(
            "no model is registered; link the crates that register models, \
                    with `lawful::plugins![name_of_the_crate]` or `use name_of_the_crate as _`"
                .to_owned(),
        );
    }
    Ok(Harness {
        environment: Arc::new(environment),
        scope,
        models,
        collected: Arc::new(Mutex::new(None)),
    })
}

impl Harness {
    fn run(self) -> ExitCode {
        let arguments = Arguments::from_args();
        let trials = self
            .models
            .iter()
            .flat_map(|model| self.trials(model))
            .chain(
                crate::theory::declared_elsewhere()
                    .into_iter()
                    .filter(|declared| self.scope.has_theory(declared))
                    .flat_map(|declared| teeth::trials(declared, &self.environment)),
            )
            .collect();
        let conclusion = libtest_mimic::run(&arguments, trials);
        let collected = self
            .collected
            .lock()
            .ok()
            .and_then(|mut report| report.take());
        if let Some(report) = collected
            && let Err(why) = folder::write(&self.environment, report)
        {
            eprintln!("error: {why}");
            return ExitCode::from(2);
        }
        conclusion.exit_code()
    }

    fn trials(&self, model: &Arc<Model>) -> Vec<Trial> {
        model
            .claims()
            .iter()
            .map(|claim| {
                let law = claim.id();
                let name = format!("{}::{law}", model.id());
                let one = Arc::new(model.only(|id| id == law));
                let environment = Arc::clone(&self.environment);
                let collected = Arc::clone(&self.collected);
                Trial::test(name, move || test(&one, &environment, &collected))
            })
            .collect()
    }
}

fn test(
    model: &Arc<Model>,
    environment: &Environment,
    collected: &Mutex<Option<Report>>,
) -> Result<(), Failed> {
    let report = check(
        std::slice::from_ref(model),
        &environment.config,
        &environment.known,
        &mut Silent,
    )?;
    let verdict = report
        .evidence
        .iter()
        .flat_map(|e| &e.laws)
        .try_for_each(|law| judge(model.id(), law, environment.config.shard));
    if let Ok(mut all) = collected.lock() {
        *all = Some(match all.take() {
            None => report,
            Some(known) => known.merge(report)?,
        });
    }
    verdict
}

fn judge(model: &str, law: &LawEvidence, shard: Shard) -> Result<(), Failed> {
    // One shard alone cannot know more than that its own cases hold.
    let one_of_many = shard != Shard::WHOLE && !law.coverage.missing().is_empty();
    let stopped = law.coverage.tally().stopped.is_some();
    if one_of_many && !stopped && !matches!(law.verdict(), Verdict::Refuted { .. }) {
        return Ok(());
    }
    if law.status().is_good() || (one_of_many && law.status() == crate::evidence::Status::Witnessed)
    {
        return Ok(());
    }
    let style = Style {
        colour: false,
        ..Style::default()
    };
    Err(format!("\n{}", render_law(model, law, &style)).into())
}

/// Checks one law of a model: the body of a test that `law_tests!` writes.
///
/// # Panics
/// If the law is refuted, vacuous or could not be run: with the full story.
#[doc(hidden)]
#[expect(clippy::panic, reason = "this is how a test fails")]
pub fn assert_law<T, L, M>(id: &str, model: M)
where
    T: crate::model::ModeledBy<M>,
    L: crate::theory::Law,
    M: Send + Sync + 'static,
{
    let law = L::define().id.to_string();
    let environment = Environment::read(&|name| std::env::var(name).ok());
    let outcome = environment.and_then(|environment| {
        let built = crate::model::of::<T, M>(id, "0", model).map_err(|e| e.to_string())?;
        let one = Arc::new(built.only(|id| id == law));
        let config = &environment.config;
        let report =
            check(&[one], config, &environment.known, &mut Silent).map_err(|e| e.to_string())?;
        let mut laws = report.evidence.iter().flat_map(|e| &e.laws);
        let found = laws
            .next()
            .cloned()
            .ok_or_else(|| format!("`{law}` was not checked"))?;
        judge(id, &found, config.shard).map_err(|f| f.message().unwrap_or_default().to_owned())
    });
    if let Err(why) = outcome {
        panic!("{why}");
    }
}
