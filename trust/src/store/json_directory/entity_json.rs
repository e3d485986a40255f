//! Entities as the published packages write them, with our evidence beside.
//!
//! The published keys come first, in their order: the six scores, the lists, the counts and the
//! times. What they cannot say is in the key `lawful`, which those packages skip. They drop it when
//! they save; then, and also if they or somebody else changed a score, the published keys are
//! believed, and the evidence is what these scores amount to.

use super::odd_ids::{OddIds, is_odd};
use crate::entity::{Companion, EventWindow, Words};
use crate::model::{Rules, Standing, by_name, default_rules};
use crate::{Dimension, EntityRecord, EntityTrust};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// The form of the key `lawful`.
const VERSION: u32 = 2;

#[derive(Serialize)]
struct Written<'e> {
    entity_id: &'e str,
    entity_type: &'e str,
    entity_name: &'e str,
    talent: f64,
    training: f64,
    temperament: f64,
    t3_observation_counts: [u32; 3],
    valuation: f64,
    veracity: f64,
    validity: f64,
    v3_observation_counts: [u32; 3],
    witnessed_by: Vec<&'e str>,
    has_witnessed: Vec<&'e str>,
    action_count: u64,
    success_count: u64,
    witness_count: u64,
    last_action: Option<String>,
    created_at: String,
    lawful: Beside,
}

/// What the published keys cannot say.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    version: u32,
    #[serde(with = "by_name")]
    model: &'static dyn Rules,
    standing: Standing,
    decayed_until: Timestamp,
    /// The numbered events of witnesses, for those who have any.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    events_of_witnesses: BTreeMap<String, EventWindow>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    events_of_witnessed: BTreeMap<String, EventWindow>,
    /// What witnesses have said, for those who are more than names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    words_of_witnesses: BTreeMap<String, Words>,
}

/// The published keys as they may come: of three generations, with gaps.
#[derive(Deserialize)]
struct Read {
    entity_id: String,
    talent: Option<f64>,
    training: Option<f64>,
    temperament: Option<f64>,
    valuation: Option<f64>,
    veracity: Option<f64>,
    validity: Option<f64>,
    competence: Option<f64>,
    reliability: Option<f64>,
    consistency: Option<f64>,
    witnesses: Option<f64>,
    lineage: Option<f64>,
    alignment: Option<f64>,
    energy: Option<f64>,
    contribution: Option<f64>,
    stewardship: Option<f64>,
    network: Option<f64>,
    reputation: Option<f64>,
    temporal: Option<f64>,
    #[serde(default)]
    t3_observation_counts: [u64; 3],
    #[serde(default)]
    v3_observation_counts: [u64; 3],
    #[serde(default)]
    witnessed_by: Vec<String>,
    #[serde(default)]
    has_witnessed: Vec<String>,
    #[serde(default)]
    action_count: u64,
    #[serde(default)]
    success_count: u64,
    #[serde(default)]
    witness_count: u64,
    #[serde(default)]
    last_action: Option<Timestamp>,
    #[serde(default, deserialize_with = "present")]
    created_at: Option<Timestamp>,
    #[serde(default)]
    lawful: Option<serde_json::Value>,
}

/// A key that may be absent, and may not be null.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Timestamp::deserialize(deserializer).map(Some)
}

/// RFC 3339 with nine digits, as the published packages write it.
fn shown(time: Timestamp) -> String {
    format!("{time:.9}")
}

/// Writes an entity, with the odd ids of companions that its file had.
pub(super) fn write(entity: &EntityTrust, odd: &OddIds) -> Vec<u8> {
    let [talent, training, temperament, valuation, veracity, validity] = entity.scores();
    let [a, b, c, d, e, f] = entity.observation_counts();
    let record = entity.record();
    let written = Written {
        entity_id: entity.entity_id(),
        entity_type: entity.entity_type(),
        entity_name: entity.entity_name(),
        talent,
        training,
        temperament,
        t3_observation_counts: [a, b, c],
        valuation,
        veracity,
        validity,
        v3_observation_counts: [d, e, f],
        witnessed_by: with(entity.witnessed_by(), &odd.witnessed_by),
        has_witnessed: with(entity.has_witnessed(), &odd.has_witnessed),
        action_count: entity.action_count(),
        success_count: entity.success_count(),
        witness_count: entity.witness_count(),
        last_action: entity.last_action().map(shown),
        created_at: shown(entity.created_at()),
        lawful: Beside {
            version: VERSION,
            decayed_until: record.decayed_until,
            events_of_witnesses: events(&record.witnessed_by),
            events_of_witnessed: events(&record.has_witnessed),
            words_of_witnesses: words(&record.witnessed_by),
            model: record.model,
            standing: record.standing,
        },
    };
    // The type has only texts, numbers that are finite, and maps with texts as keys.
    serde_json::to_vec_pretty(&written).unwrap_or_default()
}

fn with<'e>(ids: impl Iterator<Item = &'e str>, odd: &'e [String]) -> Vec<&'e str> {
    ids.chain(odd.iter().map(String::as_str)).collect()
}

