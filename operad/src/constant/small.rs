//! Symmetric operads of few operations, given by tables and proved while the program compiles.

use super::OperadRefutation;

/// The entry of a table where there is no composite.
pub const NONE: u8 = u8::MAX;

/// The tables of an operad with `N` operations of at most `A` slots.
///
/// The operad may be cut off: composites with more than `A` slots are left out, and a law is
/// checked wherever both sides are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmallOperad<const N: usize, const A: usize> {
    /// The number of slots of each operation.
    pub slots: [u8; N],
    /// The identity.
    pub identity: u8,
    /// `compose[f][i][g]` is `f` with `g` in slot `i`, or [`NONE`].
    pub compose: [[[u8; N]; A]; N],
    /// `exchange[f][k]` is `f` with its inputs `k` and `k + 1` exchanged, or [`NONE`].
    pub exchange: [[u8; A]; N],
}

/// An operad whose laws are proved: unit, associativity, action, equivariance.
///
/// There is no other way to make one than a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProvedOperad<const N: usize, const A: usize>(SmallOperad<N, A>);

impl<const N: usize, const A: usize> ProvedOperad<N, A> {
    /// Returns the tables.
    pub const fn tables(&self) -> &SmallOperad<N, A> {
        &self.0
    }
}

impl<const N: usize, const A: usize> SmallOperad<N, A> {
    /// Proves the laws.
    ///
    /// # Panics
    /// If one is false; in a `const` that is a compile error that names the operations.
    #[track_caller]
    pub const fn prove(self) -> ProvedOperad<N, A> {
        if let Some(refutation) = self.refute() {
            refutation.text().refuse();
        }
        ProvedOperad(self)
    }

    /// Finds operations that break a law.
    pub const fn refute(&self) -> Option<OperadRefutation> {
        if let Some(refutation) = self.refute_shape() {
            return Some(refutation);
        }
        if let Some(refutation) = self.refute_unit() {
            return Some(refutation);
        }
        if let Some(refutation) = self.refute_associative() {
            return Some(refutation);
        }
        if let Some(refutation) = self.refute_action() {
            return Some(refutation);
        }
        self.refute_equivariant()
    }

    const fn width(&self, f: usize) -> usize {
        self.slots[f] as usize
    }

    /// Returns the composite, if both operations and the composite are there.
    const fn put(&self, f: usize, i: usize, g: usize) -> Option<usize> {
        match self.compose[f][i][g] {
            NONE => None,
            h => Some(h as usize),
        }
    }

    const fn refute_shape(&self) -> Option<OperadRefutation> {
        let mut f = 0;
        while f < N {
            if self.width(f) > A {
                return shape(
                    "an operation has more slots than the tables",
                    f,
                    self.width(f),
                    f,
                );
            }
            let mut i = 0;
            while i < A {
                let mut g = 0;
                while g < N {
                    let h = self.compose[f][i][g];
                    let there = i < self.width(f) && self.width(f) + self.width(g) <= A + 1;
                    if !there && h != NONE {
                        return shape("there can be no such composite", f, i, g);
                    }
                    if there && (h as usize >= N) {
                        return shape("a composite is no operation", f, i, g);
                    }
                    if there && self.width(h as usize) + 1 != self.width(f) + self.width(g) {
                        return shape("a composite has the wrong number of slots", f, i, g);
                    }
                    g += 1;
                }
                let moved = self.exchange[f][i];
                let there = i + 1 < self.width(f);
                if there && (moved as usize >= N || self.width(moved as usize) != self.width(f)) {
                    return shape(
                        "exchanging inputs gives no operation of as many slots",
                        f,
                        i,
                        f,
                    );
                }
                if !there && moved != NONE {
                    return shape("there are no such inputs to exchange", f, i, f);
                }
                i += 1;
            }
            f += 1;
        }
        let unit = self.identity as usize;
        if unit >= N || self.width(unit) != 1 {
            return shape("the identity is no operation of one slot", unit, 0, unit);
        }
        None
    }

    const fn refute_unit(&self) -> Option<OperadRefutation> {
        let unit = self.identity as usize;
        let mut f = 0;
        while f < N {
            if let Some(value) = self.put(unit, 0, f)
                && value != f
            {
                let slot = None;
                return Some(OperadRefutation::Unit { f, slot, value });
            }
            let mut i = 0;
            while i < self.width(f) {
                if let Some(value) = self.put(f, i, unit)
                    && value != f
                {
                    let slot = Some(i);
                    return Some(OperadRefutation::Unit { f, slot, value });
                }
                i += 1;
            }
            f += 1;
        }
        None
    }

    const fn refute_associative(&self) -> Option<OperadRefutation> {
        let mut f = 0;
        while f < N {
            let mut g = 0;
            while g < N {
                let mut h = 0;
                while h < N {
                    let mut i = 0;
                    while i < self.width(f) {
                        let found = self.refute_triple(f, g, h, i);
                        if found.is_some() {
                            return found;
                        }
                        i += 1;
                    }
                    h += 1;
                }
                g += 1;
            }
            f += 1;
        }
        None
    }

