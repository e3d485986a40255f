//! The trust tensor.

use super::core::{Core, SubDimension, sub_refused};
use crate::entity::mean;
use crate::error::finite;
use crate::evidence::{Evidence, Parameters};
use crate::model::Standing;
use crate::{Decay, Dimension, EntityTrust, TrustError, TrustLevel};
use serde::{Deserialize, Serialize};
use std::fmt;

const DIMENSIONS: [Dimension; 3] = Dimension::TRUST;

/// The trust tensor: evidence for talent, training and temperament, of which scores are views.
///
/// ```
/// use lawful_trust::T3Tensor;
/// let mut t3 = T3Tensor::neutral();
/// t3.update_from_outcome(true, 0.1).unwrap();
/// assert_eq!(format!("{:.4}", t3.average()), "0.5167");
/// assert_eq!(t3.level().to_string(), "Medium");
/// assert!(t3.update_from_outcome(true, f64::INFINITY).is_err());
/// assert_eq!(t3.to_string(), "T3Tensor(talent=0.510, training=0.525, temperament=0.515)");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct T3Tensor(Core);

impl T3Tensor {
    /// Returns the tensor of somebody of whom nothing is known: one half everywhere.
    pub fn neutral() -> T3Tensor {
        T3Tensor::default()
    }

    /// Makes a tensor with the least evidence that has these scores; those outside 0 to 1 are taken
    /// to the nearer end.
    ///
    /// Scores read back to within 10^-9, and 0 and 1 to within 4 in 10^6, because certainty would
    /// need unlimited evidence.
    ///
    /// # Errors
    /// If a score is not finite.
    pub fn new(talent: f64, training: f64, temperament: f64) -> Result<T3Tensor, TrustError> {
        Core::with_scores(DIMENSIONS, [talent, training, temperament]).map(T3Tensor)
    }

    pub(crate) fn of_entity(entity: &EntityTrust) -> T3Tensor {
        let counts = entity.observation_counts();
        let evidence = match entity.standing() {
            Standing::Evidence(whole) => {
                let mut part = Evidence::at(whole.position);
                for dimension in DIMENSIONS {
                    let at = dimension.index();
                    part.opinions[at] = whole.opinions[at];
                    part.pool.opinions[at] = whole.pool.opinions[at];
                }
                part
            }
            Standing::Scores(scores) => {
                let mut part = Evidence::default();
                for dimension in DIMENSIONS {
                    let score = scores.get()[dimension.index()];
                    part.set_score(dimension, score, &Parameters::STANDARD);
                }
                part
            }
        };
        T3Tensor(Core {
            evidence,
            observations: DIMENSIONS.map(|d| counts[d.index()]),
            ..Core::default()
        })
    }

    /// Returns the score of talent, above 0 and below 1.
    pub fn talent(&self) -> f64 {
        self.0.score(Dimension::Talent)
    }

    /// Replaces the evidence of talent by the least that has a score.
    ///
    /// # Errors
    /// If the score is not finite.
    pub fn set_talent(&mut self, score: f64) -> Result<(), TrustError> {
        self.0.set(Dimension::Talent, score)
    }

    /// Returns the score of training, above 0 and below 1.
    pub fn training(&self) -> f64 {
        self.0.score(Dimension::Training)
    }

    /// Replaces the evidence of training by the least that has a score.
    ///
    /// # Errors
    /// If the score is not finite.
    pub fn set_training(&mut self, score: f64) -> Result<(), TrustError> {
        self.0.set(Dimension::Training, score)
    }

    /// Returns the score of temperament, above 0 and below 1.
    pub fn temperament(&self) -> f64 {
        self.0.score(Dimension::Temperament)
    }

    /// Replaces the evidence of temperament by the least that has a score.
    ///
    /// # Errors
    /// If the score is not finite.
    pub fn set_temperament(&mut self, score: f64) -> Result<(), TrustError> {
        self.0.set(Dimension::Temperament, score)
    }

    /// Returns the three scores.
    pub fn scores(&self) -> [f64; 3] {
        DIMENSIONS.map(|dimension| self.0.score(dimension))
    }

    /// Returns the mean of the three scores.
    pub fn average(&self) -> f64 {
        mean(self.scores())
    }

    /// Returns the level of the average.
    pub fn level(&self) -> TrustLevel {
        TrustLevel::of(self.average())
    }

