//! Chains of operations; on several threads only with evidence.

use crate::theories::{Operad, operad};
use lawful::{Checked, Has};
use std::thread;

/// Composes a chain from the left. Needs no law.
pub fn chain<M: Operad>(model: &M, operations: &[M::Operation]) -> M::Operation {
    operations
        .iter()
        .fold(model.identity(), |whole, next| model.compose(&whole, next))
}

/// Composes a chain on several threads. Right because composition is associative and has a unit.
///
/// ```
/// use lawful::Sort;
/// use lawful_operad::theories::{Operad, operad};
/// struct Shifts;
/// impl Operad for Shifts {
///     type Operation = u8;
///     fn operation(&self) -> Sort<u8> { Sort::finite((0..16).collect::<Vec<u8>>()) }
///     fn compose(&self, a: &u8, b: &u8) -> u8 { (a + b) % 16 }
///     fn identity(&self) -> u8 { 0 }
/// }
/// let shifts = lawful::checked::<operad::Theory, _>("demo.shifts", Shifts).unwrap();
/// assert_eq!(lawful_operad::chain_parallel(&shifts, &[1; 100]), 4);
/// ```
pub fn chain_parallel<M, Laws, I, J>(
    model: &Checked<M, Laws>,
    operations: &[M::Operation],
) -> M::Operation
where
    M: Operad,
    Checked<M, Laws>: Has<operad::Associative, I> + Has<operad::LeftIdentity, J>,
{
    let threads = thread::available_parallelism().map_or(1, usize::from);
    // Below this many operations a thread costs more than it saves.
    let piece = operations.len().div_ceil(threads).max(64);
    let inner: &M = model;
    thread::scope(|scope| {
        let parts: Vec<_> = operations
            .chunks(piece)
            .map(|part| (part, scope.spawn(move || chain(inner, part))))
            .collect();
        parts
            .into_iter()
            .fold(inner.identity(), |whole, (part, thread)| {
                // A part that panicked is composed here, so that the panic is the caller's own.
                let part = thread.join().unwrap_or_else(|_| chain(inner, part));
                inner.compose(&whole, &part)
            })
    })
}
