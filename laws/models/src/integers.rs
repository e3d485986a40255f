//! Integers: addition and multiplication that wrap, saturate or are checked; minimum, maximum; bits;
//! greatest common divisors.

use crate::magma;
use lawful::prelude::*;
use lawful::register;
use lawful::theories::{band, commutative_semigroup, semigroup};

magma!(WrappingAdd, i64, Sort::any(), |a, b| a.wrapping_add(*b));
impl Monoid for WrappingAdd {
    fn empty(&self) -> i64 {
        0
    }
}
impl Group for WrappingAdd {
    fn inverse(&self, a: &i64) -> i64 {
        a.wrapping_neg()
    }
}
impl CommutativeSemigroup for WrappingAdd {}
impl CommutativeMonoid for WrappingAdd {}
impl CommutativeGroup for WrappingAdd {}
register! {
    id: "int.i64.wrapping_add",
    version: "1",
    about: "64-bit integers under addition that wraps",
    model: WrappingAdd,
    theories: [CommutativeGroup],
    fails: [band::Idempotent(1i64)],
}

magma!(ByteAdd, u8, Sort::any(), |a, b| a.wrapping_add(*b));
impl Monoid for ByteAdd {
    fn empty(&self) -> u8 {
        0
    }
}
impl Group for ByteAdd {
    fn inverse(&self, a: &u8) -> u8 {
        a.wrapping_neg()
    }
}
impl CommutativeSemigroup for ByteAdd {}
impl CommutativeMonoid for ByteAdd {}
impl CommutativeGroup for ByteAdd {}
register! {
    id: "int.u8.wrapping_add",
    version: "1",
    about: "bytes under addition that wraps",
    model: ByteAdd,
    theories: [CommutativeGroup],
}

magma!(WrappingMul, i64, Sort::any(), |a, b| a.wrapping_mul(*b));
impl Monoid for WrappingMul {
    fn empty(&self) -> i64 {
        1
    }
}
impl CommutativeSemigroup for WrappingMul {}
impl CommutativeMonoid for WrappingMul {}
register! {
    id: "int.i64.wrapping_mul",
    version: "1",
    about: "64-bit integers under multiplication that wraps",
    model: WrappingMul,
    theories: [CommutativeMonoid],
}

magma!(SaturatingAdd, i64, Sort::any(), |a, b| a.saturating_add(*b));
impl Monoid for SaturatingAdd {
    fn empty(&self) -> i64 {
        0
    }
}
impl CommutativeSemigroup for SaturatingAdd {}
impl CommutativeMonoid for SaturatingAdd {}
register! {
    id: "int.i64.saturating_add",
    version: "1",
    about: "signed 64-bit integers under addition that stops at the ends",
    model: SaturatingAdd,
    theories: [CommutativeMonoid],
    fails: [semigroup::Associative(i64::MAX, 1i64, -1i64)],
}

magma!(UnsignedSaturatingAdd, u64, Sort::any(), |a, b| a
    .saturating_add(*b));
impl Monoid for UnsignedSaturatingAdd {
    fn empty(&self) -> u64 {
        0
    }
}
impl CommutativeSemigroup for UnsignedSaturatingAdd {}
impl CommutativeMonoid for UnsignedSaturatingAdd {}
register! {
    id: "int.u64.saturating_add",
    version: "1",
    about: "unsigned 64-bit integers under addition that stops at the end: it cannot come back",
    model: UnsignedSaturatingAdd,
    theories: [CommutativeMonoid],
}

magma!(
    CheckedAdd,
    Option<i64>,
    Sort::<i64>::any().optional(),
    |a, b| a.and_then(|a| b.and_then(|b| a.checked_add(b)))
);
impl Monoid for CheckedAdd {
    fn empty(&self) -> Option<i64> {
        Some(0)
    }
}
impl CommutativeSemigroup for CheckedAdd {}
impl CommutativeMonoid for CheckedAdd {}
register! {
    id: "int.i64.checked_add",
    version: "1",
    about: "64-bit integers under addition that gives nothing when it overflows",
    model: CheckedAdd,
    theories: [CommutativeMonoid],
    fails: [semigroup::Associative(Some(i64::MAX), Some(1i64), Some(-1i64))],
}

magma!(Subtract, i64, Sort::any(), |a, b| a.wrapping_sub(*b));
register! {
    id: "int.i64.wrapping_sub",
    version: "1",
    about: "64-bit integers under subtraction",
    model: Subtract,
    theories: [Semigroup],
    fails: [semigroup::Associative, commutative_semigroup::Commutative],
}

magma!(Midpoint, i64, Sort::any(), |a, b| a.midpoint(*b));
impl CommutativeSemigroup for Midpoint {}
impl Band for Midpoint {}
impl Semilattice for Midpoint {}
register! {
    id: "int.i64.midpoint",
    version: "1",
    about: "the middle of two integers: order and repetition do not matter, brackets do",
    model: Midpoint,
    theories: [Semilattice],
    fails: [semigroup::Associative(0i64, 0i64, 2i64)],
}

/// Minimum and maximum as a bounded distributive lattice.
struct MinMax;