fn events(companions: &[Companion]) -> BTreeMap<String, EventWindow> {
    companions
        .iter()
        .filter(|companion| !companion.events.is_new())
        .map(|companion| (companion.id.to_string(), companion.events))
        .collect()
}

fn words(companions: &[Companion]) -> BTreeMap<String, Words> {
    companions
        .iter()
        .filter(|companion| !companion.words.is_named())
        .map(|companion| (companion.id.to_string(), companion.words))
        .collect()
}

fn companions(
    ids: Vec<String>,
    events: &BTreeMap<String, EventWindow>,
    words: &BTreeMap<String, Words>,
) -> Vec<Companion> {
    ids.into_iter()
        .filter(|id| !is_odd(id))
        .map(|id| Companion {
            events: events.get(&id).copied().unwrap_or_default(),
            words: words.get(&id).copied().unwrap_or_default(),
            id: id.into(),
        })
        .collect()
}

/// Reads an entity, ours or one of the published packages, whose scores are of the model `plain`.
/// `written_at` is asked when the file tells no time.
pub(super) fn parse(
    json: &[u8],
    plain: &'static dyn Rules,
    written_at: impl FnOnce() -> Timestamp,
) -> Result<EntityTrust, String> {
    let read: Read = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let beside = match &read.lawful {
        None => None,
        Some(value) => Some(beside(value)?),
    };
    let scores = read.scores();
    let model = beside.as_ref().map_or(plain, |beside| beside.model);
    // The published packages take the time of reading. A file says the same every time it is read
    // only if that is not what it says.
    let created_at = read
        .created_at
        .or(read.last_action)
        .unwrap_or_else(written_at);
    let mut record = EntityRecord::with_scores(&read.entity_id, model, scores, created_at)
        .map_err(|error| error.to_string())?;
    let counts = read.t3_observation_counts.into_iter();
    for (count, read) in record
        .observations
        .iter_mut()
        .zip(counts.chain(read.v3_observation_counts))
    {
        *count = u32::try_from(read).unwrap_or(u32::MAX);
    }
    let (empty, unsaid) = (BTreeMap::new(), BTreeMap::new());
    let ([witnesses, witnessed], words) = match &beside {
        Some(beside) => (
            [&beside.events_of_witnesses, &beside.events_of_witnessed],
            &beside.words_of_witnesses,
        ),
        None => ([&empty, &empty], &unsaid),
    };
    record.witnessed_by = companions(read.witnessed_by, witnesses, words);
    record.has_witnessed = companions(read.has_witnessed, witnessed, &unsaid);
    record.action_count = read.action_count;
    record.success_count = read.success_count;
    record.witness_count = read.witness_count;
    record.last_action = read.last_action;
    record.decayed_until = match &beside {
        Some(beside) => beside.decayed_until,
        None => read.last_action.unwrap_or(created_at).max(created_at),
    };
    let imported = EntityTrust::try_from(record.clone()).map_err(|error| error.to_string())?;
    let Some(beside) = beside else {
        return Ok(imported);
    };
    record.standing = beside.standing;
    let ours = EntityTrust::try_from(record).map_err(|error| error.to_string())?;
    // What is beside the scores counts only for the scores that it was written with.
    if ours.scores().map(f64::to_bits) == scores.map(f64::to_bits) {
        Ok(ours)
    } else {
        Ok(imported)
    }
}

fn beside(value: &serde_json::Value) -> Result<Beside, String> {
    let version = value.get("version").and_then(serde_json::Value::as_u64);
    if version != Some(VERSION.into()) {
        let found = version.map_or("none".to_owned(), |version| version.to_string());
        return Err(format!(
            "the key `lawful` has the version `{found}`, and this program reads {VERSION}"
        ));
    }
    Beside::deserialize(value).map_err(|error| format!("the key `lawful`: {error}"))
}

impl Read {
    /// The scores, in the order of [`Dimension::ALL`]. Three dimensions count if all three are
    /// there, else six if all six are; else nothing is known.
    fn scores(&self) -> [f64; 6] {
        const _: () = assert!(Dimension::ALL.len() == 6);
        let trust = match (self.talent, self.training, self.temperament) {
            (Some(talent), Some(training), Some(temperament)) => [talent, training, temperament],
            _ => self.legacy_trust().unwrap_or([0.5; 3]),
        };
        let value = match (self.valuation, self.veracity, self.validity) {
            (Some(valuation), Some(veracity), Some(validity)) => [valuation, veracity, validity],
            _ => self.legacy_value().unwrap_or([0.5; 3]),
        };
        let [a, b, c] = trust;
        let [d, e, f] = value;
        // `+ 0.0` makes the negative zero a zero.
        [a, b, c, d, e, f].map(|score| score.clamp(0.0, 1.0) + 0.0)
    }

    fn legacy_trust(&self) -> Option<[f64; 3]> {
        let [reliability, consistency, lineage] =
            [self.reliability?, self.consistency?, self.lineage?].map(clamped);
        let [competence, witnesses, alignment] =
            [self.competence?, self.witnesses?, self.alignment?].map(clamped);
        Some([
            competence,
            (reliability + consistency + lineage) / 3.0,
            (witnesses + alignment) / 2.0,
        ])
    }

