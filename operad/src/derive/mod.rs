//! Equality modulo equations, with derivations that are checked again.
//!
//! ```
//! use lawful_operad::derive::{Equality, Limits, decide};
//! use lawful_operad::term::{Presentation, Signature};
//!
//! let mut lattice = Presentation::new(Signature::single([("join", 2), ("meet", 2)]).unwrap());
//! lattice.equation("absorb_join", "a, b: join(a, meet(a, b)) = a").unwrap();
//! lattice.equation("absorb_meet", "a, b: meet(a, join(a, b)) = a").unwrap();
//! let left = lattice.terms.parse("join(x, x)", &["x"]).unwrap();
//! let right = lattice.terms.parse("x", &["x"]).unwrap();
//! let Equality::Equal(derivation) = decide(&mut lattice, left, right, &Limits::default()) else {
//!     panic!("idempotence follows from absorption");
//! };
//! assert!(derivation.replay(&mut lattice).is_ok());
//! assert!(derivation.lines(&lattice).last().unwrap().contains("absorb"));
//! ```

mod derivation;
mod equality;
mod justify;
mod language;
mod verdict;

pub use derivation::{Derivation, ReplayError, Step};
pub use equality::{Equality, Limits, decide, simplify};
pub(crate) use justify::justify;
pub use verdict::derived;
