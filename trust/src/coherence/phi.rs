//! How much the parts of an entity act as one.

use super::CoherenceError;
use std::collections::HashMap;
use std::hash::Hash;

/// Computes phi: how much the parts of an entity act as one, from 0 to 1.
///
/// Each row is the state of all parts at one time. Phi is the total correlation of the parts (the
/// sum of their entropies less the entropy of the rows) over the largest value that it could have
/// with these entropies. It is 0 if the parts are independent, and 1 if one part tells what all
/// others do. This is a measure of integration that can be computed; it is not the quantity of the
/// same name in integrated information theory.
///
/// With fewer than two parts, fewer than two rows, or parts that never change, nothing is known:
/// 0.5.
///
/// # Errors
/// [`CoherenceError::Ragged`] if a row has another number of parts than the first.
///
/// ```
/// use lawful_trust::coherence::phi;
/// // Two parts that always do the same.
/// assert_eq!(phi(&[vec![0, 0], vec![1, 1], vec![0, 0], vec![1, 1]]), Ok(1.0));
/// // Two parts that know nothing of each other.
/// assert_eq!(phi(&[vec![0, 0], vec![0, 1], vec![1, 0], vec![1, 1]]), Ok(0.0));
/// assert!(phi(&[vec![0, 0], vec![1]]).is_err());
/// ```
pub fn phi<S: Eq + Hash>(rows: &[Vec<S>]) -> Result<f64, CoherenceError> {
    let parts = rows.first().map_or(0, Vec::len);
    for (row, states) in rows.iter().enumerate() {
        if states.len() != parts {
            return Err(CoherenceError::Ragged {
                row,
                found: states.len(),
                expected: parts,
            });
        }
    }
    let apart: Vec<f64> = (0..parts)
        .map(|part| entropy(rows.iter().map(|row| row.get(part))))
        .collect();
    let sum: f64 = apart.iter().sum();
    let most = sum - apart.iter().copied().fold(0.0, f64::max);
    if most <= f64::EPSILON {
        return Ok(0.5);
    }
    let together = entropy(rows.iter());
    Ok(((sum - together) / most).clamp(0.0, 1.0))
}

/// Returns the entropy of a list of values, in bits. The counts are sorted before they are added:
/// the sum does not depend on the order of the map.
fn entropy<T: Eq + Hash>(values: impl Iterator<Item = T>) -> f64 {
    let mut counts: HashMap<T, u64> = HashMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<u64> = counts.into_values().collect();
    counts.sort_unstable();
    let total = counts.iter().sum::<u64>() as f64;
    counts
        .iter()
        .map(|count| *count as f64 / total)
        .map(|share| -share * share.log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_known_of_parts_that_never_change() {
        assert_eq!(phi::<u8>(&[]), Ok(0.5));
        assert_eq!(phi(&[vec![1], vec![2]]), Ok(0.5));
        assert_eq!(phi(&[vec![1, 2], vec![1, 2]]), Ok(0.5));
    }
}
