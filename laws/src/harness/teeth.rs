//! The laws of the author's own theories have teeth: their lawbreakers are run too.

use super::environment::Environment;
use crate::check::{Silent, check};
use crate::evidence::Verdict;
use crate::theory::{Declared, Lawbreaker, TheoryDef};
use libtest_mimic::{Failed, Trial};
use std::sync::Arc;

/// Returns the trials of one theory: each own law has a lawbreaker, and each lawbreaker breaks what
/// it says and nothing else.
pub fn trials(declared: Declared, environment: &Arc<Environment>) -> Vec<Trial> {
    let Declared {
        theory,
        lawbreakers,
        ..
    } = declared;
    let theory = Arc::new(theory);
    let named: Vec<String> = lawbreakers
        .iter()
        .flat_map(|b| &b.breaks)
        .map(ToString::to_string)
        .collect();
    let whole = {
        let theory = Arc::clone(&theory);
        let name = format!("theory.{}::every_law_has_a_lawbreaker", theory.id);
        Trial::test(name, move || every_law_is_named(&theory, &named))
    };
    let each = lawbreakers.into_iter().map(|breaker| {
        let (theory, environment) = (Arc::clone(&theory), Arc::clone(environment));
        let name = format!("{}::breaks_what_it_says", breaker.model.id());
        Trial::test(name, move || {
            breaks_what_it_says(&theory, &breaker, &environment)
        })
    });
    std::iter::once(whole).chain(each).collect()
}

fn every_law_is_named(theory: &TheoryDef, named: &[String]) -> Result<(), Failed> {
    for law in theory.laws.iter().rev().take(theory.own_laws) {
        if !named.iter().any(|name| *name == law.id.name) {
            return Err(format!(
                "no lawbreaker breaks `{}`: nothing shows that the law can fail; \
                 add `lawbreaker name breaks {} {{ .. }}` to the theory",
                law.id, law.id.name
            )
            .into());
        }
    }
    Ok(())
}

fn breaks_what_it_says(
    theory: &TheoryDef,
    breaker: &Lawbreaker,
    environment: &Environment,
) -> Result<(), Failed> {
    // A lawbreaker is looked for by all its cases: a shard alone may miss it.
    let config = crate::check::Config {
        shard: crate::evidence::Shard::WHOLE,
        ..environment.config.clone()
    };
    let models = [Arc::clone(&breaker.model)];
    let report = check(
        &models,
        &config,
        &crate::check::Regressions::default(),
        &mut Silent,
    )?;
    for law in report.evidence.iter().flat_map(|e| &e.laws) {
        let own = theory.laws.iter().rev().take(theory.own_laws);
        let named = own
            .into_iter()
            .any(|def| def.id.to_string() == law.law && breaker.breaks.contains(&def.id.name));
        let verdict = law.verdict();
        let refuted = matches!(verdict, Verdict::Refuted { .. });
        if named && !refuted {
            return Err(format!(
                "`{}` is {} for it, but it says that it breaks it",
                law.law,
                verdict.name()
            )
            .into());
        }
        if !named && !verdict.holds() {
            return Err(format!(
                "`{}` is {} for it, but it does not say so",
                law.law,
                verdict.name()
            )
            .into());
        }
    }
    Ok(())
}
