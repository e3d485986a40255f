//! Trust in entities, kept as evidence.

extern crate self as lawful_trust;

mod clock;
pub mod coherence;
mod dimension;
pub mod entity;
mod error;
pub mod evidence;
pub mod graph;
mod hex;
pub mod identity;
mod level;
pub mod model;
pub mod provenance;
pub mod store;
pub mod tensor;
pub mod theories;
mod wire;
pub mod witness;

#[doc(hidden)]
pub use lawful::inventory as __inventory;

pub use clock::{Clock, ManualClock, SystemClock};
pub use dimension::Dimension;
pub use entity::{EntityId, EntityRecord, EntityTrust};
pub use error::TrustError;
pub use evidence::{Decay, DecayRate};
pub use level::TrustLevel;
pub use store::{StoreError, TrustStore};
pub use tensor::{T3Tensor, V3Tensor};