impl Carrier for MinMax {
    type Elem = i64;
    fn elem(&self) -> Sort<i64> {
        Sort::any()
    }
}
impl Semigroup<Join> for MinMax {
    fn combine(&self, a: &i64, b: &i64) -> i64 {
        *a.max(b)
    }
}
impl Semigroup<Meet> for MinMax {
    fn combine(&self, a: &i64, b: &i64) -> i64 {
        *a.min(b)
    }
}
impl Monoid<Join> for MinMax {
    fn empty(&self) -> i64 {
        i64::MIN
    }
}
impl Monoid<Meet> for MinMax {
    fn empty(&self) -> i64 {
        i64::MAX
    }
}
impl<R: lawful::theory::Role> CommutativeSemigroup<R> for MinMax where MinMax: Semigroup<R> {}
impl<R: lawful::theory::Role> Band<R> for MinMax where MinMax: Semigroup<R> {}
impl<R: lawful::theory::Role> Semilattice<R> for MinMax where MinMax: Semigroup<R> {}
impl<R: lawful::theory::Role> CommutativeMonoid<R> for MinMax where MinMax: Monoid<R> {}
impl<R: lawful::theory::Role> BoundedSemilattice<R> for MinMax where MinMax: Monoid<R> {}
impl Lattice for MinMax {}
impl BoundedLattice for MinMax {}
impl DistributiveLattice for MinMax {}
register! {
    id: "int.i64.min_max",
    version: "1",
    about: "minimum and maximum of 64-bit integers",
    model: MinMax,
    theories: [BoundedLattice, DistributiveLattice],
}

/// Bitwise operations as a Boolean algebra.
struct Bits;

impl Carrier for Bits {
    type Elem = u8;
    fn elem(&self) -> Sort<u8> {
        Sort::any()
    }
}
impl Semigroup<Join> for Bits {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        a | b
    }
}
impl Semigroup<Meet> for Bits {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        a & b
    }
}
impl Monoid<Join> for Bits {
    fn empty(&self) -> u8 {
        0
    }
}
impl Monoid<Meet> for Bits {
    fn empty(&self) -> u8 {
        u8::MAX
    }
}
impl<R: lawful::theory::Role> CommutativeSemigroup<R> for Bits where Bits: Semigroup<R> {}
impl<R: lawful::theory::Role> Band<R> for Bits where Bits: Semigroup<R> {}
impl<R: lawful::theory::Role> Semilattice<R> for Bits where Bits: Semigroup<R> {}
impl<R: lawful::theory::Role> CommutativeMonoid<R> for Bits where Bits: Monoid<R> {}
impl<R: lawful::theory::Role> BoundedSemilattice<R> for Bits where Bits: Monoid<R> {}
impl Lattice for Bits {}
impl BoundedLattice for Bits {}
impl DistributiveLattice for Bits {}
impl BooleanAlgebra for Bits {
    fn complement(&self, a: &u8) -> u8 {
        !a
    }
}
register! {
    id: "int.u8.bits",
    version: "1",
    about: "bitwise and, or, not of bytes",
    model: Bits,
    theories: [BooleanAlgebra],
}

/// Divisibility: least common multiples and greatest common divisors.
///
/// The numbers are below 2^16, so that the multiples of three of them fit.
struct Divisors;

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl Carrier for Divisors {
    type Elem = u64;
    fn elem(&self) -> Sort<u64> {
        Sort::strategy(0u64..1 << 16)
            .edges_from([1, 0, 2, 3, 4, 6, 12, 30, 97, 210, 1024, 65_535])
            .near(|a, rng| gcd(*a, 2 * 3 * 5 * 7) * (1 + rng.bits() % 6))
            .weighed(|a| u128::from(*a))
            .stored()
    }
}
impl Semigroup<Join> for Divisors {
    fn combine(&self, a: &u64, b: &u64) -> u64 {
        if *a == 0 || *b == 0 {
            0
        } else {
            a / gcd(*a, *b) * b
        }
    }
}
impl Semigroup<Meet> for Divisors {
    fn combine(&self, a: &u64, b: &u64) -> u64 {
        gcd(*a, *b)
    }
}
impl Monoid<Join> for Divisors {
    fn empty(&self) -> u64 {
        1
    }
}
impl Monoid<Meet> for Divisors {
    fn empty(&self) -> u64 {
        0
    }
}
impl<R: lawful::theory::Role> CommutativeSemigroup<R> for Divisors where Divisors: Semigroup<R> {}
impl<R: lawful::theory::Role> Band<R> for Divisors where Divisors: Semigroup<R> {}
impl<R: lawful::theory::Role> Semilattice<R> for Divisors where Divisors: Semigroup<R> {}
impl<R: lawful::theory::Role> CommutativeMonoid<R> for Divisors where Divisors: Monoid<R> {}
impl<R: lawful::theory::Role> BoundedSemilattice<R> for Divisors where Divisors: Monoid<R> {}
impl Lattice for Divisors {}
impl BoundedLattice for Divisors {}
impl DistributiveLattice for Divisors {}
register! {
    id: "int.u64.divisibility",
    version: "1",
    about: "least common multiple and greatest common divisor",
    model: Divisors,
    theories: [BoundedLattice, DistributiveLattice],
}
