//! When two values of a sort count as equal.

use std::sync::Arc;

type Components<T> = Arc<dyn Fn(&T) -> Vec<f64> + Send + Sync>;
type Same<T> = Arc<dyn Fn(&T, &T) -> bool + Send + Sync>;

/// What a case's comparisons leave behind: the worst error that a tolerance let pass.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Probe {
    worst: Option<f64>,
}

impl Probe {
    /// Returns the worst error so far, as a part of what was allowed: 1.0 is the limit.
    pub fn worst(self) -> Option<f64> {
        self.worst
    }

    /// Remembers an error, as a part of what was allowed, if it is the worst so far.
    pub fn note(&mut self, error: f64) {
        self.worst = Some(self.worst.map_or(error, |worst| worst.max(error)));
    }
}

/// An equality of floating-point values within a bound that follows the computation.
///
/// Two values are equal if each component differs by at most
/// `ulps * max(depth, 1) * f64::EPSILON * magnitude + absolute`, where `depth` is how deep the
/// operations of the law nest and `magnitude` is the largest absolute value among the operands and
/// both sides. That is the shape of the standard forward error bound for sums (Higham, *Accuracy
/// and Stability of Numerical Algorithms*, section 4.2).
#[derive(Clone)]
pub struct Tolerance<T> {
    components: Components<T>,
    ulps: f64,
    absolute: f64,
}

impl<T> Tolerance<T> {
    /// Allows `ulps` units of rounding error for each operation. `components` lists the numbers of
    /// a value: two values with lists of different length differ.
    pub fn ulps(ulps: f64, components: impl Fn(&T) -> Vec<f64> + Send + Sync + 'static) -> Self {
        Tolerance {
            components: Arc::new(components),
            ulps: ulps.max(0.0),
            absolute: 0.0,
        }
    }

    /// Allows an absolute error besides.
    pub fn or_absolute(mut self, error: f64) -> Self {
        self.absolute = error.max(0.0);
        self
    }

    /// Returns the error as a part of what is allowed: at most 1.0 if the values are equal.
    pub fn error(&self, left: &T, right: &T, operands: &[&T], depth: usize) -> f64 {
        let (left, right) = ((self.components)(left), (self.components)(right));
        if left.len() != right.len() {
            return f64::INFINITY;
        }
        let magnitude = operands
            .iter()
            .flat_map(|v| (self.components)(v))
            .chain(left.iter().copied())
            .chain(right.iter().copied())
            .map(f64::abs)
            .filter(|m| m.is_finite())
            .fold(0.0, f64::max);
        let allowed = self.ulps * depth.max(1) as f64 * f64::EPSILON * magnitude + self.absolute;
        let part = |(l, r): (&f64, &f64)| {
            let same = l == r || (l.is_nan() && r.is_nan());
            let error = (l - r).abs();
            match () {
                () if same => 0.0,
                () if error.is_nan() || error.is_infinite() || allowed == 0.0 => f64::INFINITY,
                () => error / allowed,
            }
        };
        left.iter().zip(&right).map(part).fold(0.0, f64::max)
    }
}

/// A named bijection of a sort with itself, up to which two values count as equal.
///
/// The checker adds the law that the two directions undo each other.
#[derive(Clone)]
pub struct Isomorphism<T> {
    pub(crate) name: &'static str,
    pub(crate) forth: Arc<dyn Fn(&T) -> T + Send + Sync>,
    pub(crate) back: Arc<dyn Fn(&T) -> T + Send + Sync>,
    pub(crate) same: fn(&T, &T) -> bool,
}

impl<T: PartialEq> Isomorphism<T> {
    /// Names an isomorphism and gives its two directions.
    pub fn new(
        name: &'static str,
        forth: impl Fn(&T) -> T + Send + Sync + 'static,
        back: impl Fn(&T) -> T + Send + Sync + 'static,
    ) -> Self {
        Isomorphism {
            name,
            forth: Arc::new(forth),
            back: Arc::new(back),
            same: T::eq,
        }
    }
}

impl<T> Isomorphism<T> {
    /// Returns whether the two directions undo each other at a value.
    pub(crate) fn round_trips(&self, value: &T) -> bool {
        (self.same)(&(self.back)(&(self.forth)(value)), value)
            && (self.same)(&(self.forth)(&(self.back)(value)), value)
    }
}

pub(super) enum Equality<T> {
    Exact(fn(&T, &T) -> bool),
    Within(Tolerance<T>),
    Custom(Same<T>),
    UpTo(Isomorphism<T>),
}

impl<T> Clone for Equality<T> {
    fn clone(&self) -> Self {
        match self {
            Equality::Exact(eq) => Equality::Exact(*eq),
            Equality::Within(t) => Equality::Within(Tolerance {
                components: Arc::clone(&t.components),
                ..*t
            }),
            Equality::Custom(eq) => Equality::Custom(Arc::clone(eq)),
            Equality::UpTo(i) => Equality::UpTo(Isomorphism {
                name: i.name,
                forth: Arc::clone(&i.forth),
                back: Arc::clone(&i.back),
                same: i.same,
            }),
        }
    }
}

impl<T> Equality<T> {
    pub(super) fn holds(
        &self,
        probe: &mut Probe,
        left: &T,
        right: &T,
        operands: &[&T],
        depth: usize,
    ) -> bool {
        match self {
            Equality::Exact(eq) => eq(left, right),
            Equality::Within(tolerance) => {
                let error = tolerance.error(left, right, operands, depth);
                let equal = error <= 1.0;
                if equal {
                    probe.note(error);
                }
                equal
            }
            Equality::Custom(eq) => eq(left, right),
            Equality::UpTo(iso) => (iso.same)(left, right) || (iso.same)(&(iso.forth)(left), right),
        }
    }
}
