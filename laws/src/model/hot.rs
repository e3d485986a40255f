//! The compiled form of a law: what makes millions of cases a second possible.

use crate::rng::{CaseKey, Rng};
use crate::sort::{Probe, Sort};
use crate::value::Element;
use std::cell::Cell;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What one case came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The law held.
    Held,
    /// The premise was false.
    Vacuous,
    /// The law did not hold, or the model raised.
    Failed,
}

/// What a range of cases came to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HotTally {
    /// Cases that ran, the failing one included.
    pub cases: u64,
    /// Cases whose premise was false.
    pub vacuous: u64,
    /// The comparisons' traces.
    pub probe: Probe,
    /// The first failing case; the range was left there.
    pub failed: Option<u64>,
}

/// A law that was compiled for one model.
pub trait Hot: Send + Sync {
    /// Runs random cases.
    fn random(&self, key: CaseKey, range: Range<u64>) -> HotTally;

    /// Runs points of the grid over the first `edges` edge values of each variable's sort.
    fn edges(&self, edges: usize, range: Range<u64>) -> HotTally;

    /// Runs points of the whole domain.
    fn domain(&self, range: Range<u64>) -> HotTally;
}

/// The sorts of a law's variables, as a tuple of [`Sort`]s.
pub trait Sorts: Send + Sync + 'static {
    /// The values of a case, as a tuple.
    type Values;
    /// One place in a list for each variable.
    type Point: AsMut<[usize]> + Send;

    /// Returns the first point of a grid.
    fn origin() -> Self::Point;

    /// Returns the sizes of a grid over edge values (`Some(n)`: the first n of each sort) or over
    /// the whole domain (`None`).
    fn sizes(&self, edges: Option<usize>) -> Self::Point;

    /// Returns the values at a point of the grid over edge values, or over the whole domain.
    fn at(&self, edges: bool, point: &Self::Point) -> Option<Self::Values>;
}

macro_rules! sorts {
    ($n:literal; $($t:ident $s:ident $i:tt),*) => {
        impl<$($t: Element),*> Sorts for ($(Sort<$t>,)*) {
            type Values = ($($t,)*);
            type Point = [usize; $n];

            fn origin() -> [usize; $n] {
                [0; $n]
            }

            #[allow(unused_variables, reason = "a law may have no variables")]
            fn sizes(&self, edges: Option<usize>) -> [usize; $n] {
                let ($($s,)*) = self;
                [$(match edges {
                    Some(n) => $s.edges().len().min(n),
                    None => $s.domain().map_or(0, <[$t]>::len),
                }),*]
            }

            #[inline]
            #[allow(unused_variables, reason = "a law may have no variables")]
            fn at(&self, edges: bool, point: &[usize; $n]) -> Option<Self::Values> {
                let ($($s,)*) = self;
                $(let $s = if edges { $s.edges() } else { $s.domain()? };)*
                Some(($($s.get(point[$i])?.clone(),)*))
            }
        }
    };
}

/// Walks over a grid; the last variable changes fastest.
struct Odometer<P> {
    sizes: P,
    point: P,
}

impl<P: AsMut<[usize]>> Odometer<P> {
    fn new(sizes: P, mut point: P, start: u64) -> Self {
        let mut odometer = Odometer {
            sizes,
            point: {
                point.as_mut().fill(0);
                point
            },
        };
        let mut rest = start;
        let sizes = odometer.sizes.as_mut();
        for (place, size) in odometer.point.as_mut().iter_mut().zip(sizes).rev() {
            let size = (*size).max(1) as u64;
            *place = (rest % size) as usize;
            rest /= size;
        }
        odometer
    }

    #[inline]
    fn step(&mut self) {
        let sizes = self.sizes.as_mut();
        for (place, size) in self.point.as_mut().iter_mut().zip(sizes).rev() {
            *place += 1;
            if *place < *size {
                return;
            }
            *place = 0;
        }
    }
}

sorts!(0; );
sorts!(1; A a 0);
sorts!(2; A a 0, B b 1);
sorts!(3; A a 0, B b 1, C c 2);
sorts!(4; A a 0, B b 1, C c 2, D d 3);
sorts!(5; A a 0, B b 1, C c 2, D d 3, E e 4);
sorts!(6; A a 0, B b 1, C c 2, D d 3, E e 4, F f 5);
sorts!(7; A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6);
sorts!(8; A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7);

/// A law that was compiled for one model: its sorts, how a random case is drawn, how it is judged.
pub struct HotLaw<S, D, J> {
    sorts: S,
    draw: D,
    judge: J,
}

impl<S, D, J> HotLaw<S, D, J>
where
    S: Sorts,
    D: Fn(&S, &mut Rng) -> S::Values + Send + Sync,
    J: Fn(&S, &mut Probe, &S::Values) -> Outcome + Send + Sync,
{
    /// Puts the parts together.
    pub fn new(sorts: S, draw: D, judge: J) -> Self {
        HotLaw { sorts, draw, judge }
    }

    /// Runs cases until one fails. A panic of the model fails the case that it happened in.
    #[inline]
    fn run(&self, range: Range<u64>, mut values: impl FnMut(u64) -> Option<S::Values>) -> HotTally {
        let start = range.start;
        let (at, vacuous) = (Cell::new(start), Cell::new(0u64));
        let probe = Cell::new(Probe::default());
        let clean = crate::panic::quietly(|| {
            catch_unwind(AssertUnwindSafe(|| {
                let mut seen = Probe::default();
                for index in range.clone() {
                    at.set(index);
                    let outcome = match values(index) {
                        Some(values) => (self.judge)(&self.sorts, &mut seen, &values),
                        None => Outcome::Failed,
                    };
                    match outcome {
                        Outcome::Held => {}
                        Outcome::Vacuous => vacuous.set(vacuous.get() + 1),
                        Outcome::Failed => return false,
                    }
                }
                probe.set(seen);
                true
            }))
        });
        let clean = clean.unwrap_or(false);
        HotTally {
            cases: if clean {
                range.end.saturating_sub(start)
            } else {
                at.get() - start + 1
            },
            vacuous: vacuous.get(),
            probe: probe.get(),
            failed: (!clean).then(|| at.get()),
        }
    }
}

impl<S, D, J> Hot for HotLaw<S, D, J>
where
    S: Sorts,
    D: Fn(&S, &mut Rng) -> S::Values + Send + Sync,
    J: Fn(&S, &mut Probe, &S::Values) -> Outcome + Send + Sync,
{
    fn random(&self, key: CaseKey, range: Range<u64>) -> HotTally {
        self.run(range, |index| {
            Some((self.draw)(&self.sorts, &mut key.case(index)))
        })
    }

    fn edges(&self, edges: usize, range: Range<u64>) -> HotTally {
        let mut odometer = Odometer::new(self.sorts.sizes(Some(edges)), S::origin(), range.start);
        self.run(range, |_| {
            let values = self.sorts.at(true, &odometer.point);
            odometer.step();
            values
        })
    }

    fn domain(&self, range: Range<u64>) -> HotTally {
        let mut odometer = Odometer::new(self.sorts.sizes(None), S::origin(), range.start);
        self.run(range, |_| {
            let values = self.sorts.at(false, &odometer.point);
            odometer.step();
            values
        })
    }
}
