//! Which clause decided.

use crate::budget::BudgetError;
use crate::capability::PermissionRef;
use crate::clock::{ClockError, Moment};
use crate::digest::Digest;
use crate::review::ReviewError;

/// The clause that denied a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Clause {
    /// No permission allows the action.
    #[error("no permission allows it")]
    NotAllowed,
    /// A permission denies it.
    #[error("{0} denies it")]
    Denied(PermissionRef),
    /// A permission matches, and its conditions do not hold or cannot be decided.
    #[error("the conditions of {0} do not hold")]
    Unmet(PermissionRef),
    /// The holder may pass the covenant on, not use it.
    #[error("the holder may pass this on, and not use it")]
    MayNotUse,
    /// The covenant does not hold yet.
    #[error("it holds from `{0}` on")]
    NotYet(Moment),
    /// The covenant's time is over.
    #[error("it expired at `{0}`")]
    Expired(Moment),
    /// The covenant, or what it was passed on from, was revoked.
    #[error("{0} was revoked")]
    Revoked(Digest),
    /// There is no time to go by.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// The budget refuses.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// The review refuses.
    #[error(transparent)]
    Review(Box<ReviewError>),
}

impl From<ReviewError> for Clause {
    fn from(error: ReviewError) -> Clause {
        Clause::Review(Box::new(error))
    }
}
