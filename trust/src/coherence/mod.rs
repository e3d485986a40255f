//! Coherence: how much of one piece an entity is, from 0 to 1.
//!
//! [`Coherence`] is continuity × stability × phi × reachability. Each factor has a calculator:
//! [`continuity`], [`stability`], [`phi`], [`reachability`]. Each type of entities has a threshold,
//! [`EntityType::coherence_threshold`](crate::identity::EntityType::coherence_threshold). The laws
//! of such measures are the theory [`Measure`].

mod continuity;
mod error;
mod factor;
mod measures;
mod models;
mod phi;
mod reachability;
mod stability;
mod value;

pub use continuity::continuity;
pub use error::CoherenceError;
pub use factor::Factor;
pub use measures::{Measure, measure};
pub use models::{Product, WeakestLink};
pub use phi::phi;
pub use reachability::reachability;
pub use stability::stability;
pub use value::Coherence;
