//! What both tensors are made of.

use crate::error::finite;
use crate::evidence::{
    DecayShare, Evidence, Fading, Opinion, Parameters, Position, evidence_of, move_on, move_to,
};
use crate::{Decay, Dimension, TrustError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far an observation of magnitude 1 moves a neutral sub-dimension, and its root.
const SUB_SHARE: f64 = 0.5;

/// Evidence of three dimensions with counts and sub-dimensions. The other three dimensions of the
/// evidence stay empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Core {
    pub evidence: Evidence,
    pub observations: [u32; 3],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) subs: Option<BTreeMap<String, Sub>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sub {
    parent: Dimension,
    opinion: Opinion,
    observations: u32,
}

/// A named part of a dimension, as it is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SubDimension<'t> {
    /// The name.
    pub name: &'t str,
    /// The dimension that it is a part of.
    pub parent: Dimension,
    /// The score, above 0 and below 1.
    pub score: f64,
    /// How little the score rests on evidence.
    pub uncertainty: f64,
    /// How often it was observed.
    pub observations: u32,
}

impl Core {
    pub(super) fn with_scores(
        dimensions: [Dimension; 3],
        scores: [f64; 3],
    ) -> Result<Core, TrustError> {
        for score in scores {
            finite("score", score)?;
        }
        let mut core = Core::default();
        for (dimension, score) in dimensions.into_iter().zip(scores) {
            core.evidence
                .set_score(dimension, score, &Parameters::STANDARD);
        }
        Ok(core)
    }

    pub(super) fn observe(&mut self, dimension: Dimension) {
        if let Some(count) = self.observations.get_mut(dimension.index() % 3) {
            *count = count.saturating_add(1);
        }
    }

    pub(super) fn set(&mut self, dimension: Dimension, score: f64) -> Result<(), TrustError> {
        let score = finite("score", score)?;
        self.evidence
            .set_score(dimension, score, &Parameters::STANDARD);
        self.observe(dimension);
        Ok(())
    }

    pub(super) fn score(&self, dimension: Dimension) -> f64 {
        self.evidence.score(dimension, &Parameters::STANDARD)
    }

    pub(super) fn uncertainty(&self, dimension: Dimension) -> f64 {
        self.evidence.uncertainty(dimension, &Parameters::STANDARD)
    }

    pub(super) fn decay(&mut self, decay: Decay) {
        let from = self.evidence.position();
        for sub in self.subs.iter_mut().flat_map(|subs| subs.values_mut()) {
            let opinion = std::array::from_mut(&mut sub.opinion);
            move_on(opinion, from, decay, &[share_of(sub.parent)]);
        }
        self.evidence.decay(decay, &Parameters::STANDARD);
    }

    pub(super) fn merge(&mut self, other: &Core) -> Result<(), TrustError> {
        let (mine, theirs) = (self.evidence.position(), other.evidence.position());
        let to = mine.max(theirs);
        let known = self.subs.as_ref();
        for (name, sub) in other.subs.iter().flat_map(|subs| subs.iter()) {
            let parent = known
                .and_then(|subs| subs.get(name))
                .map_or(sub.parent, |s| s.parent);
            if parent != sub.parent {
                return Err(other_parent(name, sub.parent));
            }
        }
        for sub in self.subs.iter_mut().flat_map(|subs| subs.values_mut()) {
            sub.move_to(mine, to);
        }
        for (name, sub) in other.subs.iter().flat_map(|subs| subs.iter()) {
            let mut moved = *sub;
            moved.move_to(theirs, to);
            let all = self.subs.get_or_insert_default();
            all.entry(name.clone())
                .and_modify(|mine| {
                    mine.opinion.add(&moved.opinion);
                    mine.observations = mine.observations.saturating_add(moved.observations);
                })
                .or_insert(moved);
        }
        self.evidence.merge(&other.evidence, &Parameters::STANDARD);
        for (mine, theirs) in self.observations.iter_mut().zip(other.observations) {
            *mine = mine.saturating_add(theirs);
        }
        Ok(())
    }

    pub(super) fn observe_sub(
        &mut self,
        name: &str,
        parent: Dimension,
        success: bool,
        magnitude: f64,
    ) -> Result<(), TrustError> {
        let magnitude = finite("magnitude", magnitude)?.clamp(0.0, 1.0);
        if name.is_empty() || name.len() > 128 || name.chars().any(char::is_control) {
            return Err(sub_refused(
                name,
                parent,
                "use a name of 1 to 128 bytes without control characters",
            ));
        }
        let subs = self.subs.get_or_insert_default();
        let sub = subs.entry(name.to_owned()).or_insert(Sub {
            parent,
            opinion: Opinion::default(),
            observations: 0,
        });
        if sub.parent != parent {
            return Err(other_parent(name, parent));
        }
        sub.observations = sub.observations.saturating_add(1);
        let share = Parameters::STANDARD.decay_shares()[parent.index()];
        let fading = Fading::at(self.evidence.position(), share);
        let evidence = evidence_of(SUB_SHARE * magnitude);
        let root = &mut self.evidence.opinions[parent.index()];
        for opinion in [&mut sub.opinion, root] {
            if success {
                opinion.praise(evidence, fading);
            } else {
                opinion.blame(Parameters::STANDARD.failure_weight() * evidence);
            }
        }
        self.observe(parent);
        Ok(())
    }

    pub(super) fn subs(&self) -> impl Iterator<Item = SubDimension<'_>> {
        let position = self.evidence.position();
        let all = self.subs.iter().flat_map(|subs| subs.iter());
        all.map(move |(name, sub)| {
            let share = Parameters::STANDARD.decay_shares()[sub.parent.index()];
            let reading = sub.opinion.read(Fading::at(position, share));
            SubDimension {
                name,
                parent: sub.parent,
                score: reading.score(),
                uncertainty: reading.uncertainty(),
                observations: sub.observations,
            }
        })
    }
}

pub(super) fn sub_refused(name: &str, parent: Dimension, problem: &'static str) -> TrustError {
    TrustError::SubDimension {
        name: name
            .chars()
            .take(80)
            .flat_map(char::escape_default)
            .collect(),
        parent: parent.name(),
        problem,
    }
}

fn other_parent(name: &str, parent: Dimension) -> TrustError {
    let problem = "it is a part of another dimension already; use another name";
    sub_refused(name, parent, problem)
}

fn share_of(parent: Dimension) -> DecayShare {
    Parameters::STANDARD.decay_shares()[parent.index()]
}

impl Sub {
    fn move_to(&mut self, from: Position, to: Position) {
        let opinion = std::array::from_mut(&mut self.opinion);
        move_to(opinion, from, to, &[share_of(self.parent)]);
    }
}
