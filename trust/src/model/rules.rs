//! What a trust model does, as a plugin.

use super::{Standing, Testimony};
use crate::{Decay, Dimension, TrustError};
use jiff::SignedDuration;

/// A trust model: how outcomes, witnesses and time change what is kept about somebody, and how
/// scores are read from it.
///
/// Implement it, name a `static` in [`plugin!`](crate::plugin), and the model can be chosen by name
/// with [`rules`](super::rules). Wrap it in [`Under`](super::Under) to check its laws.
///
/// The entity passes only finite magnitudes; a rule takes those outside 0 to 1 as it likes, and no
/// finite magnitude may make a score leave 0 to 1.
pub trait Rules: Send + Sync + 'static {
    /// Returns the name by which the model is chosen.
    fn name(&self) -> &'static str;

    /// Returns what the model is, in one sentence.
    fn about(&self) -> &'static str;

    /// Returns what is kept about somebody of whom nothing is known.
    fn neutral(&self) -> Standing;

    /// Adds the outcome of an action.
    ///
    /// # Errors
    /// If the standing is of another kind.
    fn outcome(
        &self,
        standing: &mut Standing,
        success: bool,
        magnitude: f64,
    ) -> Result<(), TrustError>;

    /// Adds what a witness says.
    ///
    /// # Errors
    /// If the standing is of another kind.
    fn receive(&self, standing: &mut Standing, testimony: &Testimony) -> Result<(), TrustError>;

    /// Adds that somebody has witnessed somebody else.
    ///
    /// # Errors
    /// If the standing is of another kind.
    fn give(
        &self,
        standing: &mut Standing,
        success: bool,
        magnitude: f64,
    ) -> Result<(), TrustError>;

    /// Lets time go by.
    ///
    /// # Errors
    /// If the standing is of another kind.
    fn decay(&self, standing: &mut Standing, decay: Decay) -> Result<(), TrustError>;

    /// Returns how long nothing must have happened before
    /// [`EntityTrust::decay_until`](crate::EntityTrust::decay_until) lets time go by. A model whose
    /// decay is no action of time needs that: else what is read more often would fade faster.
    fn patience(&self) -> SignedDuration {
        SignedDuration::ZERO
    }

    /// Returns a score, 0 to 1; one half for a standing of another kind.
    fn score(&self, standing: &Standing, dimension: Dimension) -> f64;

    /// Returns how little a score rests on evidence, 0 to 1; 1 where the model does not count.
    fn uncertainty(&self, standing: &Standing, dimension: Dimension) -> f64;

    /// Replaces a score, which is from 0 to 1.
    ///
    /// # Errors
    /// If the standing is of another kind.
    fn set_score(
        &self,
        standing: &mut Standing,
        dimension: Dimension,
        score: f64,
    ) -> Result<(), TrustError>;

    /// Returns whether somebody's word about themselves counts.
    fn counts_self_witness(&self) -> bool {
        false
    }

    /// Returns whether events that were counted are counted again when they come again.
    fn counts_repeated_events(&self) -> bool {
        false
    }
}

/// Models are told apart by their names.
impl PartialEq for dyn Rules {
    fn eq(&self, other: &dyn Rules) -> bool {
        self.name() == other.name()
    }
}

impl std::fmt::Debug for dyn Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
