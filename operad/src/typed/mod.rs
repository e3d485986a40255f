//! Typed operations: the compiler checks that what is put into a slot fits.
//!
//! ```
//! use frunk::hlist;
//! use lawful_operad::typed::{Op, S0, S1};
//!
//! let scale = Op::new(|x: i64, by: i64| x * by);
//! let length = Op::new(|text: String| text.len() as i64);
//! // `scale(_, length(_))` takes a number and a text:
//! let both = scale.at(S1, length);
//! assert_eq!(both.call(hlist![3, String::from("four")]), 12);
//! let swapped = both.permute(hlist![S1, S0]);
//! assert_eq!(swapped.call(hlist![String::from("four"), 3]), 12);
//! ```
//!
//! An operation that gives something else does not fit:
//!
//! ```compile_fail
//! use lawful_operad::typed::{Op, S0};
//! let double = Op::new(|x: i64| x * 2);
//! let length = Op::new(|text: String| text.len());
//! double.at(S0, length);
//! ```

mod call;
mod fits;
mod op;
mod parallel;
mod permute;
mod slot;
mod splice;

pub use call::Call;
pub use fits::{Fits, Supplies};
pub use op::{At, Beside, Identity, Op, Permuted, Plain, Together};
pub use parallel::{Append, Joined};
pub use permute::{Empty, Feeds, Full, Put, Rearranged, Whole};
pub use slot::{Numbered, S0, S1, S2, S3, S4, S5, S6, S7, Slot};
pub use splice::Splice;
