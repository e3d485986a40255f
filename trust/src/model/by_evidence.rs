//! The default model: trust as evidence.

use super::{Rules, Standing, Testimony};
use crate::evidence::{Evidence, Parameters};
use crate::{Decay, Dimension, TrustError};

/// The model **evidence**: positive and negative evidence for each dimension, of which scores are
/// views. See [`evidence`](mod@crate::evidence).
///
/// Giving witness changes nothing: a vote for somebody else is no evidence about oneself.
#[derive(Debug, Clone, PartialEq)]
pub struct ByEvidence {
    name: &'static str,
    parameters: Parameters,
}

impl ByEvidence {
    /// The model with the default parameters.
    pub const STANDARD: ByEvidence = ByEvidence {
        name: "evidence",
        parameters: Parameters::STANDARD,
    };

    /// Makes a model with parameters of its own, under a name of its own.
    pub fn new(name: &'static str, parameters: Parameters) -> ByEvidence {
        ByEvidence { name, parameters }
    }

    /// Returns the parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn kept<'s>(&self, standing: &'s mut Standing) -> Result<&'s mut Evidence, TrustError> {
        match standing {
            Standing::Evidence(evidence) => Ok(evidence),
            Standing::Scores(_) => Err(TrustError::Standing {
                model: self.name,
                expected: "evidence",
            }),
        }
    }
}

impl Rules for ByEvidence {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        "positive and negative evidence for each dimension; scores, averages and levels are views"
    }

    fn neutral(&self) -> Standing {
        Standing::Evidence(Evidence::default())
    }

    #[inline]
    fn outcome(
        &self,
        standing: &mut Standing,
        success: bool,
        magnitude: f64,
    ) -> Result<(), TrustError> {
        self.kept(standing)?
            .learn(success, magnitude, &self.parameters);
        Ok(())
    }

    fn receive(&self, standing: &mut Standing, testimony: &Testimony) -> Result<(), TrustError> {
        let witness = testimony.witness();
        self.kept(standing)?.hear(
            testimony.success(),
            testimony.magnitude(),
            witness.trust(),
            witness.confidence(),
            &self.parameters,
        );
        Ok(())
    }

    fn give(&self, standing: &mut Standing, _: bool, _: f64) -> Result<(), TrustError> {
        self.kept(standing).map(|_| ())
    }

    #[inline]
    fn decay(&self, standing: &mut Standing, decay: Decay) -> Result<(), TrustError> {
        self.kept(standing)?.decay(decay, &self.parameters);
        Ok(())
    }

    #[inline]
    fn score(&self, standing: &Standing, dimension: Dimension) -> f64 {
        match standing {
            Standing::Evidence(evidence) => evidence.score(dimension, &self.parameters),
            Standing::Scores(_) => 0.5,
        }
    }

    fn uncertainty(&self, standing: &Standing, dimension: Dimension) -> f64 {
        match standing {
            Standing::Evidence(evidence) => evidence.uncertainty(dimension, &self.parameters),
            Standing::Scores(_) => 1.0,
        }
    }

    fn set_score(
        &self,
        standing: &mut Standing,
        dimension: Dimension,
        score: f64,
    ) -> Result<(), TrustError> {
        self.kept(standing)?
            .set_score(dimension, score, &self.parameters);
        Ok(())
    }
}

impl AsRef<Parameters> for ByEvidence {
    fn as_ref(&self) -> &Parameters {
        &self.parameters
    }
}
