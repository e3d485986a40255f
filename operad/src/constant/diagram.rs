//! `diagram!`: two composites are the same, or the program does not compile.

use crate::typed::Op;

/// Asks that two operations have the same inputs and the same output. Not public API. Used by
/// generated code.
#[doc(hidden)]
pub const fn same_type<I, O, A, B>(_: &Op<I, O, A>, _: &Op<I, O, B>) {}

/// Proves while the program compiles that two composites of typed operations have the same type and
/// the same normal form, so that the laws of an operad make them equal.
///
/// Each operation is declared with its types, an identity as `name: identity Type`; the composites
/// are written as they are in [`typed`](crate::typed).
///
/// ```
/// use frunk::hlist;
/// use lawful_operad::typed::{S0, S1};
/// struct Text;
/// struct Tree;
/// lawful_operad::diagram! {
///     parse: (Text) -> Tree;
///     graft: (Tree, Tree) -> Tree;
///     same: identity Tree;
///     text: identity Text;
///     [graft.at(S0, parse).at(S1, parse)]
///         = [graft.at(S1, parse.at(S0, text)).at(S0, same).at(S0, parse)]
/// }
/// ```
///
/// What does not commute does not compile:
///
/// ```compile_fail
/// use frunk::hlist;
/// use lawful_operad::typed::{S0, S1};
/// struct Tree;
/// lawful_operad::diagram! {
///     graft: (Tree, Tree) -> Tree;
///     [graft] = [graft.permute(hlist![S1, S0])]
/// }
/// ```
#[macro_export]
macro_rules! diagram {
    (@collect [$($done:tt)*] [$left:expr] = [$right:expr] $(;)?) => {
        $crate::diagram!(@emit [$($done)*] [$left] [$right]);
    };
    (@collect [$($done:tt)*] $name:ident : identity $type:ty ; $($rest:tt)*) => {
        $crate::diagram!(@collect [$($done)* {
            $name,
            $crate::constant::Shape::identity(),
            $crate::typed::Op<$crate::frunk::HList![$type], $type, $crate::typed::Identity>
        }] $($rest)*);
    };
    (@collect [$($done:tt)*] $name:ident : ( $($input:ty),* $(,)? ) -> $output:ty ; $($rest:tt)*) => {
        $crate::diagram!(@collect [$($done)* {
            $name,
            $crate::constant::Shape::generator(
                ::std::stringify!($name),
                <[&str]>::len(&[$(::std::stringify!($input)),*]),
            ),
            $crate::typed::Op<
                $crate::frunk::HList![$($input),*],
                $output,
                $crate::typed::Plain<fn($($input),*) -> $output>,
            >
        }] $($rest)*);
    };
    (@emit [$({ $name:ident, $shape:expr, $type:ty })*] [$left:expr] [$right:expr]) => {
        const _: () = {
            #[allow(unused_variables, reason = "an operation need not be on both sides")]
            const LEFT: $crate::constant::Shape = {
                $(let $name = $shape;)*
                $left
            };
            #[allow(unused_variables, reason = "an operation need not be on both sides")]
            const RIGHT: $crate::constant::Shape = {
                $(let $name = $shape;)*
                $right
            };
            #[allow(dead_code, unused_variables, reason = "only the types matter")]
            fn types($($name: $type),*) {
                $crate::constant::same_type(&$left, &$right);
            }
            LEFT.must_be(&RIGHT);
        };
    };
    ($($declared:tt)*) => {
        $crate::diagram!(@collect [] $($declared)*);
    };
}
