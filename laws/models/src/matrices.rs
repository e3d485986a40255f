//! Two by two matrices over the integers modulo 7.

use crate::magma;
use lawful::prelude::*;
use lawful::register;
use lawful::theories::commutative_semigroup;

const P: u8 = 7;

type Matrix = [[u8; 2]; 2];

const ONE: Matrix = [[1, 0], [0, 1]];
const ZERO: Matrix = [[0, 0], [0, 0]];

fn matrices() -> Sort<Matrix> {
    Sort::strategy(proptest::array::uniform2(proptest::array::uniform2(0u8..P)))
        .edges_from([
            ZERO,
            ONE,
            [[0, 1], [0, 0]],
            [[0, 0], [1, 0]],
            [[1, 1], [0, 1]],
            [[6, 6], [6, 6]],
        ])
        .weighed(|m| m.iter().flatten().map(|n| u128::from(*n)).sum())
        .stored()
}

fn entries(f: impl Fn(usize, usize) -> u8) -> Matrix {
    [[f(0, 0), f(0, 1)], [f(1, 0), f(1, 1)]]
}

magma!(Product, Matrix, matrices(), |a, b| {
    entries(|r, c| (a[r][0] * b[0][c] + a[r][1] * b[1][c]) % P)
});
impl Monoid for Product {
    fn empty(&self) -> Matrix {
        ONE
    }
}
register! {
    id: "matrix.mod7.product",
    version: "1",
    about: "2x2 matrices modulo 7 under multiplication",
    model: Product,
    theories: [Monoid],
    fails: [commutative_semigroup::Commutative([[0u8, 1], [0, 0]], [[0u8, 0], [1, 0]])],
}

magma!(Sum, Matrix, matrices(), |a, b| entries(|r, c| (a[r][c]
    + b[r][c])
    % P));
impl Monoid for Sum {
    fn empty(&self) -> Matrix {
        ZERO
    }
}
impl Group for Sum {
    fn inverse(&self, a: &Matrix) -> Matrix {
        entries(|r, c| (P - a[r][c]) % P)
    }
}
impl CommutativeSemigroup for Sum {}
impl CommutativeMonoid for Sum {}
impl CommutativeGroup for Sum {}
register! {
    id: "matrix.mod7.sum",
    version: "1",
    about: "2x2 matrices modulo 7 under addition",
    model: Sum,
    theories: [CommutativeGroup],
}
