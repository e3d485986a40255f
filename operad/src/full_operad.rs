//! Operads in full: coloured, symmetric, composed slot by slot.

use crate::Permutation;
use crate::theories::{ColoredOperad, Operad, SymmetricOperad};
use lawful::{Element, Sort};

/// Operations of many inputs, each with a colour, that compose at a slot.
///
/// This is the trait to implement. A model of it is a model of the theories
/// [`ColoredOperad`] and [`SymmetricOperad`], and every model of the simple [`Operad`] is a model of
/// it: all of its operations have one slot of one colour.
///
/// Slots are counted from 0. Operations without slots are welcome.
///
/// ```
/// use lawful::Sort;
/// use lawful_operad::{FullOperad, Permutation};
///
/// /// Sums of some inputs and a constant: only the number of slots and the constant count.
/// struct Sums;
/// impl FullOperad for Sums {
///     type Color = ();
///     type Operation = (usize, u8);
///     fn colors(&self) -> Sort<()> { Sort::finite([()]) }
///     fn operations(&self) -> Sort<(usize, u8)> { Sort::finite([(0, 1), (1, 0), (1, 2), (2, 1)]) }
///     fn output(&self, _: &(usize, u8)) {}
///     fn inputs(&self, f: &(usize, u8)) -> Vec<()> { vec![(); f.0] }
///     fn identity_of(&self, _: &()) -> (usize, u8) { (1, 0) }
///     fn compose_at(&self, f: &(usize, u8), _: usize, g: &(usize, u8)) -> (usize, u8) {
///         (f.0 + g.0 - 1, f.1.wrapping_add(g.1))
///     }
///     fn permute(&self, f: &(usize, u8), _: &Permutation) -> (usize, u8) { *f }
/// }
/// use lawful_operad::theories::symmetric_operad;
/// let evidence = lawful::evidence_of::<symmetric_operad::Theory, _>("demo.sums", Sums).unwrap();
/// assert!(evidence.is_good());
/// assert!(Sums.try_compose_at(&(1, 0), 1, &(0, 1)).is_err());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operad",
    note = "implement `FullOperad`, or `Operad` if all operations have one slot of one colour"
)]
pub trait FullOperad: Send + Sync + 'static {
    /// The colours of inputs and outputs.
    type Color: Element + PartialEq;
    /// The operations.
    type Operation: Element;

    /// Returns the colours: how they are sampled and compared.
    fn colors(&self) -> Sort<Self::Color>;

    /// Returns the operations: how they are sampled and compared.
    fn operations(&self) -> Sort<Self::Operation>;

    /// Returns the colour of the output.
    fn output(&self, f: &Self::Operation) -> Self::Color;

    /// Returns the colours of the inputs, one for each slot.
    fn inputs(&self, f: &Self::Operation) -> Vec<Self::Color>;

    /// Returns the identity of a colour.
    fn identity_of(&self, color: &Self::Color) -> Self::Operation;

    /// Puts `g` into a slot of `f`. Called only with what fits.
    fn compose_at(&self, f: &Self::Operation, slot: usize, g: &Self::Operation) -> Self::Operation;

    /// Returns `f·s`: slot `k` of the result feeds slot `s(k)` of `f`. Called only with a
    /// permutation of as many slots as `f` has.
    fn permute(&self, f: &Self::Operation, s: &Permutation) -> Self::Operation;

    /// Returns the largest number of slots of the sampled operations; 3 if nothing is said.
    fn widest(&self) -> usize {
        3
    }

    /// Puts `g` into a slot of `f`, if it fits.
    ///
    /// # Errors
    /// If `f` has no such slot, or the slot has another colour than the output of `g`.
    fn try_compose_at(
        &self,
        f: &Self::Operation,
        slot: usize,
        g: &Self::Operation,
    ) -> Result<Self::Operation, Misfit> {
        let inputs = self.inputs(f);
        let Some(wanted) = inputs.get(slot) else {
            return Err(Misfit::NoSlot {
                slot,
                slots: inputs.len(),
            });
        };
        let given = self.output(g);
        if given != *wanted {
            return Err(Misfit::Color {
                slot,
                wanted: format!("{wanted:?}"),
                given: format!("{given:?}"),
            });
        }
        Ok(self.compose_at(f, slot, g))
    }
}

/// An operation that does not fit where it was put.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// There is no such slot.
    #[error("there is no slot `{slot}`; the operation has {slots}, counted from 0")]
    NoSlot {
        /// The slot.
        slot: usize,
        /// The number of slots.
        slots: usize,
    },
    /// The slot has another colour.
    #[error("slot {slot} takes `{wanted}`, but the operation gives `{given}`")]
    Color {
        /// The slot.
        slot: usize,
        /// The colour of the slot.
        wanted: String,
        /// The colour of the output.
        given: String,
    },
}

/// The one-slot case: every simple operad is a full one.
impl<M: Operad> FullOperad for M {
    type Color = ();
    type Operation = <M as Operad>::Operation;

