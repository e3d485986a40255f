//! Simple operads proved while the program compiles.

use crate::finite_operad::proved;
use crate::theories::Operad;
use frunk::HList;
use lawful::Sort;
use lawful::evidence::{Evidence, Proof};
use lawful::finite::law::{Associative, LeftIdentity, RightIdentity};
use lawful::finite::{ProvedTable, Table};

type Laws = HList![RightIdentity, LeftIdentity, Associative];

/// The operations `0..N` of a simple operad whose laws were proved while the program compiled.
///
/// Made by [`operad!`](crate::operad).
#[derive(Debug, Clone, Copy)]
pub struct ProvedSimple<const N: usize>(ProvedTable<N, Laws>, u8);

impl<const N: usize> ProvedSimple<N> {
    /// Proves the laws of a table.
    ///
    /// # Panics
    /// If one is false; in a `const` that is a compile error that names the operations.
    #[track_caller]
    pub const fn prove(identity: u8, table: [[u8; N]; N]) -> Self {
        let table = Table::new(table)
            .prove_associative()
            .prove_identity(identity);
        ProvedSimple(table, identity)
    }

    /// Returns the evidence: every law is proved at compile time.
    pub fn evidence(&self, id: &str) -> Evidence {
        proved(
            id,
            [Proof::CompileTime, Proof::CompileTime, Proof::CompileTime],
        )
    }
}

impl<const N: usize> Operad for ProvedSimple<N> {
    type Operation = u8;

    fn operation(&self) -> Sort<u8> {
        let all: Vec<u8> = (0..=u8::MAX).take(N).collect();
        Sort::finite(all)
    }

    fn compose(&self, a: &u8, b: &u8) -> u8 {
        self.0.get(*a, *b).unwrap_or(self.1)
    }

    fn identity(&self) -> u8 {
        self.1
    }
}
