//! Trust in entities, kept as evidence.

extern crate self as lawful_trust;

mod clock;
mod dimension;
pub mod entity;
mod error;
pub mod evidence;
pub mod graph;
mod level;
pub mod model;
pub mod tensor;
pub mod theories;
pub mod witness;

#[doc(hidden)]
pub use lawful::inventory as __inventory;

pub use clock::{Clock, ManualClock, SystemClock};
pub use dimension::Dimension;
pub use entity::{EntityId, EntityRecord, EntityTrust};
pub use error::TrustError;
pub use evidence::{Decay, DecayRate};
pub use level::TrustLevel;
pub use tensor::{T3Tensor, V3Tensor};
