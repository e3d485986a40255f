//! Floating-point numbers, honestly.

use crate::magma;
use lawful::prelude::*;
use lawful::register;
use lawful::sort::Tolerance;
use lawful::theories::{partial_order, semigroup, total_order};

magma!(FloatAdd, f64, Sort::any(), |a, b| a + b);
impl Monoid for FloatAdd {
    fn empty(&self) -> f64 {
        0.0
    }
}
impl CommutativeSemigroup for FloatAdd {}
impl CommutativeMonoid for FloatAdd {}
register! {
    id: "float.f64.add",
    version: "1",
    about: "finite doubles under addition, compared exactly",
    model: FloatAdd,
    theories: [CommutativeMonoid],
    fails: [semigroup::Associative(0.1f64, 0.2f64, 0.3f64)],
}

magma!(
    RoundedAdd,
    f64,
    Sort::strategy(-1e9f64..1e9)
        .edges_from([0.0, 1.0, -1.0, 0.1, 0.2, 0.3, 1e9, -1e9, 1e-9])
        .within(Tolerance::ulps(1.0, |x| vec![*x])),
    |a, b| a + b
);
impl Monoid for RoundedAdd {
    fn empty(&self) -> f64 {
        0.0
    }
}
impl CommutativeSemigroup for RoundedAdd {}
impl CommutativeMonoid for RoundedAdd {}
register! {
    id: "float.f64.add_rounded",
    version: "1",
    about: "doubles up to a billion under addition, compared within the rounding error of two sums",
    model: RoundedAdd,
    theories: [CommutativeMonoid],
}

magma!(FloatMax, f64, Sort::any(), |a, b| a.max(*b));
impl Monoid for FloatMax {
    fn empty(&self) -> f64 {
        f64::NEG_INFINITY
    }
}
impl CommutativeSemigroup for FloatMax {}
impl CommutativeMonoid for FloatMax {}
impl Band for FloatMax {}
impl Semilattice for FloatMax {}
impl BoundedSemilattice for FloatMax {}
register! {
    id: "float.f64.max",
    version: "1",
    about: "the larger of two finite doubles",
    model: FloatMax,
    theories: [BoundedSemilattice],
}

/// All doubles, NaN included; two are equal if their bits are.
fn all_doubles() -> Sort<f64> {
    Sort::<f64>::any()
        .edge(f64::NAN)
        .edge(f64::INFINITY)
        .edge(f64::NEG_INFINITY)
        .observed(|x| x.to_bits())
}

struct Compared;

impl Carrier for Compared {
    type Elem = f64;
    fn elem(&self) -> Sort<f64> {
        all_doubles()
    }
}
impl PartialOrder for Compared {
    fn at_most(&self, a: &f64, b: &f64) -> bool {
        a <= b
    }
}
impl TotalOrder for Compared {}
register! {
    id: "float.f64.less_or_equal",
    version: "1",
    about: "all doubles under `<=`: NaN is not at most itself, and 0 and -0 are at most each other",
    model: Compared,
    theories: [TotalOrder],
    fails: [
        partial_order::Reflexive(f64::NAN),
        partial_order::Antisymmetric(0.0f64, -0.0f64),
        total_order::Total(f64::NAN, 0.0f64),
    ],
}

struct TotallyCompared;

impl Carrier for TotallyCompared {
    type Elem = f64;
    fn elem(&self) -> Sort<f64> {
        all_doubles()
    }
}
impl PartialOrder for TotallyCompared {
    fn at_most(&self, a: &f64, b: &f64) -> bool {
        a.total_cmp(b).is_le()
    }
}
impl TotalOrder for TotallyCompared {}
register! {
    id: "float.f64.total_cmp",
    version: "1",
    about: "all doubles under the total order of IEEE 754",
    model: TotallyCompared,
    theories: [TotalOrder],
}
