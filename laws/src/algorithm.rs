//! Algorithms that are right only if a law holds, and so ask for it.

use crate::checked::{Checked, Has};
use crate::theories::{Monoid, band, commutative_semigroup, semigroup};
use std::thread;

/// Folds from the left, beginning with the first item; nothing gives the neutral element. Needs no
/// law.
pub fn fold<M: Monoid>(model: &M, items: &[M::Elem]) -> M::Elem {
    reduce(model, items).unwrap_or_else(|| model.empty())
}

fn reduce<M: Monoid>(model: &M, items: &[M::Elem]) -> Option<M::Elem> {
    let (first, rest) = items.split_first()?;
    Some(
        rest.iter()
            .fold(first.clone(), |sum, item| model.combine(&sum, item)),
    )
}

/// Folds on several threads. Right because the operation is associative.
///
/// ```
/// use lawful::prelude::*;
/// # struct Concat;
/// # impl Carrier for Concat {
/// #     type Elem = String;
/// #     fn elem(&self) -> Sort<String> { Sort::any() }
/// # }
/// # impl Semigroup for Concat { fn combine(&self, a: &String, b: &String) -> String { format!("{a}{b}") } }
/// # impl Monoid for Concat { fn empty(&self) -> String { String::new() } }
/// let concat = lawful::checked::<monoid::Theory, _>("demo.concat", Concat).unwrap();
/// let words: Vec<String> = (0..100).map(|n| n.to_string()).collect();
/// assert_eq!(lawful::fold_parallel(&concat, &words), words.concat());
/// ```
///
/// Without the evidence it does not compile:
///
/// ```compile_fail
/// use lawful::prelude::*;
/// # struct Concat;
/// # impl Carrier for Concat {
/// #     type Elem = String;
/// #     fn elem(&self) -> Sort<String> { Sort::any() }
/// # }
/// # impl Semigroup for Concat { fn combine(&self, a: &String, b: &String) -> String { format!("{a}{b}") } }
/// # impl Monoid for Concat { fn empty(&self) -> String { String::new() } }
/// let words = vec![String::from("a")];
/// lawful::fold_parallel(&Concat, &words);
/// ```
pub fn fold_parallel<M, Laws, I>(model: &Checked<M, Laws>, items: &[M::Elem]) -> M::Elem
where
    M: Monoid,
    Checked<M, Laws>: Has<semigroup::Associative, I>,
{
    let threads = thread::available_parallelism().map_or(1, usize::from);
    // Below this many items a thread costs more than it saves.
    let piece = items.len().div_ceil(threads).max(32);
    let inner: &M = model;
    thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(piece)
            .map(|chunk| (chunk, scope.spawn(move || reduce(inner, chunk))))
            .collect();
        // The neutral element stands for nothing only: no law of identity is asked for.
        let sums = parts.into_iter().filter_map(|(chunk, part)| {
            // A part that panicked is folded here, so that the panic is the caller's own.
            part.join().unwrap_or_else(|_| reduce(inner, chunk))
        });
        sums.reduce(|sum, part| inner.combine(&sum, &part))
            .unwrap_or_else(|| inner.empty())
    })
}

/// Folds items that arrive in any order. Right because the operation is associative and commutative.
///
/// ```
/// use lawful::prelude::*;
/// # struct Max;
/// # impl Carrier for Max {
/// #     type Elem = u8;
/// #     fn elem(&self) -> Sort<u8> { Sort::any() }
/// # }
/// # impl Semigroup for Max { fn combine(&self, a: &u8, b: &u8) -> u8 { *a.max(b) } }
/// # impl Monoid for Max { fn empty(&self) -> u8 { 0 } }
/// # impl CommutativeSemigroup for Max {}
/// # impl Band for Max {}
/// # impl Semilattice for Max {}
/// # impl CommutativeMonoid for Max {}
/// # impl BoundedSemilattice for Max {}
/// let max = lawful::checked::<bounded_semilattice::Theory, _>("demo.max", Max).unwrap();
/// assert_eq!(lawful::merge_unordered(&max, [3, 9, 4]), 9);
/// assert_eq!(lawful::merge_redelivered(&max, [9, 3, 9, 9]), 9);
/// ```
pub fn merge_unordered<M, Laws, I, J>(
    model: &Checked<M, Laws>,
    items: impl IntoIterator<Item = M::Elem>,
) -> M::Elem
where
    M: Monoid,
    Checked<M, Laws>: Has<semigroup::Associative, I> + Has<commutative_semigroup::Commutative, J>,
{
    in_turn::<M>(model, items)
}

/// Folds items that arrive in any order and any number of times. Right because the operation is
/// associative, commutative and idempotent.
pub fn merge_redelivered<M, Laws, I, J, K>(
    model: &Checked<M, Laws>,
    items: impl IntoIterator<Item = M::Elem>,
) -> M::Elem
where
    M: Monoid,
    Checked<M, Laws>: Has<semigroup::Associative, I>
        + Has<commutative_semigroup::Commutative, J>
        + Has<band::Idempotent, K>,
{
    merge_unordered(model, items)
}

/// Combines owned items in turn; the neutral element stands for nothing only.
fn in_turn<M: Monoid>(model: &M, items: impl IntoIterator<Item = M::Elem>) -> M::Elem {
    items
        .into_iter()
        .reduce(|sum, item| model.combine(&sum, &item))
        .unwrap_or_else(|| model.empty())
}
