//! Entities as bytes and as JSON: models of the theory of round trips.

use super::Hearing;
use super::Witnessing;
use crate::EntityTrust;
use crate::model::{ByEvidence, Web4};
use lawful::Sort;
use lawful::theories::{Carrier, RoundTrip};

static EVIDENCE: ByEvidence = ByEvidence::STANDARD;
static WEB4: Web4 = Web4;

/// Entities of both models.
fn entities() -> Sort<EntityTrust> {
    let (evidence, web4) = (Hearing(&EVIDENCE).entity(), Hearing(&WEB4).entity());
    let edges: Vec<EntityTrust> = evidence
        .edges()
        .iter()
        .chain(web4.edges())
        .cloned()
        .collect();
    Sort::<bool>::any()
        .pair(evidence.pair(web4))
        .map(|(first, (a, b))| if first { a } else { b })
        .edges_from(edges)
}

/// The binary form.
pub(super) struct AsBytes;

impl Carrier for AsBytes {
    type Elem = EntityTrust;
    fn elem(&self) -> Sort<EntityTrust> {
        entities()
    }
}

impl RoundTrip for AsBytes {
    type Code = Vec<u8>;
    fn code(&self) -> Sort<Vec<u8>> {
        Sort::<u8>::any().list(40)
    }
    fn encode(&self, a: &EntityTrust) -> Vec<u8> {
        a.to_bytes()
    }
    fn decode(&self, c: &Vec<u8>) -> Option<EntityTrust> {
        EntityTrust::from_bytes(c).ok()
    }
}

/// The JSON form.
pub(super) struct AsJson;

impl Carrier for AsJson {
    type Elem = EntityTrust;
    fn elem(&self) -> Sort<EntityTrust> {
        entities()
    }
}

impl RoundTrip for AsJson {
    type Code = String;
    fn code(&self) -> Sort<String> {
        Sort::any()
    }
    fn encode(&self, a: &EntityTrust) -> String {
        serde_json::to_string(a).unwrap_or_default()
    }
    fn decode(&self, c: &String) -> Option<EntityTrust> {
        serde_json::from_str(c).ok()
    }
}