    fn legacy_value(&self) -> Option<[f64; 3]> {
        let [energy, contribution, reputation] =
            [self.energy?, self.contribution?, self.reputation?].map(clamped);
        let [stewardship, network, temporal] =
            [self.stewardship?, self.network?, self.temporal?].map(clamped);
        Some([
            (energy + contribution) / 2.0,
            reputation,
            (stewardship + network + temporal) / 3.0,
        ])
    }
}

fn clamped(score: f64) -> f64 {
    score.clamp(0.0, 1.0)
}

/// Reads an entity's file, for tests with damaged bytes: what is read is written back the same.
#[doc(hidden)]
pub fn fuzz_entity_json(json: &[u8]) -> bool {
    let plain = default_rules();
    let read = |json: &[u8]| parse(json, plain, || Timestamp::UNIX_EPOCH);
    read(json).is_ok_and(|entity| {
        let again = read(&write(&entity, &OddIds::of(json)));
        again.as_ref() == Ok(&entity)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::web4_rules;

    fn parse(json: &[u8]) -> Result<EntityTrust, String> {
        super::parse(json, default_rules(), || Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn plain_scores_are_of_the_model_that_was_asked_for() {
        let json = br#"{"entity_id": "a:b", "talent": 0.6, "training": 0.6, "temperament": 0.6}"#;
        let entity = super::parse(json, web4_rules(), || Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(
            (entity.model().name(), entity.score(Dimension::Talent)),
            ("web4-0.1", 0.6)
        );
        let ours = parse(&write(&entity, &OddIds::default())).unwrap();
        assert_eq!(ours.model().name(), "web4-0.1");
    }

    fn entity() -> EntityTrust {
        let now = "2026-01-24T12:00:00.5Z".parse().unwrap();
        let mut entity = EntityTrust::new("mcp:file system", now).unwrap();
        entity.update_from_outcome(true, 0.3, now).unwrap();
        entity.update_from_outcome(false, 0.7, now).unwrap();
        entity.receive_witness("role:w", true, 0.4).unwrap();
        entity.give_witness("role:t", true, 0.1).unwrap();
        entity
    }

    #[test]
    fn what_is_written_is_read_and_looks_as_published() {
        let json = write(&entity(), &OddIds::default());
        assert_eq!(parse(&json).unwrap(), entity());
        let text = String::from_utf8(json).unwrap();
        assert!(text.starts_with(
            "{\n  \"entity_id\": \"mcp:file system\",\n  \"entity_type\": \"mcp\",\n  \"entity_name\": \"file system\",\n  \"talent\": "
        ));
        assert!(text.contains("\"last_action\": \"2026-01-24T12:00:00.500000000Z\""));
        assert!(text.ends_with("}\n}"));
    }

    #[test]
    fn published_keys_count_when_ours_are_gone_or_scores_were_changed() {
        let mut value: serde_json::Value =
            serde_json::from_slice(&write(&entity(), &OddIds::default())).unwrap();
        value["talent"] = 0.9.into();
        let changed = parse(value.to_string().as_bytes()).unwrap();
        assert!((changed.score(Dimension::Talent) - 0.9).abs() < 1e-6);
        value.as_object_mut().unwrap().remove("lawful");
        let without = parse(value.to_string().as_bytes()).unwrap();
        assert!((without.score(Dimension::Talent) - 0.9).abs() < 1e-6);
        assert_eq!(without.action_count(), 2);
        assert_eq!(without.witnessed_by().collect::<Vec<_>>(), ["role:w"]);
    }

    #[test]
    fn six_dimensions_are_read_as_three() {
        let json =
            br#"{"entity_id": "a:b", "competence": 0.8, "reliability": 0.7, "consistency": 0.6,
            "witnesses": 0.5, "lineage": 0.9, "alignment": 0.4, "energy": 0.8, "contribution": 0.6,
            "stewardship": 0.5, "network": 0.7, "reputation": 0.9, "temporal": 0.3}"#;
        let read: Read = serde_json::from_slice(json).unwrap();
        for (score, expected) in
            read.scores()
                .into_iter()
                .zip([0.8, 0.733_333_333_333_333_3, 0.45, 0.7, 0.9, 0.5])
        {
            assert!((score - expected).abs() < 1e-15);
        }
        assert_eq!(parse(json).unwrap().created_at(), Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn what_the_published_packages_refuse_is_refused() {
        assert!(parse(br#"{"entity_id": "a:b", "talent": 1}"#).is_ok());
        for bad in [
            r#"{}"#,
            r#"{"entity_id": "a:b", "talent": "1"}"#,
            r#"{"entity_id": "a:b", "created_at": null}"#,
            r#"{"entity_id": "a:b", "created_at": "2026-01-24T12:00:00.123456"}"#,
            r#"{"entity_id": "a:b", "action_count": -1}"#,
            r#"{"entity_id": "a:b", "lawful": {"version": 3}}"#,
            r#"{"entity_id": ""}"#,
            r#"{"entity_id": "a:b""#,
        ] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
