//! Finding nodes, and following causes and effects.
//!
//! * [`Index`]: made of a ledger, catches up with it, and is verified against it.
//! * [`Query`]: by id, origin, kind, tag, walk, time and index.
//! * [`Index::causes`], [`Index::effects`], [`Index::ancestors`], [`Index::descendants`],
//!   [`Index::path`], [`Index::critical_path`].

mod causality;
mod edges;
mod forget;
mod index;
mod names;
#[expect(
    clippy::module_inception,
    reason = "the file is named after the one concept in it"
)]
mod query;
mod relation_set;
mod select;

pub use causality::{Ancestors, Descendants};
pub use index::{Index, IndexDiffers};
pub use query::Query;
pub use relation_set::RelationSet;
pub use select::Matches;
