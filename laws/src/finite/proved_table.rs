//! A table that carries its proved laws in its type.

use super::law::{
    Associative, Commutative, Idempotent, LeftIdentity, LeftInverse, RightIdentity, RightInverse,
};
use super::{Refutation, TableError};
use frunk::hlist::{HCons, HNil, Sculptor, Selector};
use std::marker::PhantomData;

/// A table of which nothing is proved yet.
pub type Table<const N: usize> = ProvedTable<N, HNil>;

/// The table of an operation on the elements `0..N`, with the list of laws that are proved of it.
///
/// `N` is from 1 to 256. Row `a`, column `b` holds `a . b`. The laws are an HList of the markers in
/// [`law`](super::law), the last proof first. The fields are private: the only way to a law in the
/// list is its proof. Name a table in a `const` to have the proof done while the program compiles.
///
/// ```
/// use frunk::HList;
/// use lawful::finite::law::{Associative, LeftIdentity, RightIdentity};
/// use lawful::finite::{ProvedTable, Table};
///
/// const XOR: ProvedTable<2, HList![RightIdentity, LeftIdentity, Associative]> =
///     Table::new([[0, 1], [1, 0]]).prove_associative().prove_identity(0);
/// assert_eq!(XOR.get(1, 1), Some(0));
/// ```
///
/// A table that breaks a law does not compile:
///
/// ```compile_fail,E0080
/// use lawful::finite::Table;
/// const _: () = { Table::new([[0, 0], [1, 0]]).prove_associative(); };
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[must_use]
pub struct ProvedTable<const N: usize, L> {
    entries: [[u8; N]; N],
    identity: Option<u8>,
    inverses: Option<[u8; N]>,
    laws: PhantomData<fn() -> L>,
}

impl<const N: usize> ProvedTable<N, HNil> {
    /// Makes a table of which nothing is proved.
    ///
    /// # Panics
    /// If the array is not a table, see [`Table::try_new`]. In a `const` this is a compile error
    /// that names the entry. Use [`Table::try_new`] for data.
    #[track_caller]
    pub const fn new(entries: [[u8; N]; N]) -> Self {
        match Self::try_new(entries) {
            Ok(table) => table,
            Err(error) => error.message().refuse(),
        }
    }

    /// Makes a table of which nothing is proved.
    ///
    /// ```
    /// use lawful::finite::Table;
    /// assert!(Table::try_new([[0, 1], [1, 0]]).is_ok());
    /// assert!(Table::try_new([[0, 1], [1, 2]]).is_err());
    /// ```
    ///
    /// # Errors
    /// If `N` is 0 or above 256, or an entry is not below `N`.
    pub const fn try_new(entries: [[u8; N]; N]) -> Result<Self, TableError> {
        if N == 0 {
            return Err(TableError::Empty);
        }
        if N > 256 {
            return Err(TableError::TooManyElements {
                elements: N,
                most: 256,
            });
        }
        let mut row = 0;
        while row < N {
            let mut column = 0;
            while column < N {
                let entry = entries[row][column] as usize;
                if entry >= N {
                    return Err(TableError::EntryOutOfRange {
                        row,
                        column,
                        entry,
                        elements: N,
                    });
                }
                column += 1;
            }
            row += 1;
        }
        Ok(ProvedTable {
            entries,
            identity: None,
            inverses: None,
            laws: PhantomData,
        })
    }
}

impl<const N: usize, L> ProvedTable<N, L> {
    /// Returns `a . b`, or nothing if `a` or `b` is not an element.
    pub fn get(&self, a: u8, b: u8) -> Option<u8> {
        self.entries
            .get(usize::from(a))?
            .get(usize::from(b))
            .copied()
    }

    /// Returns all entries, row by row.
    pub const fn entries(&self) -> &[[u8; N]; N] {
        &self.entries
    }

    /// Returns the identity, if one was proved, on either side.
    pub const fn identity(&self) -> Option<u8> {
        self.identity
    }

    /// Returns the inverses of all elements, if they were proved, on either side.
    pub const fn inverses(&self) -> Option<&[u8; N]> {
        self.inverses.as_ref()
    }

    /// Proves `(a . b) . c = a . (b . c)`.
    ///
    /// # Panics
    /// If it is false; in a `const` that is a compile error. So are all panics of proofs.
    #[track_caller]
    pub const fn prove_associative(self) -> ProvedTable<N, HCons<Associative, L>> {
        demand(self.refute_associative());
        self.with_law()
    }

    /// Proves `a . b = b . a`.
    ///
    /// # Panics
    /// If it is false.
    #[track_caller]
    pub const fn prove_commutative(self) -> ProvedTable<N, HCons<Commutative, L>> {
        demand(self.refute_commutative());
        self.with_law()
    }

