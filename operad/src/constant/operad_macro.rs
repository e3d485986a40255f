//! `operad!`: tables that are an operad, or the program does not compile.

/// Declares a finite operad by its tables and proves its laws while the program compiles.
///
/// The simple form has an identity and one table; the full form has the number of slots of each
/// operation, composites by slot (`_` where there is none), and exchanges of neighbouring inputs.
///
/// ```
/// use lawful_operad::theories::Operad;
/// lawful_operad::operad! {
///     /// Exclusive or.
///     const XOR: simple {
///         identity: 0,
///         compose: [[0, 1], [1, 0]],
///     }
/// }
/// assert_eq!(XOR.compose(&1, &1), 0);
///
/// lawful_operad::operad! {
///     /// One commutative operation of two slots, up to two slots.
///     const COMMUTATIVE: full {
///         slots: [1, 2],
///         identity: 0,
///         compose: [
///             [[0, 1], [_, _]],
///             [[1, _], [1, _]],
///         ],
///         exchange: [[_, _], [1, _]],
///     }
/// }
/// assert_eq!(COMMUTATIVE.tables().slots, [1, 2]);
/// ```
///
/// Tables that break a law do not compile:
///
/// ```compile_fail
/// lawful_operad::operad! {
///     const WRONG: simple {
///         identity: 0,
///         compose: [[0, 1], [0, 1]],
///     }
/// }
/// fn main() { println!("{WRONG:?}"); }
/// ```
#[macro_export]
macro_rules! operad {
    ($(#[$attr:meta])* $vis:vis const $name:ident : simple {
        identity: $identity:expr,
        compose: [$([$($entry:expr),* $(,)?]),* $(,)?] $(,)?
    }) => {
        $(#[$attr])*
        $vis const $name: $crate::constant::ProvedSimple<{
            <[&str]>::len(&[$(::std::stringify!($($entry),*)),*])
        }> = $crate::constant::ProvedSimple::prove($identity, [$([$($entry),*]),*]);
    };
    ($(#[$attr:meta])* $vis:vis const $name:ident : full {
        slots: [$($slots:expr),* $(,)?],
        identity: $identity:expr,
        compose: [$([$([$($entry:tt),* $(,)?]),* $(,)?]),* $(,)?],
        exchange: [$([$($moved:tt),* $(,)?]),* $(,)?] $(,)?
    }) => {
        $(#[$attr])*
        $vis const $name: $crate::constant::ProvedOperad<
            { <[u8]>::len(&[$($slots),*]) },
            { $crate::constant::widest(&[$($slots),*]) },
        > = $crate::constant::SmallOperad {
            slots: [$($slots),*],
            identity: $identity,
            compose: [$([$([$($crate::operad!(@entry $entry)),*]),*]),*],
            exchange: [$([$($crate::operad!(@entry $moved)),*]),*],
        }
        .prove();
    };
    (@entry _) => { $crate::constant::NONE };
    (@entry $entry:tt) => { $entry };
}

/// Returns the largest number of slots. Not public API. Used by generated code.
#[doc(hidden)]
pub const fn widest(slots: &[u8]) -> usize {
    let mut most = 0;
    let mut k = 0;
    while k < slots.len() {
        if slots[k] as usize > most {
            most = slots[k] as usize;
        }
        k += 1;
    }
    most
}
