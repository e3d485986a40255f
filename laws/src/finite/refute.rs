//! Search for elements that break a law of a table, usable in a `const` and at run time.

use super::associativity::smallest_triple;
use super::{ProvedTable, Refutation};

impl<const N: usize, L> ProvedTable<N, L> {
    /// Finds the smallest triple for which the operation is not associative.
    ///
    /// ```
    /// use lawful::finite::Table;
    /// assert!(Table::new([[0, 1], [1, 0]]).refute_associative().is_none());
    /// let table = Table::new([[0, 0], [1, 0]]);
    /// let why = table.refute_associative().map(|r| r.to_string());
    /// assert_eq!(why.as_deref(), Some("not associative: (1 . 0) . 1 = 0 but 1 . (0 . 1) = 1"));
    /// ```
    pub const fn refute_associative(&self) -> Option<Refutation> {
        match smallest_triple(self.entries()) {
            Some(triple) => Some(Refutation::NotAssociative(triple)),
            None => None,
        }
    }

    /// Finds the smallest pair for which the operation is not commutative.
    pub const fn refute_commutative(&self) -> Option<Refutation> {
        let table = self.entries();
        let mut a = 0;
        while a < N {
            let mut b = a + 1;
            while b < N {
                if table[a][b] != table[b][a] {
                    return Some(Refutation::NotCommutative {
                        a,
                        b,
                        left: table[a][b] as usize,
                        right: table[b][a] as usize,
                    });
                }
                b += 1;
            }
            a += 1;
        }
        None
    }

    /// Finds the smallest element that is not its own square.
    pub const fn refute_idempotent(&self) -> Option<Refutation> {
        let table = self.entries();
        let mut a = 0;
        while a < N {
            let square = table[a][a] as usize;
            if square != a {
                return Some(Refutation::NotIdempotent { a, square });
            }
            a += 1;
        }
        None
    }

    /// Finds the smallest element that `identity . a` changes.
    pub const fn refute_left_identity(&self, identity: u8) -> Option<Refutation> {
        let identity = identity as usize;
        if identity >= N {
            return Some(not_an_element::<N>(identity));
        }
        let mut a = 0;
        while a < N {
            let value = self.entries()[identity][a] as usize;
            if value != a {
                return Some(Refutation::NotLeftIdentity { identity, a, value });
            }
            a += 1;
        }
        None
    }

    /// Finds the smallest element that `a . identity` changes.
    pub const fn refute_right_identity(&self, identity: u8) -> Option<Refutation> {
        let identity = identity as usize;
        if identity >= N {
            return Some(not_an_element::<N>(identity));
        }
        let mut a = 0;
        while a < N {
            let value = self.entries()[a][identity] as usize;
            if value != a {
                return Some(Refutation::NotRightIdentity { identity, a, value });
            }
            a += 1;
        }
        None
    }

    /// Finds the smallest element whose listed inverse is not a left inverse.
    ///
    /// The identity is the one that was proved; without one, that is the refutation.
    pub const fn refute_left_inverse(&self, inverses: &[u8; N]) -> Option<Refutation> {
        let Some(identity) = self.identity() else {
            return Some(Refutation::NoIdentity);
        };
        let identity = identity as usize;
        let mut a = 0;
        while a < N {
            let inverse = inverses[a] as usize;
            if inverse >= N {
                return Some(not_an_element::<N>(inverse));
            }
            let value = self.entries()[inverse][a] as usize;
            if value != identity {
                return Some(Refutation::NotLeftInverse {
                    a,
                    inverse,
                    value,
                    identity,
                });
            }
            a += 1;
        }
        None
    }

    /// Finds the smallest element whose listed inverse is not a right inverse.
    ///
    /// The identity is the one that was proved; without one, that is the refutation.
    pub const fn refute_right_inverse(&self, inverses: &[u8; N]) -> Option<Refutation> {
        let Some(identity) = self.identity() else {
            return Some(Refutation::NoIdentity);
        };
        let identity = identity as usize;
        let mut a = 0;
        while a < N {
            let inverse = inverses[a] as usize;
            if inverse >= N {
                return Some(not_an_element::<N>(inverse));
            }
            let value = self.entries()[a][inverse] as usize;
            if value != identity {
                return Some(Refutation::NotRightInverse {
                    a,
                    inverse,
                    value,
                    identity,
                });
            }
            a += 1;
        }
        None
    }
}

const fn not_an_element<const N: usize>(number: usize) -> Refutation {
    Refutation::NotAnElement {
        number,
        elements: N,
    }
}