    const fn refute_triple(
        &self,
        f: usize,
        g: usize,
        h: usize,
        i: usize,
    ) -> Option<OperadRefutation> {
        let Some(fg) = self.put(f, i, g) else {
            return None;
        };
        let mut j = 0;
        while j < self.width(g) {
            if let Some(gh) = self.put(g, j, h)
                && let Some(left) = self.put(fg, i + j, h)
                && let Some(right) = self.put(f, i, gh)
                && left != right
            {
                return Some(OperadRefutation::Associative {
                    law: "sequential",
                    parts: [f, g, h],
                    slots: [i, j],
                    sides: [left, right],
                });
            }
            j += 1;
        }
        let mut k = i + 1;
        while k < self.width(f) {
            if let Some(fh) = self.put(f, k, h)
                && let Some(left) = self.put(fg, k + self.width(g) - 1, h)
                && let Some(right) = self.put(fh, i, g)
                && left != right
            {
                return Some(OperadRefutation::Associative {
                    law: "parallel",
                    parts: [f, g, h],
                    slots: [i, k],
                    sides: [left, right],
                });
            }
            k += 1;
        }
        None
    }

    const fn exchanged(&self, f: usize, k: usize) -> usize {
        self.exchange[f][k] as usize
    }

    /// The relations of the symmetric group in adjacent exchanges.
    const fn refute_action(&self) -> Option<OperadRefutation> {
        let mut f = 0;
        while f < N {
            let mut k = 0;
            while k + 1 < self.width(f) {
                let once = self.exchanged(f, k);
                if self.exchanged(once, k) != f {
                    return Some(OperadRefutation::Action { f, slot: k });
                }
                let mut j = k + 1;
                while j + 1 < self.width(f) {
                    let other = self.exchanged(f, j);
                    let same = if j == k + 1 {
                        // The braid relation.
                        self.exchanged(self.exchanged(once, j), k)
                            == self.exchanged(self.exchanged(other, k), j)
                    } else {
                        self.exchanged(once, j) == self.exchanged(other, k)
                    };
                    if !same {
                        return Some(OperadRefutation::Action { f, slot: k });
                    }
                    j += 1;
                }
                k += 1;
            }
            f += 1;
        }
        None
    }

    /// Returns `f·s`, by exchanges of neighbours.
    const fn act(&self, f: usize, mut s: [usize; A]) -> usize {
        // Sorting `s` by exchanges of places j, j + 1 writes it as a product of exchanges, the
        // last one first.
        let mut exchanges = [0; 64];
        let mut count = 0;
        let mut sorted = false;
        while !sorted {
            sorted = true;
            let mut j = 0;
            while j + 1 < self.width(f) {
                if s[j] > s[j + 1] && count < 64 {
                    (s[j], s[j + 1]) = (s[j + 1], s[j]);
                    exchanges[count] = j;
                    count += 1;
                    sorted = false;
                }
                j += 1;
            }
        }
        let mut moved = f;
        while count > 0 {
            count -= 1;
            moved = self.exchanged(moved, exchanges[count]);
        }
        moved
    }

    /// Exchanges generate all permutations, so exchanges of one part suffice.
    const fn refute_equivariant(&self) -> Option<OperadRefutation> {
        let mut f = 0;
        while f < N {
            let mut g = 0;
            while g < N {
                let mut i = 0;
                while i < self.width(f) {
                    let found = self.refute_exchange(f, i, g);
                    if found.is_some() {
                        return found;
                    }
                    i += 1;
                }
                g += 1;
            }
            f += 1;
        }
        None
    }

    const fn refute_exchange(&self, f: usize, i: usize, g: usize) -> Option<OperadRefutation> {
        let m = self.width(g);
        let mut j = 0;
        while j + 1 < m {
            if let Some(left) = self.put(f, i, self.exchanged(g, j))
                && let Some(fg) = self.put(f, i, g)
                && left != self.exchanged(fg, i + j)
            {
                let sides = [left, self.exchanged(fg, i + j)];
                return Some(OperadRefutation::Equivariant {
                    f,
                    slot: i,
                    g,
                    sides,
                });
            }
            j += 1;
        }
        let mut k = 0;
        while k + 1 < self.width(f) {
            let image = if i == k {
                k + 1
            } else if i == k + 1 {
                k
            } else {
                i
            };
            if let Some(left) = self.put(self.exchanged(f, k), i, g)
                && let Some(fg) = self.put(f, image, g)
            {
                let right = self.act(fg, self.block(self.width(f), k, i, image, m));
                if left != right {
                    let sides = [left, right];
                    return Some(OperadRefutation::Equivariant {
                        f,
                        slot: i,
                        g,
                        sides,
                    });
                }
            }
            k += 1;
        }
        None
    }

    /// The block permutation: the exchange of `k` and `k + 1` among `slots` slots, with the
    /// identity of `m` slots in the place of slot `i`.
    const fn block(&self, slots: usize, k: usize, i: usize, image: usize, m: usize) -> [usize; A] {
        let mut block = [0; A];
        let mut place = 0;
        let mut p = 0;
        while p < slots {
            if p == i {
                let mut b = 0;
                while b < m {
                    block[place] = image + b;
                    place += 1;
                    b += 1;
                }
            } else {
                let to = if p == k {
                    k + 1
                } else if p == k + 1 {
                    k
                } else {
                    p
                };
                block[place] = if to < image { to } else { to + m - 1 };
                place += 1;
            }
            p += 1;
        }
        block
    }
}

const fn shape(what: &'static str, f: usize, slot: usize, g: usize) -> Option<OperadRefutation> {
    Some(OperadRefutation::Shape { what, f, slot, g })
}
