//! Light's test: associativity of a finite table, from its generators alone.
//!
//! Let `g` be *good* if `(x . g) . y = x . (g . y)` for all `x`, `y`. A product of good elements is
//! good, whether or not the operation is associative. So it is enough to compare for a set of
//! elements that generates the others: `generators * elements^2` equations instead of
//! `elements^3`.

use super::generated::Generated;
use super::{TableError, Triple};
use crate::evidence::Proof;

/// The largest number of elements that [`check`] takes.
pub const MOST_ELEMENTS: usize = 4096;

mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl Sealed for u16 {}
    impl Sealed for u32 {}
}

/// An unsigned number that can be an entry of a table: `u8`, `u16` or `u32`.
pub trait Entry: Copy + Eq + sealed::Sealed {
    /// Returns the entry as an index.
    fn index(self) -> usize;
}

impl Entry for u8 {
    fn index(self) -> usize {
        usize::from(self)
    }
}

impl Entry for u16 {
    fn index(self) -> usize {
        usize::from(self)
    }
}

impl Entry for u32 {
    fn index(self) -> usize {
        // Entries are below 4096 once the table is validated; before, saturation refuses them.
        usize::try_from(self).unwrap_or(usize::MAX)
    }
}

/// What Light's test did to prove associativity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct LightProof {
    /// The number of elements.
    pub elements: u64,
    /// The number of generators.
    pub generators: u64,
    /// The number of equations that were compared.
    pub comparisons: u64,
}

impl From<LightProof> for Proof {
    fn from(proof: LightProof) -> Proof {
        Proof::Light {
            elements: proof.elements,
            generators: proof.generators,
            comparisons: proof.comparisons,
        }
    }
}

/// Whether a table is associative, with what shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Associativity {
    /// It is.
    Proved(LightProof),
    /// It is not: the smallest triple for which it fails, comparing `a`, then `b`, then `c`.
    Refuted(Triple),
}

/// Decides whether a table is associative.
///
/// The table is row-major: entry `a * elements + b` is `a . b`. The time is about
/// `generators * elements^2` steps; [`generators`] tells beforehand how many that will be. Groups
/// need few generators, a chain needs all its elements.
///
/// ```
/// use lawful::finite::light::{check, Associativity};
/// let sum: Vec<u16> = (0..7).flat_map(|a| (0..7).map(move |b| (a + b) % 7)).collect();
/// assert!(matches!(check(7, &sum), Ok(Associativity::Proved(p)) if p.generators == 1));
/// let difference: Vec<u16> = (0..7).flat_map(|a| (0..7).map(move |b| (a + 7 - b) % 7)).collect();
/// assert!(matches!(check(7, &difference), Ok(Associativity::Refuted(t)) if (t.a, t.b, t.c) == (0, 0, 1)));
/// assert!(check(7, &[0u16]).is_err());
/// ```
///
/// # Errors
/// If `elements` is 0 or above [`MOST_ELEMENTS`], the length is not `elements * elements`, or an
/// entry is not below `elements`.
pub fn check<E: Entry>(elements: usize, table: &[E]) -> Result<Associativity, TableError> {
    let generators = generators(elements, table)?;
    for g in &generators {
        if !is_good(elements, table, *g as usize) {
            // The search for the smallest triple cannot come back empty here: a bad element is in
            // a triple. If it did, the table would be associative after all.
            if let Some(triple) = smallest_triple(elements, table) {
                return Ok(Associativity::Refuted(triple));
            }
        }
    }
    let (n, count) = (elements as u64, generators.len() as u64);
    Ok(Associativity::Proved(LightProof {
        elements: n,
        generators: count,
        comparisons: count * n * n,
    }))
}

/// Finds elements that generate all others, few if possible.
///
/// Elements that are no product of two others must be in every such set and come first. Then
/// others join, if they are not generated yet: those with many products before those with few,
/// idempotent ones last, as they generate nothing new alone. The set need not be the smallest.
///
/// # Errors
/// As [`check`].
pub fn generators<E: Entry>(elements: usize, table: &[E]) -> Result<Vec<u32>, TableError> {
    validate(elements, table)?;
    let mut is_product = vec![false; elements];
    // The row in which a product was last seen, from 1.
    let mut seen_in = vec![0; elements];
    let mut products_of = vec![0usize; elements];
    for (a, row) in table.chunks_exact(elements).enumerate() {
        for (b, entry) in row.iter().enumerate() {
            let product = entry.index();
            is_product[product] |= product != a && product != b;
            products_of[a] += usize::from(seen_in[product] != a + 1);
            seen_in[product] = a + 1;
        }
    }
    let turn = |a: usize| match (is_product[a], table[a * elements + a].index() == a) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    };
    let mut order: Vec<usize> = (0..elements).collect();
    order.sort_by_key(|a| (turn(*a), elements - products_of[*a], *a));
    let mut generated = Generated::nothing(elements, table);
    let mut chosen = Vec::new();
    for a in order {
        if generated.is_everything() {
            break;
        }
        if !generated.contains(a) {
            generated.add(a);
            chosen.push(a as u32);
        }
    }
    Ok(chosen)
}

/// Refuses what is not a table. Nothing is allocated before.
fn validate<E: Entry>(elements: usize, table: &[E]) -> Result<(), TableError> {
    if elements == 0 {
        return Err(TableError::Empty);
    }
    if elements > MOST_ELEMENTS {
        return Err(TableError::TooManyElements {
            elements,
            most: MOST_ELEMENTS,
        });
    }
    if table.len() != elements * elements {
        return Err(TableError::WrongLength {
            entries: table.len(),
            elements,
        });
    }
    match table.iter().position(|entry| entry.index() >= elements) {
        None => Ok(()),
        Some(place) => Err(TableError::EntryOutOfRange {
            row: place / elements,
            column: place % elements,
            entry: table[place].index(),
            elements,
        }),
    }
}

/// Returns row `a`: the products `a . 0`, `a . 1` and so on.
fn row<E>(elements: usize, table: &[E], a: usize) -> &[E] {
    &table[a * elements..(a + 1) * elements]
}

/// Compares `(x . g) . y` with `x . (g . y)` for all `x`, `y`.
fn is_good<E: Entry>(elements: usize, table: &[E], g: usize) -> bool {
    let from_g = row(elements, table, g);
    table.chunks_exact(elements).all(|from_x| {
        let from_xg = row(elements, table, from_x[g].index());
        let pairs = from_xg.iter().zip(from_g);
        // No early exit inside a row: without a branch the loop is several times faster.
        !pairs.fold(false, |bad, (left, gy)| bad | (*left != from_x[gy.index()]))
    })
}

/// Finds the smallest triple for which the table is not associative.
///
/// The elements `a` for which `(a . b) . c = a . (b . c)` holds for all `b`, `c` are closed under
/// the operation as well. So elements are visited in order, without those that earlier ones
/// generate, and the first failure is the smallest.
fn smallest_triple<E: Entry>(elements: usize, table: &[E]) -> Option<Triple> {
    let mut passed = Generated::nothing(elements, table);
    for a in 0..elements {
        if passed.contains(a) {
            continue;
        }
        let from_a = row(elements, table, a);
        for (b, from_b) in table.chunks_exact(elements).enumerate() {
            let from_ab = row(elements, table, from_a[b].index());
            for (c, (left, bc)) in from_ab.iter().zip(from_b).enumerate() {
                let right = from_a[bc.index()];
                if *left != right {
                    return Some(Triple {
                        a,
                        b,
                        c,
                        left: left.index(),
                        right: right.index(),
                    });
                }
            }
        }
        passed.add(a);
    }
    None
}
