//! Running one case again.

use crate::errors::{InvalidInput, LawRefuted, NotFound, invalid};
use crate::evidence::LawEvidence;
use crate::given::given;
use crate::guard::guarded;
use crate::raised::check_interrupted;
use crate::registry::all;
use lawful::check::{self as core, Config, Regressions, ReplayError};
use lawful::evidence::CaseToken;
use pyo3::prelude::*;
use std::sync::Arc;

fn told(error: ReplayError) -> PyErr {
    let text = error.to_string();
    match error {
        ReplayError::Model(_) | ReplayError::Law { .. } => NotFound::new_err(text),
        ReplayError::Refuted { .. } => LawRefuted::new_err(text),
        _ => InvalidInput::new_err(text),
    }
}

fn settle(
    model: &str,
    evidence: Result<lawful::evidence::LawEvidence, ReplayError>,
    refuse: bool,
) -> PyResult<LawEvidence> {
    check_interrupted()?;
    let evidence = evidence.map_err(told)?;
    if refuse {
        core::refuse(model, &evidence).map_err(told)?;
    }
    Ok(LawEvidence(Arc::new(evidence)))
}

/// Runs the case of a token again. With `refuse`, a refuted law is an exception.
#[pyfunction]
#[pyo3(signature = (token, *, refuse, regressions = None))]
pub fn replay_token(
    py: Python<'_>,
    #[pyo3(from_py_with = given)] token: &str,
    refuse: bool,
    #[pyo3(from_py_with = given)] regressions: Option<std::path::PathBuf>,
) -> PyResult<LawEvidence> {
    let models = all()?;
    let known = match regressions {
        Some(path) => crate::regressions::read(&path)?,
        None => Regressions::default(),
    };
    let token: CaseToken = token.parse().map_err(invalid)?;
    let evidence = guarded(|| {
        Ok(py.detach(|| core::replay_token(&models, &token, &Config::default(), &known)))
    })?;
    settle(&token.model, evidence, refuse)
}

/// Judges a law for values that are given as text. With `refuse`, a refuted law is an exception.
#[pyfunction]
#[pyo3(signature = (model, law, values, *, refuse))]
pub fn replay_case(
    py: Python<'_>,
    #[pyo3(from_py_with = given)] model: &str,
    #[pyo3(from_py_with = given)] law: &str,
    #[pyo3(from_py_with = given)] values: Vec<String>,
    refuse: bool,
) -> PyResult<LawEvidence> {
    let models = all()?;
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let evidence = guarded(|| Ok(py.detach(|| core::replay_case(&models, model, law, &values))))?;
    settle(model, evidence, refuse)
}
