//! Entities as dictionaries, as the published packages write them.

use super::refusal;
use crate::errors::invalid;
use jiff::Timestamp;
use lawful_trust::entity::{Companion, EntityRecord, EventWindow, Words};
use lawful_trust::model::rules;
use lawful_trust::tensor::{LegacyT3, LegacyV3};
use lawful_trust::{Dimension, EntityTrust};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Returns the 14 entries.
pub fn write<'py>(py: Python<'py>, entity: &EntityTrust) -> PyResult<Bound<'py, PyDict>> {
    let all = PyDict::new(py);
    all.set_item("entity_id", entity.entity_id())?;
    all.set_item("entity_type", entity.entity_type())?;
    all.set_item("entity_name", entity.entity_name())?;
    for dimension in Dimension::ALL {
        all.set_item(dimension.name(), entity.score(dimension))?;
    }
    all.set_item("witnessed_by", entity.witnessed_by().collect::<Vec<_>>())?;
    all.set_item("has_witnessed", entity.has_witnessed().collect::<Vec<_>>())?;
    all.set_item("action_count", entity.action_count())?;
    all.set_item("success_count", entity.success_count())?;
    all.set_item("witness_count", entity.witness_count())?;
    Ok(all)
}

/// Returns the scores under the twelve older names.
pub fn legacy<'py>(py: Python<'py>, entity: &EntityTrust) -> PyResult<Bound<'py, PyDict>> {
    let t3 = LegacyT3::of_three(Dimension::TRUST.map(|d| entity.score(d)));
    let v3 = LegacyV3::of_three(Dimension::VALUE.map(|d| entity.score(d)));
    let t3 = [
        t3.competence,
        t3.reliability,
        t3.consistency,
        t3.witnesses,
        t3.lineage,
        t3.alignment,
    ];
    let v3 = [
        v3.energy,
        v3.contribution,
        v3.stewardship,
        v3.network,
        v3.reputation,
        v3.temporal,
    ];
    let all = PyDict::new(py);
    let names = LegacyT3::NAMES.into_iter().chain(LegacyV3::NAMES);
    for (name, score) in names.zip(t3.into_iter().chain(v3)) {
        all.set_item(name, score)?;
    }
    Ok(all)
}

/// Makes an entity of a dictionary.
pub fn read(entries: &Bound<'_, PyDict>, model: &str, now: Timestamp) -> PyResult<EntityTrust> {
    let Some(id) = entry::<String>(entries, "entity_id")? else {
        return Err(invalid("`entity_id` is missing; give it as `type:name`"));
    };
    let [a, b, c] = match scores(entries, Dimension::TRUST.map(Dimension::name))? {
        Some(three) => three,
        None => match scores(entries, LegacyT3::NAMES)? {
            Some(
                [
                    competence,
                    reliability,
                    consistency,
                    witnesses,
                    lineage,
                    alignment,
                ],
            ) => LegacyT3 {
                competence,
                reliability,
                consistency,
                witnesses,
                lineage,
                alignment,
            }
            .to_three(),
            None => [0.5; 3],
        },
    };
    let [d, e, f] = match scores(entries, Dimension::VALUE.map(Dimension::name))? {
        Some(three) => three,
        None => match scores(entries, LegacyV3::NAMES)? {
            Some(
                [
                    energy,
                    contribution,
                    stewardship,
                    network,
                    reputation,
                    temporal,
                ],
            ) => LegacyV3 {
                energy,
                contribution,
                stewardship,
                network,
                reputation,
                temporal,
            }
            .to_three(),
            None => [0.5; 3],
        },
    };
    let model = rules(model).map_err(refusal::trust)?;
    let mut record =
        EntityRecord::with_scores(&id, model, [a, b, c, d, e, f], now).map_err(refusal::trust)?;
    record.action_count = entry(entries, "action_count")?.unwrap_or(0);
    record.success_count = entry(entries, "success_count")?.unwrap_or(0);
    record.witness_count = entry(entries, "witness_count")?.unwrap_or(0);
    record.witnessed_by = companions(entries, "witnessed_by")?;
    record.has_witnessed = companions(entries, "has_witnessed")?;
    EntityTrust::try_from(record).map_err(refusal::trust)
}

/// Reads all scores of a group, or none.
fn scores<const N: usize>(
    entries: &Bound<'_, PyDict>,
    names: [&str; N],
) -> PyResult<Option<[f64; N]>> {
    let mut scores = [0.5; N];
    let mut given = 0;
    for (score, name) in scores.iter_mut().zip(names) {
        if let Some(value) = entry::<f64>(entries, name)? {
            if !value.is_finite() {
                return Err(invalid(format!(
                    "the score `{name}` is `{value}`; use a number that is finite"
                )));
            }
            *score = value;
            given += 1;
        }
    }
    match given {
        0 => Ok(None),
        all if all == N => Ok(Some(scores)),
        _ => Err(invalid(format!(
            "only some of the scores {} are there; give all of them, or none",
            names.join(", ")
        ))),
    }
}

fn companions(entries: &Bound<'_, PyDict>, name: &str) -> PyResult<Vec<Companion>> {
    let ids: Vec<String> = entry(entries, name)?.unwrap_or_default();
    Ok(ids
        .into_iter()
        .map(|id| Companion {
            id: id.into_boxed_str(),
            events: EventWindow::default(),
            words: Words::NAMED,
        })
        .collect())
}

fn entry<'py, T>(entries: &Bound<'py, PyDict>, name: &str) -> PyResult<Option<T>>
where
    T: for<'a> FromPyObject<'a, 'py>,
{
    let Some(value) = entries.get_item(name)? else {
        return Ok(None);
    };
    value.extract::<T>().map(Some).map_err(|_| {
        let shown: String = value
            .repr()
            .map(|text| text.to_string().chars().take(80).collect())
            .unwrap_or_default();
        invalid(format!("the entry `{name}` cannot be `{shown}`"))
    })
}
