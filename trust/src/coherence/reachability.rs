//! How often an entity answers.

use super::CoherenceError;

/// Computes reachability from how many calls were made and how many were answered, from 0 to 1.
///
/// The calls are evidence with a neutral prior, `(answers + 1) / (calls + 2)`: without calls it is
/// 0.5, and a few calls say less than many.
///
/// # Errors
/// [`CoherenceError::TooManyAnswers`] if there are more answers than calls.
///
/// ```
/// use lawful_trust::coherence::reachability;
/// assert_eq!(reachability(0, 0), Ok(0.5));
/// assert_eq!(reachability(8, 8), Ok(0.9));
/// assert!(reachability(2, 1).is_err());
/// ```
pub fn reachability(answers: u64, calls: u64) -> Result<f64, CoherenceError> {
    if answers > calls {
        return Err(CoherenceError::TooManyAnswers { answers, calls });
    }
    Ok(((answers as f64 + 1.0) / (calls as f64 + 2.0)).clamp(0.0, 1.0))
}
