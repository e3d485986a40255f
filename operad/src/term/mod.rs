//! Terms over a signature, with shared parts.
//!
//! ```
//! use lawful_operad::term::{Signature, Terms};
//!
//! let signature = Signature::single([("seq", 2), ("par", 2), ("id", 0)]).unwrap();
//! let mut terms = Terms::new(signature);
//! let term = terms.parse("seq(par(a, b), id)", &["a", "b"]).unwrap();
//! assert_eq!(terms.show(term), "seq(par(a, b), id)");
//! assert_eq!(terms.size(term), 5);
//!
//! let error = terms.parse("seq(pra(a, b), id)", &["a", "b"]).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "line 1, column 5: there is no operation `pra` (hint: did you mean `par`?)"
//! );
//! ```

mod enumerate;
mod equation;
mod evaluate;
mod normalize;
mod parse;
mod print;
mod signature;
mod store;
mod substitute;

pub use enumerate::enumerate;
pub(crate) use equation::show;
pub use equation::{Equation, Presentation};
pub use evaluate::EvaluateError;
pub use normalize::{Normalizer, TooLarge};
pub use parse::ParseError;
pub use signature::{Declared, OpId, Signature, SignatureError, SortId};
pub use store::{Head, MOST_NODES, TermError, TermId, Terms, VarId};
