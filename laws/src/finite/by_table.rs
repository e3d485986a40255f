//! Models that are proved by the compiler.

use super::ProvedTable;
use crate::checked::Checked;
use crate::evidence::{Claim, Coverage, Evidence, LawEvidence, Proof, Shard, Tally};
use crate::sort::Sort;
use crate::theories::{Carrier, Semigroup};
use crate::theory::{Law, LawDef};
use frunk::hlist::{HCons, HNil};
use std::marker::PhantomData;
use std::sync::Arc;

/// A structure that is given by a table in a `const`, so that its proofs are done while the program
/// compiles.
pub trait Cayley<const N: usize>: Send + Sync + 'static {
    /// The laws that are proved of the table.
    type Laws: LawList;

    /// The table.
    const TABLE: ProvedTable<N, Self::Laws>;
}

/// A type-level list of laws.
pub trait LawList: 'static {
    /// Returns the laws as data.
    fn define() -> Vec<LawDef>;
}

impl LawList for HNil {
    fn define() -> Vec<LawDef> {
        Vec::new()
    }
}

impl<L: Law, T: LawList> LawList for HCons<L, T> {
    fn define() -> Vec<LawDef> {
        let mut laws = T::define();
        laws.push(L::define());
        laws
    }
}

/// The model of a table: the elements are `0..N`.
#[derive(Debug, Clone, Copy)]
pub struct ByTable<C, const N: usize>(PhantomData<fn() -> C>);

impl<C: Cayley<N>, const N: usize> Carrier for ByTable<C, N> {
    type Elem = u8;

    fn elem(&self) -> Sort<u8> {
        // A table has at most 256 elements.
        Sort::finite((0..=u8::MAX).take(N).collect::<Vec<u8>>())
    }
}

impl<C: Cayley<N>, const N: usize> Semigroup for ByTable<C, N> {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        // Elements beyond the table are taken as the first one.
        C::TABLE.get(*a, *b).unwrap_or(0)
    }
}

/// Returns the model of a table with the laws that the compiler proved of it. Nothing runs.
///
/// ```
/// use frunk::HList;
/// use lawful::finite::law::{Associative, Commutative};
/// use lawful::finite::{Cayley, ProvedTable, Table, proved};
///
/// /// The larger of three grades.
/// struct Grades;
/// impl Cayley<3> for Grades {
///     type Laws = HList![Commutative, Associative];
///     const TABLE: ProvedTable<3, Self::Laws> =
///         Table::new([[0, 1, 2], [1, 1, 2], [2, 2, 2]]).prove_associative().prove_commutative();
/// }
/// let grades = proved::<Grades, 3>();
/// assert_eq!(grades.evidence().laws[1].verdict().name(), "proved");
/// ```
///
/// A table that breaks its law does not compile:
///
/// ```compile_fail
/// use frunk::HList;
/// use lawful::finite::law::Associative;
/// use lawful::finite::{Cayley, ProvedTable, Table, proved};
/// struct Implication;
/// impl Cayley<2> for Implication {
///     type Laws = HList![Associative];
///     const TABLE: ProvedTable<2, Self::Laws> = Table::new([[1, 1], [0, 1]]).prove_associative();
/// }
/// fn main() { proved::<Implication, 2>(); }
/// ```
pub fn proved<C: Cayley<N>, const N: usize>() -> Checked<ByTable<C, N>, C::Laws> {
    // Naming the constant is what makes the compiler do the proofs.
    let _ = C::TABLE;
    let model = ByTable(PhantomData);
    let mut laws: Vec<LawEvidence> = C::Laws::define().into_iter().map(by_compiler).collect();
    laws.sort_by(|a, b| a.law.cmp(&b.law));
    let evidence = Evidence {
        model: std::any::type_name::<C>().to_owned(),
        version: "0".to_owned(),
        language: "rust".to_owned(),
        theories: Vec::new(),
        about: "given by a table, proved by the compiler".to_owned(),
        laws,
    };
    Checked::proved(Arc::new(model), evidence)
}

fn by_compiler(def: LawDef) -> LawEvidence {
    let tally = Tally {
        proof: Some(Proof::CompileTime),
        ..Tally::default()
    };
    let home = crate::theory::find_theory(&def.id.theory);
    let signature = home.map(|t| t.signature.clone()).unwrap_or_default();
    LawEvidence {
        law: def.id.to_string(),
        law_set: def.law_set,
        statement: def.statement(&signature),
        claim: Claim::Holds,
        floor: 0,
        coverage: Coverage::of_shard(Shard::WHOLE, tally),
    }
}