    fn colors(&self) -> Sort<()> {
        Sort::finite([()])
    }

    fn operations(&self) -> Sort<Self::Operation> {
        Operad::operation(self)
    }

    fn output(&self, _: &Self::Operation) {}

    fn inputs(&self, _: &Self::Operation) -> Vec<()> {
        vec![()]
    }

    fn identity_of(&self, (): &()) -> Self::Operation {
        self.identity()
    }

    fn compose_at(&self, f: &Self::Operation, _: usize, g: &Self::Operation) -> Self::Operation {
        self.compose(f, g)
    }

    fn permute(&self, f: &Self::Operation, _: &Permutation) -> Self::Operation {
        f.clone()
    }

    fn widest(&self) -> usize {
        1
    }
}

impl<M: FullOperad> ColoredOperad for M {
    type Color = <M as FullOperad>::Color;
    type Profile = Vec<<M as FullOperad>::Color>;
    type Slot = usize;
    type Operation = <M as FullOperad>::Operation;

    fn color(&self) -> Sort<<M as FullOperad>::Color> {
        self.colors()
    }

    fn profile(&self) -> Sort<Vec<<M as FullOperad>::Color>> {
        self.colors().list(self.widest())
    }

    fn slot(&self) -> Sort<usize> {
        Sort::finite((0..self.widest().clamp(1, 6)).collect::<Vec<_>>()).ordered()
    }

    fn operation(&self) -> Sort<<M as FullOperad>::Operation> {
        self.operations()
    }

    fn target(&self, f: &<M as FullOperad>::Operation) -> <M as FullOperad>::Color {
        self.output(f)
    }

    fn sources(&self, f: &<M as FullOperad>::Operation) -> Vec<<M as FullOperad>::Color> {
        self.inputs(f)
    }

    fn source_at(
        &self,
        p: &Vec<<M as FullOperad>::Color>,
        i: &usize,
    ) -> Option<<M as FullOperad>::Color> {
        p.get(*i).cloned()
    }

    fn single(&self, c: &<M as FullOperad>::Color) -> Vec<<M as FullOperad>::Color> {
        vec![c.clone()]
    }

    fn splice(
        &self,
        p: &Vec<<M as FullOperad>::Color>,
        i: &usize,
        q: &Vec<<M as FullOperad>::Color>,
    ) -> Vec<<M as FullOperad>::Color> {
        spliced(p, *i, q)
    }

    fn first(&self) -> usize {
        0
    }

    fn within(&self, i: &usize, j: &usize) -> usize {
        i + j
    }

    fn beyond(&self, k: &usize, p: &Vec<<M as FullOperad>::Color>) -> usize {
        (k + p.len()).saturating_sub(1)
    }

    fn unit(&self, c: &<M as FullOperad>::Color) -> <M as FullOperad>::Operation {
        self.identity_of(c)
    }

    fn insert(
        &self,
        f: &<M as FullOperad>::Operation,
        i: &usize,
        g: &<M as FullOperad>::Operation,
    ) -> <M as FullOperad>::Operation {
        self.compose_at(f, *i, g)
    }
}

impl<M: FullOperad> SymmetricOperad for M {
    type Permutation = Permutation;

    fn permutation(&self) -> Sort<Permutation> {
        Sort::finite(Permutation::all(self.widest().min(3)))
    }

    fn unmoved(&self, p: &Vec<<M as FullOperad>::Color>) -> Permutation {
        Permutation::identity(p.len())
    }

    fn moves(&self, s: &Permutation, p: &Vec<<M as FullOperad>::Color>) -> bool {
        s.degree() == p.len()
    }

    fn after(&self, s: &Permutation, t: &Permutation) -> Permutation {
        s.after(t)
    }

    fn image(&self, s: &Permutation, i: &usize) -> usize {
        s.image(*i).unwrap_or(usize::MAX)
    }

    fn block(&self, s: &Permutation, i: &usize, t: &Permutation) -> Permutation {
        s.block(*i, t)
    }

    fn rearrange(
        &self,
        p: &Vec<<M as FullOperad>::Color>,
        s: &Permutation,
    ) -> Vec<<M as FullOperad>::Color> {
        s.rearrange(p)
    }

    fn act(
        &self,
        f: &<M as FullOperad>::Operation,
        s: &Permutation,
    ) -> <M as FullOperad>::Operation {
        self.permute(f, s)
    }
}

/// Puts a list in the place of item `i` of another; leaves the list alone if there is no such item.
pub(crate) fn spliced<T: Clone>(outer: &[T], i: usize, inner: &[T]) -> Vec<T> {
    match (outer.get(..i), outer.get(i + 1..)) {
        (Some(before), Some(behind)) if i < outer.len() => {
            let mut all = Vec::with_capacity(outer.len() + inner.len());
            all.extend_from_slice(before);
            all.extend_from_slice(inner);
            all.extend_from_slice(behind);
            all
        }
        _ => outer.to_vec(),
    }
}