    /// Proves `a . a = a`.
    ///
    /// # Panics
    /// If it is false.
    #[track_caller]
    pub const fn prove_idempotent(self) -> ProvedTable<N, HCons<Idempotent, L>> {
        demand(self.refute_idempotent());
        self.with_law()
    }

    /// Proves `identity . a = a`.
    ///
    /// # Panics
    /// If it is false, or another identity was proved before.
    #[track_caller]
    pub const fn prove_left_identity(
        mut self,
        identity: u8,
    ) -> ProvedTable<N, HCons<LeftIdentity, L>> {
        demand(self.refute_left_identity(identity));
        demand(self.other_identity(identity));
        self.identity = Some(identity);
        self.with_law()
    }

    /// Proves `a . identity = a`.
    ///
    /// # Panics
    /// If it is false, or another identity was proved before.
    #[track_caller]
    pub const fn prove_right_identity(
        mut self,
        identity: u8,
    ) -> ProvedTable<N, HCons<RightIdentity, L>> {
        demand(self.refute_right_identity(identity));
        demand(self.other_identity(identity));
        self.identity = Some(identity);
        self.with_law()
    }

    /// Proves `identity . a = a` and `a . identity = a`.
    ///
    /// # Panics
    /// If one of them is false, or another identity was proved before.
    #[track_caller]
    pub const fn prove_identity(
        self,
        identity: u8,
    ) -> ProvedTable<N, HCons<RightIdentity, HCons<LeftIdentity, L>>> {
        self.prove_left_identity(identity)
            .prove_right_identity(identity)
    }

    /// Proves `inverses[a] . a = e`, where `e` is the left identity, which must be proved before.
    ///
    /// # Panics
    /// If it is false, or other inverses were proved before.
    #[track_caller]
    pub const fn prove_left_inverse<I>(
        mut self,
        inverses: [u8; N],
    ) -> ProvedTable<N, HCons<LeftInverse, L>>
    where
        L: Selector<LeftIdentity, I>,
    {
        demand(self.refute_left_inverse(&inverses));
        demand(self.other_inverses(&inverses));
        self.inverses = Some(inverses);
        self.with_law()
    }

    /// Proves `a . inverses[a] = e`, where `e` is the right identity, which must be proved before.
    ///
    /// # Panics
    /// If it is false, or other inverses were proved before.
    #[track_caller]
    pub const fn prove_right_inverse<I>(
        mut self,
        inverses: [u8; N],
    ) -> ProvedTable<N, HCons<RightInverse, L>>
    where
        L: Selector<RightIdentity, I>,
    {
        demand(self.refute_right_inverse(&inverses));
        demand(self.other_inverses(&inverses));
        self.inverses = Some(inverses);
        self.with_law()
    }

    /// Keeps the laws `Wanted`, in that order, and forgets the others.
    ///
    /// ```
    /// use frunk::HList;
    /// use lawful::finite::law::{Associative, LeftIdentity};
    /// use lawful::finite::{ProvedTable, Table};
    ///
    /// const AND: ProvedTable<2, HList![Associative, LeftIdentity]> =
    ///     Table::new([[0, 0], [0, 1]]).prove_associative().prove_identity(1).select();
    /// assert_eq!(AND.identity(), Some(1));
    /// ```
    pub const fn select<Wanted, I>(self) -> ProvedTable<N, Wanted>
    where
        L: Sculptor<Wanted, I>,
    {
        self.with_laws()
    }

    const fn other_identity(&self, named: u8) -> Option<Refutation> {
        match self.identity {
            Some(proved) if proved != named => Some(Refutation::OtherIdentity {
                proved: proved as usize,
                named: named as usize,
            }),
            _ => None,
        }
    }

    const fn other_inverses(&self, named: &[u8; N]) -> Option<Refutation> {
        let Some(proved) = &self.inverses else {
            return None;
        };
        let mut a = 0;
        while a < N {
            if proved[a] != named[a] {
                return Some(Refutation::OtherInverse {
                    a,
                    proved: proved[a] as usize,
                    named: named[a] as usize,
                });
            }
            a += 1;
        }
        None
    }

    /// Adds a law to the list. Private: callers have proved it.
    const fn with_law<M>(self) -> ProvedTable<N, HCons<M, L>> {
        self.with_laws()
    }

    /// Replaces the list of laws. Private: callers have proved them.
    const fn with_laws<M>(self) -> ProvedTable<N, M> {
        ProvedTable {
            entries: self.entries,
            identity: self.identity,
            inverses: self.inverses,
            laws: PhantomData,
        }
    }
}

/// Refuses to compile if there is a refutation.
#[track_caller]
const fn demand(refutation: Option<Refutation>) {
    if let Some(refutation) = refutation {
        refutation.message().refuse();
    }
}
