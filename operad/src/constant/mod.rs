//! Laws that are checked while the program compiles.
//!
//! [`operad!`](crate::operad) proves a finite operad given by tables, [`diagram!`](crate::diagram)
//! proves that two composites of typed operations are the same.

mod diagram;
mod operad_macro;
mod refutation;
mod shape;
mod simple;
mod small;
mod text;

#[doc(hidden)]
pub use diagram::same_type;
#[doc(hidden)]
pub use operad_macro::widest;
pub use refutation::OperadRefutation;
pub use shape::{MOST_SYMBOLS, Places, Shape};
pub use simple::ProvedSimple;
pub use small::{NONE, ProvedOperad, SmallOperad};
