//! Runs loops with the widest vectors of the processor.

/// Runs something, compiled once more for processors with wider vectors than all have. What it calls
/// must be inlined into it.
///
/// The results are the same, to the last bit: no two operations are melted into one.
#[inline(always)]
pub(super) fn widest<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}
