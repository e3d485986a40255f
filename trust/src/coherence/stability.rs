//! How alike the behaviour of an entity is from one time to the next.

use super::CoherenceError;

/// Computes stability: 1 minus the variance of the samples over the largest variance that numbers
/// from 0 to 1 can have, which is 1/4. The result is from 0 to 1; zero variance means full
/// stability. Without samples nothing is known: 0.5.
///
/// # Errors
/// [`CoherenceError::Sample`] names the first sample that is not a number from 0 to 1.
///
/// ```
/// use lawful_trust::coherence::stability;
/// assert_eq!(stability(&[0.7, 0.7, 0.7]), Ok(1.0));
/// assert_eq!(stability(&[0.0, 1.0]), Ok(0.0));
/// assert!(stability(&[0.5, 2.0]).is_err());
/// ```
pub fn stability(samples: &[f64]) -> Result<f64, CoherenceError> {
    for (place, value) in samples.iter().enumerate() {
        if !(0.0..=1.0).contains(value) {
            return Err(CoherenceError::Sample {
                place,
                value: *value,
            });
        }
    }
    let Some(first) = samples.first() else {
        return Ok(0.5);
    };
    // Distances from the first sample: they are exactly zero if all samples are equal, while a mean
    // of many equal numbers may differ from them by rounding.
    let count = samples.len() as f64;
    let mean = samples.iter().map(|x| x - first).sum::<f64>() / count;
    let variance = samples
        .iter()
        .map(|x| (x - first - mean).powi(2))
        .sum::<f64>()
        / count;
    Ok((1.0 - 4.0 * variance).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_samples_are_fully_stable_whatever_they_are() {
        for value in [0.0, 0.1, 1.0 / 3.0, 0.7, 1.0] {
            assert_eq!(stability(&vec![value; 1001]), Ok(1.0), "{value}");
        }
        assert_eq!(stability(&[]), Ok(0.5));
    }
}
