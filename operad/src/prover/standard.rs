//! Problems with which every prover is tried: one that follows, one that is false, one that is true
//! and does not follow.

use super::Problem;
use lawful::model::{self, Model};
use lawful::theories::*;
use lawful::{Element, Sort};
use std::sync::Arc;

#[derive(Debug, Clone)]
struct Subsets;

impl Carrier for Subsets {
    type Elem = u8;
    fn elem(&self) -> Sort<u8> {
        Sort::finite((0..8).collect::<Vec<u8>>()).stored()
    }
}
impl Semigroup<Join> for Subsets {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        a | b
    }
}
impl Semigroup<Meet> for Subsets {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        a & b
    }
}
impl CommutativeSemigroup<Join> for Subsets {}
impl CommutativeSemigroup<Meet> for Subsets {}
impl Band<Join> for Subsets {}
impl Band<Meet> for Subsets {}
impl Semilattice<Join> for Subsets {}
impl Semilattice<Meet> for Subsets {}
impl Lattice for Subsets {}

#[derive(Debug, Clone)]
struct Difference;

impl Carrier for Difference {
    type Elem = i64;
    fn elem(&self) -> Sort<i64> {
        Sort::any()
    }
}
impl Semigroup for Difference {
    fn combine(&self, a: &i64, b: &i64) -> i64 {
        a.wrapping_sub(*b)
    }
}

fn problems<T, M>(id: &str, of: M, laws: &[&str]) -> Vec<Problem>
where
    T: model::ModeledBy<M>,
    M: Element,
{
    let Ok(model): Result<Model, _> = model::of::<T, M>(id, "1", of) else {
        return Vec::new();
    };
    let model = Arc::new(model);
    let problem = |law: &&str| Problem::new(Arc::clone(&model), law).ok();
    laws.iter().filter_map(problem).collect()
}

/// Returns problems to try a prover with: a law that follows from others, one that is true and does
/// not follow, and one that is false.
pub fn standard_problems() -> Vec<Problem> {
    let subsets = &[
        "band[join].idempotent",
        "band[meet].idempotent",
        "semigroup[join].associative",
    ];
    let mut all = problems::<lattice::Theory, _>("prover.subsets", Subsets, subsets);
    let difference = &["semigroup.associative"];
    all.extend(problems::<semigroup::Theory, _>(
        "prover.difference",
        Difference,
        difference,
    ));
    all
}
