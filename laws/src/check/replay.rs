//! Running one case again.

use super::config::Config;
use super::regression::Regressions;
use super::single::Single;
use crate::evidence::{
    CaseToken, Coverage, Failure, LawEvidence, Shard, Tally, TokenError, Verdict,
};
use crate::model::{Claimed, Model};
use crate::value::{Exception, Value};
use std::sync::Arc;

/// A case that cannot be run again, or that refutes its law.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The token cannot be read.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// There is no such model.
    #[error("no model is called `{0}`; is its crate linked?")]
    Model(String),
    /// The model does not claim the law.
    #[error("`{model}` makes no claim about `{law}`")]
    Law {
        /// The model.
        model: String,
        /// The law.
        law: String,
    },
    /// The case does not exist.
    #[error("{0}")]
    Case(String),
    /// The registry is damaged.
    #[error("{0}")]
    Registry(String),
    /// The law is false for these values.
    #[error("`{model}` refutes `{law}` ({statement}) for {values}: {how}")]
    Refuted {
        /// The model.
        model: String,
        /// The law.
        law: String,
        /// The law, printed.
        statement: String,
        /// The values.
        values: String,
        /// Both sides, or what was raised.
        how: String,
    },
}

fn find<'a>(
    models: &'a [Arc<Model>],
    model: &str,
    law: &str,
) -> Result<(&'a Model, &'a Claimed), ReplayError> {
    let found = models
        .iter()
        .find(|m| m.id() == model)
        .ok_or_else(|| ReplayError::Model(model.to_owned()))?;
    let claim = found.claim(law).ok_or_else(|| ReplayError::Law {
        model: model.to_owned(),
        law: law.to_owned(),
    })?;
    Ok((found, claim))
}

fn evidence(model: &Model, claim: &Claimed, tally: Tally) -> LawEvidence {
    LawEvidence {
        law: claim.id(),
        law_set: claim.law_set(),
        statement: claim.statement(model.signature()),
        claim: claim.claim(),
        floor: 0,
        coverage: Coverage::of_shard(Shard::WHOLE, tally),
    }
}

/// Runs the case of a token again, shrinks it if it refutes, and returns the evidence of this case.
/// A case that was stored is found in `regressions`.
///
/// # Errors
/// If the model, the law or the case does not exist.
pub fn replay_token(
    models: &[Arc<Model>],
    token: &CaseToken,
    config: &Config,
    regressions: &Regressions,
) -> Result<LawEvidence, ReplayError> {
    let (model, claim) = find(models, &token.model, &token.law)?;
    let config = Config {
        seed: token.seed,
        ..config.clone()
    };
    let single = Single {
        model,
        claim,
        config: &config,
        regressions,
    };
    let tally = single
        .case(token.case)
        .map_err(|e: Exception| ReplayError::Case(e.message))?;
    Ok(evidence(model, claim, tally))
}

/// Judges a law for stored values and returns the evidence of this case.
///
/// # Errors
/// If the model or the law does not exist, or the values are not of its sorts.
pub fn replay_case(
    models: &[Arc<Model>],
    model: &str,
    law: &str,
    values: &[&str],
) -> Result<LawEvidence, ReplayError> {
    let (model, claim) = find(models, model, law)?;
    let config = Config::default();
    let single = Single {
        model,
        claim,
        config: &config,
        regressions: &Regressions::default(),
    };
    let tally = single
        .values(values)
        .map_err(|e: Exception| ReplayError::Case(e.message))?;
    Ok(evidence(model, claim, tally))
}

/// Judges a law of a model for given values, shrinks them if they refute it, and returns the
/// evidence of this case.
///
/// A sort with an enumeration takes its own values only, any other sort every value of its type.
///
/// # Errors
/// If the model makes no claim about the law, or the values are not of its sorts.
pub fn judge_values(
    model: &Model,
    law: &str,
    values: Vec<Value>,
    config: &Config,
) -> Result<LawEvidence, ReplayError> {
    judge_given(model, law, values, config, true)
}

/// Judges a law for given values as [`judge_values`] does, but takes every value of a sort's type,
/// whether or not the sampler means it.
///
/// # Errors
/// As [`judge_values`].
pub fn judge_typed_values(
    model: &Model,
    law: &str,
    values: Vec<Value>,
    config: &Config,
) -> Result<LawEvidence, ReplayError> {
    judge_given(model, law, values, config, false)
}

fn judge_given(
    model: &Model,
    law: &str,
    values: Vec<Value>,
    config: &Config,
    meant: bool,
) -> Result<LawEvidence, ReplayError> {
    let claim = model.claim(law).ok_or_else(|| ReplayError::Law {
        model: model.id().to_owned(),
        law: law.to_owned(),
    })?;
    let single = Single {
        model,
        claim,
        config,
        regressions: &Regressions::default(),
    };
    let tally = single
        .given(values, meant)
        .map_err(|e: Exception| ReplayError::Case(e.message))?;
    Ok(evidence(model, claim, tally))
}

/// Turns evidence of a refuted law into an error that tells the values and both sides.
///
/// # Errors
/// If the law is refuted.
pub fn refuse(model: &str, evidence: &LawEvidence) -> Result<(), ReplayError> {
    let Verdict::Refuted { counterexample } = evidence.verdict() else {
        return Ok(());
    };
    let values: Vec<String> = counterexample
        .substitution
        .iter()
        .map(|b| format!("{} = {}", b.variable, b.value))
        .collect();
    let how = match counterexample.failure {
        Failure::Unequal { left, right } => format!("{left} is not {right}"),
        Failure::NotAtMost { left, right } => format!("{left} is not at most {right}"),
        Failure::False => "the predicate is false".to_owned(),
        Failure::Raised { message, .. } => message,
    };
    Err(ReplayError::Refuted {
        model: model.to_owned(),
        law: evidence.law.clone(),
        statement: evidence.statement.clone(),
        values: values.join(", "),
        how,
    })
}

/// Checks a law of a registered model for stored values: the body of a ready test.
///
/// # Errors
/// If the law does not hold for these values, or there is no such model, law or value.
pub fn check_case(model: &str, law: &str, values: &[&str]) -> Result<(), ReplayError> {
    let models = crate::registry::models().map_err(|e| ReplayError::Registry(e.to_string()))?;
    refuse(model, &replay_case(models, model, law, values)?)
}

/// Checks a law of a registered model for the case of a token: the body of a ready test.
///
/// # Errors
/// If the law does not hold in this case, or there is no such model, law or case.
pub fn check_token(token: &str) -> Result<(), ReplayError> {
    let models = crate::registry::models().map_err(|e| ReplayError::Registry(e.to_string()))?;
    let token: CaseToken = token.parse()?;
    refuse(
        &token.model,
        &replay_token(models, &token, &Config::default(), &Regressions::default())?,
    )
}
