//! How much of the time an entity was there.

use super::CoherenceError;
use jiff::{SignedDuration, Timestamp};

/// Computes continuity: the share of a window during which the entity was there, from 0 to 1.
///
/// After each activity the entity counts as there for `allowed_gap`, or until its next activity if
/// that comes earlier. The times are in order, inside of the window; repeated times change nothing.
/// Somebody who was never there has continuity 0.
///
/// # Errors
/// If the window has no length, the gap is not positive, or a time is out of order.
///
/// ```
/// use jiff::{SignedDuration, Timestamp};
/// use lawful_trust::coherence::continuity;
/// let at = |second| Timestamp::from_second(second).unwrap();
/// let gap = SignedDuration::from_secs(10);
/// // There from 0 to 10 and from 40 to 50, of 100 seconds.
/// assert_eq!(continuity(&[at(0), at(40)], at(0), at(100), gap), Ok(0.2));
/// assert!(continuity(&[at(40), at(0)], at(0), at(100), gap).is_err());
/// ```
pub fn continuity(
    activities: &[Timestamp],
    from: Timestamp,
    until: Timestamp,
    allowed_gap: SignedDuration,
) -> Result<f64, CoherenceError> {
    if until <= from {
        return Err(CoherenceError::NoWindow { from, until });
    }
    if !allowed_gap.is_positive() {
        return Err(CoherenceError::Gap(allowed_gap.as_secs_f64()));
    }
    let mut earliest = from;
    for at in activities {
        if *at < earliest || *at > until {
            return Err(CoherenceError::OutOfOrder {
                at: *at,
                from: earliest,
                until,
            });
        }
        earliest = *at;
    }
    let ends = activities.iter().skip(1).chain([&until]);
    let there: f64 = activities
        .iter()
        .zip(ends)
        .map(|(begin, end)| end.duration_since(*begin).min(allowed_gap).as_secs_f64())
        .sum();
    Ok((there / until.duration_since(from).as_secs_f64()).clamp(0.0, 1.0))
}