    /// Returns how little each score rests on evidence, 0 to 1.
    pub fn uncertainties(&self) -> [f64; 3] {
        DIMENSIONS.map(|dimension| self.0.uncertainty(dimension))
    }

    /// Returns how much each score rests on evidence, 0 to 1: what uncertainty leaves.
    pub fn confidences(&self) -> [f64; 3] {
        self.uncertainties().map(|uncertainty| 1.0 - uncertainty)
    }

    /// Returns how much the tensor rests on evidence: the mean of the confidences.
    pub fn confidence(&self) -> f64 {
        mean(self.confidences())
    }

    /// Returns the geometric mean of the scores, each weighed by its confidence; one half if there
    /// is no evidence. A single bad score weighs more than in the average.
    pub fn aggregate(&self) -> f64 {
        let weights = self.confidences();
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 {
            return 0.5;
        }
        let logs = self
            .scores()
            .into_iter()
            .zip(weights)
            .map(|(s, w)| w * s.ln());
        (logs.sum::<f64>() / sum).exp().clamp(0.0, 1.0)
    }

    /// Returns how often each dimension was observed.
    pub fn observation_counts(&self) -> [u32; 3] {
        self.0.observations
    }

    /// Returns the evidence; the dimensions of value are empty in it.
    pub fn evidence(&self) -> &Evidence {
        &self.0.evidence
    }

    /// Adds the outcome of an action. The magnitude is taken to the nearer of 0 and 1 if it is
    /// outside.
    ///
    /// # Errors
    /// If the magnitude is not finite.
    pub fn update_from_outcome(&mut self, success: bool, magnitude: f64) -> Result<(), TrustError> {
        const TRUST_ALONE: Parameters = {
            let mut parameters = Parameters::STANDARD;
            let [talent, training, temperament, ..] = parameters.outcome;
            parameters.outcome = [talent, training, temperament, 0.0, 0.0, 0.0];
            parameters
        };
        let magnitude = finite("magnitude", magnitude)?;
        self.0.evidence.learn(success, magnitude, &TRUST_ALONE);
        for dimension in DIMENSIONS {
            self.0.observe(dimension);
        }
        Ok(())
    }

    /// Lets some days go by at a rate per day; returns whether training moved by more than 0.001.
    ///
    /// # Errors
    /// If the days are negative or not finite, or the rate is not from 0 to 1.
    pub fn apply_decay(&mut self, days_inactive: f64, decay_rate: f64) -> Result<bool, TrustError> {
        let before = self.training();
        self.decay(Decay::new(days_inactive, decay_rate)?);
        Ok((self.training() - before).abs() > 0.001)
    }

    /// Lets time go by.
    pub fn decay(&mut self, decay: Decay) {
        self.0.decay(decay);
    }

    /// Adds the evidence of another tensor; both are read at the later of the two positions on the
    /// time line.
    ///
    /// # Errors
    /// If a sub-dimension is a part of different dimensions in the two tensors.
    pub fn merge(&mut self, other: &T3Tensor) -> Result<(), TrustError> {
        self.0.merge(&other.0)
    }

    /// Adds an observation of a named part of a dimension. Its evidence counts for the dimension as
    /// well. A score that is set later replaces the evidence of the dimension; its parts keep what was
    /// observed of them.
    ///
    /// # Errors
    /// If the magnitude is not finite, if the parent is not a dimension of this tensor, if the name
    /// is empty, longer than 128 bytes or has control characters, or if it is a part of another
    /// dimension already.
    pub fn observe_sub_dimension(
        &mut self,
        name: &str,
        parent: Dimension,
        success: bool,
        magnitude: f64,
    ) -> Result<(), TrustError> {
        if !DIMENSIONS.contains(&parent) {
            return Err(sub_refused(
                name,
                parent,
                "use talent, training or temperament",
            ));
        }
        self.0.observe_sub(name, parent, success, magnitude)
    }

    /// Returns the sub-dimensions, sorted by name.
    pub fn sub_dimensions(&self) -> impl Iterator<Item = SubDimension<'_>> {
        self.0.subs()
    }

    /// Returns a sub-dimension.
    pub fn sub_dimension(&self, name: &str) -> Option<SubDimension<'_>> {
        self.0.subs().find(|sub| sub.name == name)
    }
}

impl fmt::Display for T3Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [talent, training, temperament] = self.scores();
        write!(
            f,
            "T3Tensor(talent={talent:.3}, training={training:.3}, temperament={temperament:.3})"
        )
    }
}
