//! Operations with typed inputs.

use super::call::Closure;
use super::{Append, Call, Feeds, Fits, Joined, Rearranged, Slot, Splice, Supplies};
use frunk::{HCons, HNil};
use std::marker::PhantomData;

/// An operation: a list of input types, an output type, and how it is run.
///
/// `Run` is made by the compiler and never written down; calls are resolved statically, and a
/// composite costs what the hand-written call costs.
pub struct Op<Inputs, Output, Run> {
    run: Run,
    types: PhantomData<fn(Inputs) -> Output>,
}

impl<I, O, R: Clone> Clone for Op<I, O, R> {
    fn clone(&self) -> Self {
        Op::made(self.run.clone())
    }
}

impl<I, O, R: Copy> Copy for Op<I, O, R> {}

/// Runs a closure.
#[derive(Debug, Clone, Copy)]
pub struct Plain<Run>(pub(super) Run);

/// Returns its input.
#[derive(Debug, Clone, Copy)]
pub struct Identity;

/// Runs an operation with another in a slot.
pub struct At<Outer, Inner, S, Inputs, InnerInputs> {
    outer: Outer,
    inner: Inner,
    types: PhantomData<fn(S, Inputs, InnerInputs)>,
}

/// Runs two operations side by side.
pub struct Beside<Left, Right, LeftInputs, RightInputs> {
    left: Left,
    right: Right,
    types: PhantomData<fn(LeftInputs, RightInputs)>,
}

/// Runs an operation with its inputs permuted.
pub struct Permuted<Run, S, Inputs> {
    run: Run,
    types: PhantomData<fn(S, Inputs)>,
}

/// Two operations side by side.
pub type Together<I, O, R, J, P, Q> = Op<Joined<I, J>, (O, P), Beside<R, Q, I, J>>;

impl<A: Clone, B: Clone, S, I, J> Clone for At<A, B, S, I, J> {
    fn clone(&self) -> Self {
        At {
            outer: self.outer.clone(),
            inner: self.inner.clone(),
            types: PhantomData,
        }
    }
}

impl<A: Copy, B: Copy, S, I, J> Copy for At<A, B, S, I, J> {}

impl<A: Clone, B: Clone, I, J> Clone for Beside<A, B, I, J> {
    fn clone(&self) -> Self {
        Beside {
            left: self.left.clone(),
            right: self.right.clone(),
            types: PhantomData,
        }
    }
}

impl<A: Copy, B: Copy, I, J> Copy for Beside<A, B, I, J> {}

impl<A: Clone, S, I> Clone for Permuted<A, S, I> {
    fn clone(&self) -> Self {
        Permuted {
            run: self.run.clone(),
            types: PhantomData,
        }
    }
}

impl<A: Copy, S, I> Copy for Permuted<A, S, I> {}

impl<Run, Inputs, Output> Op<Inputs, Output, Plain<Run>> {
    /// Makes an operation of a function or closure with none to eight arguments.
    #[inline(always)]
    pub fn new<Arguments>(run: Run) -> Self
    where
        Run: Closure<Arguments, Inputs = Inputs, Output = Output>,
    {
        Op::made(Plain(run))
    }
}

impl<T> Op<HCons<T, HNil>, T, Identity> {
    /// Returns the identity of a type.
    #[inline(always)]
    pub fn identity() -> Self {
        Op::made(Identity)
    }
}

impl<Inputs, Output, Run> Op<Inputs, Output, Run> {
    #[inline(always)]
    fn made(run: Run) -> Self {
        Op {
            run,
            types: PhantomData,
        }
    }

    /// Calls the operation with a list of its inputs: `op.call(hlist![a, b])`.
    #[inline(always)]
    pub fn call<Given>(&self, inputs: Given) -> Output
    where
        Given: Supplies<Inputs>,
        Run: Call<Inputs, Output = Output>,
    {
        self.run.call(inputs.supply())
    }

    /// Puts an operation into a slot. The inputs of the composite are spliced by the compiler.
    #[inline(always)]
    pub fn at<S, InnerInputs, InnerOutput, Inner>(
        self,
        _slot: Slot<S>,
        inner: Op<InnerInputs, InnerOutput, Inner>,
    ) -> Op<Inputs::Spliced, Output, At<Run, Inner, S, Inputs, InnerInputs>>
    where
        Inputs: Splice<S, InnerInputs>,
        InnerOutput: Fits<Inputs::Taken>,
    {
        Op::made(At {
            outer: self.run,
            inner: inner.run,
            types: PhantomData,
        })
    }

    /// Runs two operations side by side: the inputs of this one, then those of the other.
    #[inline(always)]
    pub fn beside<RightInputs, RightOutput, Right>(
        self,
        right: Op<RightInputs, RightOutput, Right>,
    ) -> Together<Inputs, Output, Run, RightInputs, RightOutput, Right>
    where
        Inputs: Append<RightInputs>,
    {
        Op::made(Beside {
            left: self.run,
            right: right.run,
            types: PhantomData,
        })
    }

    /// Permutes the inputs: slot `k` of the result feeds the slot at place `k` of the list.
    #[inline(always)]
    pub fn permute<S>(
        self,
        _slots: S,
    ) -> Op<Rearranged<Inputs, S>, Output, Permuted<Run, S, Inputs>>
    where
        Inputs: Feeds<S>,
    {
        Op::made(Permuted {
            run: self.run,
            types: PhantomData,
        })
    }
}

impl<Outer, Inner, S, Inputs, InnerInputs, InnerOutput> Call<Inputs::Spliced>
    for At<Outer, Inner, S, Inputs, InnerInputs>
where
    Inputs: Splice<S, InnerInputs>,
    Inner: Call<InnerInputs, Output = InnerOutput>,
    InnerOutput: Fits<Inputs::Taken>,
    Outer: Call<Inputs>,
{
    type Output = Outer::Output;

    #[inline(always)]
    fn call(&self, inputs: Inputs::Spliced) -> Outer::Output {
        self.outer
            .call(Inputs::fill(inputs, |given| self.inner.call(given).fit()))
    }
}

impl<Left, Right, LeftInputs, RightInputs> Call<Joined<LeftInputs, RightInputs>>
    for Beside<Left, Right, LeftInputs, RightInputs>
where
    LeftInputs: Append<RightInputs>,
    Left: Call<LeftInputs>,
    Right: Call<RightInputs>,
{
    type Output = (Left::Output, Right::Output);

    #[inline(always)]
    fn call(&self, inputs: Joined<LeftInputs, RightInputs>) -> Self::Output {
        let (left, right) = LeftInputs::divide(inputs);
        (self.left.call(left), self.right.call(right))
    }
}

impl<Run, S, Inputs> Call<Rearranged<Inputs, S>> for Permuted<Run, S, Inputs>
where
    Inputs: Feeds<S>,
    Run: Call<Inputs>,
{
    type Output = Run::Output;

    #[inline(always)]
    fn call(&self, inputs: Rearranged<Inputs, S>) -> Run::Output {
        self.run.call(Inputs::feed(inputs))
    }
}
