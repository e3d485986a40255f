//! Calling closures of several arguments with a list.

use frunk::{HCons, HNil};

/// Something that can be called with the list `Inputs`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation on these inputs",
    note = "an operation is a function or closure of none to eight arguments that can be called many times"
)]
pub trait Call<Inputs> {
    /// What the call gives.
    type Output;

    /// Calls it.
    fn call(&self, inputs: Inputs) -> Self::Output;
}

/// A closure with the arguments `Arguments`, a tuple. Not public API: for type inference.
#[doc(hidden)]
pub trait Closure<Arguments> {
    type Inputs;
    type Output;
}

macro_rules! closures {
    ($($name:ident)*) => {
        impl<Run, Out, $($name),*> Closure<($($name,)*)> for Run
        where
            Run: Fn($($name),*) -> Out,
        {
            type Inputs = frunk::HList![$($name),*];
            type Output = Out;
        }

        impl<Run, Out, $($name),*> Call<frunk::HList![$($name),*]> for super::Plain<Run>
        where
            Run: Fn($($name),*) -> Out,
        {
            type Output = Out;

            #[inline(always)]
            #[allow(non_snake_case, reason = "the type parameters name the arguments")]
            fn call(&self, inputs: frunk::HList![$($name),*]) -> Out {
                let frunk::hlist_pat![$($name),*] = inputs;
                (self.0)($($name),*)
            }
        }
    };
}

closures!(A);
closures!(A B);
closures!(A B C);
closures!(A B C D);
closures!(A B C D E);
closures!(A B C D E F);
closures!(A B C D E F G);
closures!(A B C D E F G H);

impl<Run, Out> Closure<()> for Run
where
    Run: Fn() -> Out,
{
    type Inputs = HNil;
    type Output = Out;
}

impl<Run, Out> Call<HNil> for super::Plain<Run>
where
    Run: Fn() -> Out,
{
    type Output = Out;

    #[inline(always)]
    fn call(&self, _: HNil) -> Out {
        (self.0)()
    }
}

impl<T> Call<HCons<T, HNil>> for super::Identity {
    type Output = T;

    #[inline(always)]
    fn call(&self, inputs: HCons<T, HNil>) -> T {
        inputs.head
    }
}
