//! The trust in one entity.

mod bytes;
mod companions;
mod event_window;
mod id;
mod parts;
mod record;
mod trust;
mod words;

pub use companions::Companion;
pub(crate) use companions::Companions;
pub use event_window::{Arrival, EventWindow};
pub use id::EntityId;
pub use record::EntityRecord;
pub use trust::EntityTrust;
pub(crate) use trust::mean;
pub use words::Words;
