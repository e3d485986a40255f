//! Coherence: four factors and what follows from them.

use super::{CoherenceError, Factor};
use crate::identity::EntityType;

/// The coherence of an entity: four factors from 0 to 1. The total is their product, so that one
/// factor that fails cannot be made up for by the others.
///
/// ```
/// use lawful_trust::coherence::{Coherence, Factor};
/// use lawful_trust::identity::EntityType;
/// let coherence = Coherence::new(0.9, 0.95, 0.9, 1.0).unwrap();
/// assert!(coherence.is_enough_for(EntityType::AiSoftware));
/// assert_eq!(coherence.limiting_factor(), (Factor::Continuity, 0.9));
/// assert!(Coherence::new(0.9, f64::NAN, 0.9, 1.0).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coherence {
    factors: [f64; 4],
}

impl Coherence {
    /// Takes four factors, each from 0 to 1.
    ///
    /// # Errors
    /// [`CoherenceError::Factor`] names the first one that is outside, or not a number.
    pub fn new(
        continuity: f64,
        stability: f64,
        phi: f64,
        reachability: f64,
    ) -> Result<Coherence, CoherenceError> {
        let factors = [continuity, stability, phi, reachability];
        for (factor, value) in Factor::ALL.into_iter().zip(factors) {
            if !(0.0..=1.0).contains(&value) {
                return Err(CoherenceError::Factor { factor, value });
            }
        }
        // Minus zero becomes zero, so that equal coherences print alike.
        Ok(Coherence {
            factors: factors.map(|value| value + 0.0),
        })
    }

    /// Returns the coherence of somebody of whom nothing is known: every factor is 0.5, and the
    /// total 0.0625 is below every threshold.
    pub fn neutral() -> Coherence {
        Coherence { factors: [0.5; 4] }
    }

    /// Returns one factor, from 0 to 1.
    pub fn factor(&self, factor: Factor) -> f64 {
        let [continuity, stability, phi, reachability] = self.factors;
        match factor {
            Factor::Continuity => continuity,
            Factor::Stability => stability,
            Factor::Phi => phi,
            Factor::Reachability => reachability,
        }
    }

    /// Returns the four factors in order: continuity, stability, phi, reachability.
    pub fn factors(&self) -> [f64; 4] {
        self.factors
    }

    /// Returns the product of the factors, from 0 to 1.
    pub fn total(&self) -> f64 {
        self.factors.iter().product()
    }

    /// Returns the smallest factor with its name; the first one if several are smallest.
    pub fn limiting_factor(&self) -> (Factor, f64) {
        Factor::ALL
            .into_iter()
            .map(|factor| (factor, self.factor(factor)))
            .fold((Factor::Continuity, f64::INFINITY), |least, next| {
                if next.1 < least.1 { next } else { least }
            })
    }

    /// Returns whether the total is at least a threshold. Nothing reaches a threshold that is not a
    /// number.
    pub fn meets(&self, threshold: f64) -> bool {
        self.total() >= threshold
    }

    /// Returns whether the total reaches the threshold of a type of entities.
    pub fn is_enough_for(&self, entity_type: EntityType) -> bool {
        self.meets(entity_type.coherence_threshold())
    }
}

impl Default for Coherence {
    fn default() -> Coherence {
        Coherence::neutral()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neutral_reaches_no_threshold() {
        assert_eq!(Coherence::neutral().total(), 0.0625);
        for entity_type in EntityType::ALL {
            assert!(!Coherence::neutral().is_enough_for(entity_type));
        }
    }

    #[test]
    fn the_first_of_the_smallest_limits() {
        let coherence = Coherence::new(0.5, 0.2, 0.2, 0.9).unwrap();
        assert_eq!(coherence.limiting_factor(), (Factor::Stability, 0.2));
        assert!(!coherence.meets(f64::NAN));
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for bad in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            let error = Coherence::new(1.0, 1.0, 1.0, bad).unwrap_err();
            assert!(
                error.to_string().starts_with("reachability is `"),
                "{error}"
            );
        }
    }
}
