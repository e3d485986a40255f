//! Delegation: a holder passes on a part of what it has.
//!
//! A [`Chain`] is a granted covenant and signed links; what it leaves is a [`Mandate`], the meet of
//! all requests. [`Revocations`] end a covenant or link with all that was passed on from it.
//!
//! # Residual trust
//! Who may pass a covenant on but not use it can pass it on to another key of its own: forbid what
//! nobody below may do. Budgets, rates and gates of one covenant count together where one process
//! guards; processes that guard apart, offline, each count alone.

mod chain;
mod epoch;
mod error;
mod link;
mod mandate;
mod request;
mod revocation;
mod revocations;
mod verified_chains;

mod atomic {
    //! The atomics of the lock-free parts; `interleavings` puts others here.
    pub(super) use std::sync::atomic::{AtomicU64, Ordering};
}

pub use chain::Chain;
pub(crate) use epoch::Stamp;
pub use error::DelegationError;
pub use link::Link;
pub use mandate::Mandate;
pub use request::Request;
pub use revocation::Revocation;
pub use revocations::Revocations;
pub use verified_chains::VerifiedChains;
