//! Little intervals: several intervals side by side in the unit interval, put into each other.

use super::Rational;
use crate::full_operad::spliced;
use crate::theories::*;
use crate::{FullOperad, Permutation};
use lawful::rng::Rng;
use lawful::{Sort, register};
use std::cmp::Ordering;

/// An interval inside the unit interval: the map `x ↦ start + length * x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    start: Rational,
    length: Rational,
}

impl Interval {
    /// The unit interval.
    pub const UNIT: Interval = Interval {
        start: Rational::ZERO,
        length: Rational::ONE,
    };

    /// Makes an interval; `None` if it is empty or leaves the unit interval.
    ///
    /// ```
    /// use lawful_operad::models::{Interval, Rational};
    /// let half = Rational::new(1, 2).unwrap();
    /// assert!(Interval::new(half, half).is_some());
    /// assert!(Interval::new(half, Rational::ONE).is_none());
    /// ```
    pub fn new(start: Rational, length: Rational) -> Option<Interval> {
        let inside = start.compare(Rational::ZERO)? != Ordering::Less
            && length.compare(Rational::ZERO)? == Ordering::Greater
            && start.plus(length)?.compare(Rational::ONE)? != Ordering::Greater;
        inside.then_some(Interval { start, length })
    }

    /// Returns the image of another interval under this one's map; `None` if it does not fit.
    fn around(&self, inner: &Interval) -> Option<Interval> {
        Some(Interval {
            start: self.start.plus(self.length.times(inner.start)?)?,
            length: self.length.times(inner.length)?,
        })
    }
}

/// The operad of little intervals. An operation is a list of intervals that do not overlap.
pub struct LittleIntervals;

/// Returns equal cells, some of them left out, in any order.
fn drawn(rng: &mut Rng) -> Vec<Interval> {
    let cells = 2 + rng.below(4) as i128;
    let mut chosen = Vec::new();
    for k in 0..cells {
        let interval = Rational::new(k, cells)
            .zip(Rational::new(1, cells * (1 + rng.below(2) as i128)))
            .and_then(|(start, length)| Interval::new(start, length));
        if let Some(interval) = interval
            && chosen.len() < 3
            && rng.below(2) == 0
        {
            chosen.insert(rng.below(chosen.len() + 1), interval);
        }
    }
    chosen
}

impl FullOperad for LittleIntervals {
    type Color = ();
    type Operation = Vec<Interval>;

    fn colors(&self) -> Sort<()> {
        Sort::finite([()])
    }

    fn operations(&self) -> Sort<Vec<Interval>> {
        Sort::drawn(drawn).edges_from([vec![], vec![Interval::UNIT]])
    }

    fn output(&self, _: &Vec<Interval>) {}

    fn inputs(&self, f: &Vec<Interval>) -> Vec<()> {
        vec![(); f.len()]
    }

    fn identity_of(&self, (): &()) -> Vec<Interval> {
        vec![Interval::UNIT]
    }

    fn compose_at(&self, f: &Vec<Interval>, slot: usize, g: &Vec<Interval>) -> Vec<Interval> {
        let outer = f.get(slot).copied().unwrap_or(Interval::UNIT);
        // Exact arithmetic that does not fit drops the interval, and the law then fails visibly.
        let inner: Vec<Interval> = g.iter().filter_map(|i| outer.around(i)).collect();
        spliced(f, slot, &inner)
    }

    fn permute(&self, f: &Vec<Interval>, s: &Permutation) -> Vec<Interval> {
        s.rearrange(f)
    }
}

register! {
    id: "operad.little_intervals",
    version: "1",
    about: "intervals with rational ends inside the unit interval, scaled into each other",
    model: LittleIntervals,
    theories: [SymmetricOperad],
}
