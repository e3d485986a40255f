//! Permutations of the slots of an operation.

use std::fmt;

/// The largest degree of a permutation.
pub const MOST_SLOTS: usize = 1 << 16;

/// A bijection of `0..n` with itself. In `f·s`, slot `k` feeds slot `s(k)` of `f`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permutation(Vec<usize>);

/// A list of numbers that is no permutation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PermutationError {
    /// A number is not below the length of the list.
    #[error("`{image}` at place {place} is out of range; the images of {degree} slots are 0 to {}", degree.saturating_sub(1))]
    OutOfRange {
        /// The place in the list.
        place: usize,
        /// The number.
        image: usize,
        /// The length of the list.
        degree: usize,
    },
    /// A number is there twice.
    #[error("`{image}` is there twice, at places {first} and {second}; every slot is fed once")]
    Twice {
        /// The number.
        image: usize,
        /// Where it is first.
        first: usize,
        /// Where it is again.
        second: usize,
    },
    /// The list is too long.
    #[error("`{0}` slots are too many; at most {MOST_SLOTS}")]
    TooLong(usize),
}

impl Permutation {
    /// Makes a permutation from the images of `0, 1, ..`.
    ///
    /// ```
    /// use lawful_operad::Permutation;
    /// assert!(Permutation::new([1, 0, 2]).is_ok());
    /// let twice = Permutation::new([1, 1]).map_err(|e| e.to_string());
    /// assert_eq!(twice, Err("`1` is there twice, at places 0 and 1; every slot is fed once".into()));
    /// ```
    ///
    /// # Errors
    /// If a number is out of range or there twice, or the list is longer than [`MOST_SLOTS`].
    pub fn new(images: impl Into<Vec<usize>>) -> Result<Permutation, PermutationError> {
        let images = images.into();
        let degree = images.len();
        if degree > MOST_SLOTS {
            return Err(PermutationError::TooLong(degree));
        }
        let mut seen = vec![None; degree];
        for (place, image) in images.iter().copied().enumerate() {
            match seen.get_mut(image) {
                None => {
                    return Err(PermutationError::OutOfRange {
                        place,
                        image,
                        degree,
                    });
                }
                Some(Some(first)) => {
                    return Err(PermutationError::Twice {
                        image,
                        first: *first,
                        second: place,
                    });
                }
                Some(free) => *free = Some(place),
            }
        }
        Ok(Permutation(images))
    }

    /// Makes the permutation of `degree` slots that moves nothing.
    pub fn identity(degree: usize) -> Permutation {
        Permutation((0..degree).collect())
    }

    /// Returns the number of slots.
    pub fn degree(&self) -> usize {
        self.0.len()
    }

    /// Returns the image of a slot, or nothing if there is no such slot.
    pub fn image(&self, slot: usize) -> Option<usize> {
        self.0.get(slot).copied()
    }

    /// Returns the images of all slots.
    pub fn images(&self) -> &[usize] {
        &self.0
    }

    /// Returns whether nothing moves.
    pub fn is_identity(&self) -> bool {
        self.0.iter().enumerate().all(|(k, image)| k == *image)
    }

    /// Returns the permutation that undoes this one.
    pub fn inverse(&self) -> Permutation {
        let mut back = vec![0; self.0.len()];
        for (k, image) in self.0.iter().enumerate() {
            if let Some(place) = back.get_mut(*image) {
                *place = k;
            }
        }
        Permutation(back)
    }

    /// Returns `k ↦ self(other(k))`. Slots beyond the smaller degree are left out.
    pub fn after(&self, other: &Permutation) -> Permutation {
        Permutation(other.0.iter().filter_map(|k| self.image(*k)).collect())
    }

    /// Returns the block permutation `self ∘ᵢ inner`: `inner` put in the place of slot `i`.
    ///
    /// Returns `self` unchanged if there is no slot `i`.
    pub fn block(&self, i: usize, inner: &Permutation) -> Permutation {
        let Some(at) = self.image(i) else {
            return self.clone();
        };
        let m = inner.degree();
        let moved = |a: usize| if a < at { a } else { (a + m).saturating_sub(1) };
        let mut images = Vec::with_capacity((self.degree() + m).saturating_sub(1));
        for (k, a) in self.0.iter().enumerate() {
            if k == i {
                images.extend(inner.0.iter().map(|b| at + b));
            } else {
                images.push(moved(*a));
            }
        }
        Permutation(images)
    }

    /// Rearranges a list: the result has `list[s(k)]` at place `k`.
    pub fn rearrange<T: Clone>(&self, list: &[T]) -> Vec<T> {
        self.0
            .iter()
            .filter_map(|image| list.get(*image).cloned())
            .collect()
    }

    /// Returns all permutations of at most `widest` slots, in order of degree.
    ///
    /// `widest` above 6 is taken as 6: there are more than 5000 permutations of 7 slots.
    pub fn all(widest: usize) -> Vec<Permutation> {
        let mut all = vec![Permutation(Vec::new())];
        let mut last = all.clone();
        for degree in 1..=widest.min(6) {
            let mut next = Vec::new();
            for shorter in &last {
                for place in 0..degree {
                    let mut images = shorter.0.clone();
                    images.insert(place, degree - 1);
                    next.push(Permutation(images));
                }
            }
            next.sort();
            all.extend(next.iter().cloned());
            last = next;
        }
        all
    }
}

impl fmt::Debug for Permutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_permutations_are_there_once() {
        let all = Permutation::all(4);
        assert_eq!(all.len(), 1 + 1 + 2 + 6 + 24);
        let mut seen = all.clone();
        seen.dedup();
        assert_eq!(seen.len(), all.len());
        assert!(all.iter().all(|s| Permutation::new(s.images()).is_ok()));
        for s in &all {
            assert!(s.after(&s.inverse()).is_identity());
        }
    }

    #[test]
    fn a_block_permutation_moves_blocks() {
        let swap = Permutation(vec![1, 0]);
        assert_eq!(swap.block(0, &Permutation::identity(2)).0, [1, 2, 0]);
        assert_eq!(swap.block(1, &swap).0, [2, 1, 0]);
        assert_eq!(swap.block(0, &Permutation::identity(0)).0, [0]);
    }
}
