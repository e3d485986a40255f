//! The value tensor.

use super::core::{Core, SubDimension, sub_refused};
use crate::entity::mean;
use crate::error::finite;
use crate::evidence::{Evidence, Parameters};
use crate::model::Standing;
use crate::{Decay, Dimension, EntityTrust, TrustError};
use serde::{Deserialize, Serialize};
use std::fmt;

const DIMENSIONS: [Dimension; 3] = Dimension::VALUE;

/// The value tensor: evidence for valuation, veracity and validity, of which scores are views.
///
/// ```
/// use lawful_trust::V3Tensor;
/// let v3 = V3Tensor::new(0.7, 0.9, 0.5).unwrap();
/// assert_eq!(v3.to_string(), "V3Tensor(valuation=0.700, veracity=0.900, validity=0.500)");
/// assert!(V3Tensor::new(f64::NAN, 0.9, 0.5).is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct V3Tensor(Core);

impl V3Tensor {
    /// Returns the tensor of somebody of whom nothing is known: one half everywhere.
    pub fn neutral() -> V3Tensor {
        V3Tensor::default()
    }

    /// Makes a tensor with the least evidence that has these scores; those outside 0 to 1 are taken
    /// to the nearer end.
    ///
    /// Scores read back to within 10^-9, and 0 and 1 to within 4 in 10^6, because certainty would
    /// need unlimited evidence.
    ///
    /// # Errors
    /// If a score is not finite.
    pub fn new(valuation: f64, veracity: f64, validity: f64) -> Result<V3Tensor, TrustError> {
        Core::with_scores(DIMENSIONS, [valuation, veracity, validity]).map(V3Tensor)
    }

    pub(crate) fn of_entity(entity: &EntityTrust) -> V3Tensor {
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
        V3Tensor(Core {
            evidence,
            observations: DIMENSIONS.map(|d| counts[d.index()]),
            ..Core::default()
        })
    }

    /// Returns the score of valuation, above 0 and below 1.
    pub fn valuation(&self) -> f64 {
        self.0.score(Dimension::Valuation)
    }

    /// Replaces the evidence of valuation by the least that has a score.
    ///
    /// # Errors
    /// If the score is not finite.
    pub fn set_valuation(&mut self, score: f64) -> Result<(), TrustError> {
        self.0.set(Dimension::Valuation, score)
    }

    /// Returns the score of veracity, above 0 and below 1.
    pub fn veracity(&self) -> f64 {
        self.0.score(Dimension::Veracity)
    }

    /// Replaces the evidence of veracity by the least that has a score.
    ///
    /// # Errors
    /// If the score is not finite.
    pub fn set_veracity(&mut self, score: f64) -> Result<(), TrustError> {
        self.0.set(Dimension::Veracity, score)
    }

    /// Returns the score of validity, above 0 and below 1.
    pub fn validity(&self) -> f64 {
        self.0.score(Dimension::Validity)
    }

    /// Replaces the evidence of validity by the least that has a score.
    ///
    /// # Errors
    /// If the score is not finite.
    pub fn set_validity(&mut self, score: f64) -> Result<(), TrustError> {
        self.0.set(Dimension::Validity, score)
    }

    /// Returns the three scores.
    pub fn scores(&self) -> [f64; 3] {
        DIMENSIONS.map(|dimension| self.0.score(dimension))
    }

    /// Returns the mean of the three scores.
    pub fn average(&self) -> f64 {
        mean(self.scores())
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

    /// Returns the mean of the scores, each weighed by its confidence; one half if there is no
    /// evidence.
    pub fn aggregate(&self) -> f64 {
        let weights = self.confidences();
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 {
            return 0.5;
        }
        let parts = self.scores().into_iter().zip(weights).map(|(s, w)| w * s);
        // Rounding may take the quotient out of the range by a hair.
        (parts.sum::<f64>() / sum).clamp(0.0, 1.0)
    }

    /// Returns how often each dimension was observed.
    pub fn observation_counts(&self) -> [u32; 3] {
        self.0.observations
    }

    /// Returns the evidence; the dimensions of trust are empty in it.
    pub fn evidence(&self) -> &Evidence {
        &self.0.evidence
    }

    /// Adds the outcome of an action, which counts for valuation. The magnitude is taken to the
    /// nearer of 0 and 1 if it is outside.
    ///
    /// # Errors
    /// If the magnitude is not finite.
    pub fn update_from_outcome(&mut self, success: bool, magnitude: f64) -> Result<(), TrustError> {
        const VALUE_ALONE: Parameters = {
            let mut parameters = Parameters::STANDARD;
            let [.., valuation, veracity, validity] = parameters.outcome;
            parameters.outcome = [0.0, 0.0, 0.0, valuation, veracity, validity];
            parameters
        };
        let magnitude = finite("magnitude", magnitude)?;
        self.0.evidence.learn(success, magnitude, &VALUE_ALONE);
        self.0.observe(Dimension::Valuation);
        Ok(())
    }

    /// Lets some days go by at a rate per day; returns whether validity moved by more than 0.001.
    ///
    /// # Errors
    /// If the days are negative or not finite, or the rate is not from 0 to 1.
    pub fn apply_decay(&mut self, days_inactive: f64, decay_rate: f64) -> Result<bool, TrustError> {
        let before = self.validity();
        self.decay(Decay::new(days_inactive, decay_rate)?);
        Ok((self.validity() - before).abs() > 0.001)
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
    pub fn merge(&mut self, other: &V3Tensor) -> Result<(), TrustError> {
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
                "use valuation, veracity or validity",
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

impl fmt::Display for V3Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [valuation, veracity, validity] = self.scores();
        write!(
            f,
            "V3Tensor(valuation={valuation:.3}, veracity={veracity:.3}, validity={validity:.3})"
        )
    }
}
