//! Our own models of the theories, registered, with the laws that they break.

use super::codes::{AsBytes, AsJson};
use super::hearing::Numbered;
use super::replicated::BySource;
use super::{Carrying, Hearing, Under};
use super::{trust_model as law, witnessing};
use crate::evidence::Parameters;
use crate::graph::{EigenTrust, MaxFlow};
use crate::model::{ByEvidence, Rules, Scores, Standing, Web4, WitnessStanding};
use crate::{Dimension, EntityTrust};
use lawful::register;

static EVIDENCE: ByEvidence = ByEvidence::STANDARD;
static WEB4: Web4 = Web4;

const DAY: u64 = 86_400_000;
const NEUTRAL: Standing = Standing::Scores(Scores::NEUTRAL);

register! {
    id: "trust.evidence",
    version: "1",
    about: "positive and negative evidence for each dimension, in whole numbers on a time line",
    model: Under::new(ByEvidence::STANDARD),
    theories: [crate::theories::MergingTrust],
}

fn forgiving() -> ByEvidence {
    let parameters = Parameters::STANDARD.with_forgiveness(0.01);
    ByEvidence::new("evidence-forgiving", parameters.unwrap_or_default())
}

fn failed_once() -> Standing {
    let rules = forgiving();
    let mut standing = rules.neutral();
    match rules.outcome(&mut standing, false, 1.0) {
        Ok(()) => standing,
        Err(_) => rules.neutral(),
    }
}

register! {
    id: "trust.evidence.forgiving",
    version: "1",
    about: "evidence that forgives 1 % of the failures a day: waiting raises whoever failed",
    model: Under::new(forgiving()),
    theories: [crate::theories::TrustModel],
    fails: [
        law::DecayNeverRaises(failed_once(), DAY, Dimension::Training),
        law::DecayComposes(failed_once(), DAY, DAY),
    ],
}

fn scored(score: f64) -> Standing {
    Standing::Scores(Scores::clamped([score; 6]))
}

fn untrained() -> Standing {
    Standing::Scores(Scores::clamped([0.5, 0.1, 0.5, 0.5, 0.5, 0.5]))
}

register! {
    id: "trust.web4-0.1",
    version: "1",
    about: "the published three-dimensional rules of web4-trust 0.1.1",
    model: Under::new(Web4),
    theories: [crate::theories::TrustModel],
    fails: [
        // Valuation rises with every outcome.
        law::FailureNeverRaises(NEUTRAL, 0.5f64, Dimension::Valuation),
        law::Asymmetry(NEUTRAL, 0.5f64, Dimension::Valuation),
        // The talent of whoever is badly trained moves with the training, which rises faster there.
        law::FailuresWeighMore(untrained(), Dimension::Talent),
        law::OrderFree(NEUTRAL, 0.5f64, 0.25f64),
        // Each call takes a fiftieth of the temperament besides.
        law::DecayComposes(NEUTRAL, DAY, DAY),
        // The floor lifts whoever is below it.
        law::DecayNeverRaises(scored(0.1), DAY, Dimension::Training),
        // Every witness counts the same.
        law::TrustBounds(NEUTRAL, WitnessStanding::UNKNOWN, 1.0f64, Dimension::Veracity),
        law::TrustBoundsBlame(NEUTRAL, WitnessStanding::UNKNOWN, 1.0f64, Dimension::Veracity),
        // Validity rises with every witness.
        law::BlameNeverRaises(NEUTRAL, WitnessStanding::UNKNOWN, 1.0f64, Dimension::Validity),
        law::CrowdBounded(NEUTRAL, 1u64, Dimension::Veracity),
    ],
}

register! {
    id: "trust.witnessing.evidence",
    version: "1",
    about: "entities of the evidence model that hear numbered events",
    model: Hearing(&EVIDENCE),
    theories: [crate::theories::Witnessing],
}

/// An entity of the published rules that has heard nothing.
fn unheard() -> EntityTrust {
    let fresh = Hearing(&WEB4).fresh();
    fresh.unwrap_or_else(|| unreachable!("its id is constant and good"))
}

const FIRST: Numbered = Numbered {
    witness: 0,
    number: 1,
};
const SECOND: Numbered = Numbered {
    witness: 1,
    number: 3,
};

register! {
    id: "trust.witnessing.web4-0.1",
    version: "1",
    about: "entities of the published rules that hear numbered events",
    model: Hearing(&WEB4),
    theories: [crate::theories::Witnessing],
    fails: [
        witnessing::Idempotent(unheard(), FIRST),
        witnessing::OrderFree(unheard(), FIRST, SECOND),
        witnessing::SelfCountsNothing(unheard(), FIRST),
        witnessing::StrangersBounded(unheard(), 100u64, Dimension::Veracity),
    ],
}

register! {
    id: "trust.replicas",
    version: "1",
    about: "the latest report of each source",
    model: BySource,
    theories: [lawful::theories::Merge],
}

register! {
    id: "trust.entity.bytes",
    version: "1",
    about: "entities in their binary form",
    model: AsBytes,
    theories: [lawful::theories::RoundTrip],
}

register! {
    id: "trust.entity.json",
    version: "1",
    about: "entities in their JSON form",
    model: AsJson,
    theories: [lawful::theories::RoundTrip],
}

register! {
    id: "trust.transitive.eigentrust",
    version: "1",
    about: "seeded EigenTrust with half of the trust coming back to the roots",
    model: Carrying(EigenTrust::STANDARD),
    theories: [crate::theories::TransitiveTrusting],
}

register! {
    id: "trust.transitive.max-flow",
    version: "1",
    about: "the largest flow of trust that the roots can send to somebody",
    model: Carrying(MaxFlow),
    theories: [crate::theories::TransitiveTrusting],
}
