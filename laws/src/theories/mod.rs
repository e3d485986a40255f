//! The standard theories.
//!
//! Each file holds the theories of one kind. For every theory there is a trait (`Monoid`), and a
//! module of the same name (`monoid`) with its marker `Theory`, its `Laws`, and one type per law.

mod actions;
mod categories;
mod equivalences;
mod groups;
mod homomorphisms;
mod lattices;
mod lenses;
mod merges;
mod monoids;
mod orders;
mod roles;
mod round_trips;
mod semigroups;

pub use actions::*;
pub use categories::*;
pub use equivalences::*;
pub use groups::*;
pub use homomorphisms::*;
pub use lattices::*;
pub use lenses::*;
pub use merges::*;
pub use monoids::*;
pub use orders::*;
pub use roles::*;
pub use round_trips::*;
pub use semigroups::*;
