//! Review gates: people look at a call before it happens.
//!
//! An approval is bound to the digest of exactly one call and to one request, and is used once. What
//! nobody decides in time is denied.

mod desk;
mod gate;
mod request;

pub use desk::ReviewError;
pub(crate) use desk::{Desk, Passage};
pub use gate::{BadGate, ReviewGate};
pub use request::{Approval, ReviewRequest, Reviewed};
