//! What a gate decides.

use super::Clause;
use crate::budget::{Amounts, BudgetError, Reservation};
use crate::capability::PermissionRef;
use crate::clock::Moment;
use crate::review::ReviewRequest;

/// What a gate decided about a call.
#[must_use = "a call that was not allowed must not happen"]
#[derive(Debug)]
pub enum Decision {
    /// The call may happen, once.
    Allowed(Ticket),
    /// The call may not happen before reviewers have approved it.
    Review(Vec<ReviewRequest>),
    /// The call may not happen.
    Denied(Clause),
}

impl Decision {
    /// Returns whether the call may happen now.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Decision::Allowed(_))
    }

    /// Returns the ticket of an allowed call.
    ///
    /// # Errors
    /// Why there is none.
    pub fn into_ticket(self) -> Result<Ticket, Stopped> {
        match self {
            Decision::Allowed(ticket) => Ok(ticket),
            Decision::Review(requests) => Err(Stopped::Review(requests)),
            Decision::Denied(clause) => Err(Stopped::Denied(clause)),
        }
    }
}

/// Why a call may not happen now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// Reviewers must approve it first.
    #[error("the call waits for review at {}", names(.0))]
    Review(Vec<ReviewRequest>),
    /// It is denied.
    #[error("the call is denied: {0}")]
    Denied(Clause),
}

fn names(requests: &[ReviewRequest]) -> String {
    let names: Vec<String> = requests.iter().map(|r| format!("`{}`", r.gate)).collect();
    names.join(", ")
}

/// The right to one call: settle it when the call has ended.
///
/// A ticket that is dropped counts what was set aside as spent.
#[must_use = "settle the ticket when the call has ended; dropped, all that was set aside is spent"]
#[derive(Debug)]
pub struct Ticket {
    /// The permission that allowed the call.
    pub by: PermissionRef,
    /// When it was allowed.
    pub at: Moment,
    pub(super) reservation: Option<Reservation>,
}

impl Ticket {
    /// Returns what is set aside, if the cost is known only afterwards.
    pub fn reserved(&self) -> Option<&Amounts> {
        self.reservation.as_ref().map(Reservation::amounts)
    }

    /// Says what the call has cost. A known cost was spent when the call was allowed, and `spent` is
    /// not looked at.
    ///
    /// # Errors
    /// If the call cost more than its ceiling; what could be paid of that is spent.
    pub fn settle(self, spent: &Amounts) -> Result<(), BudgetError> {
        match self.reservation {
            Some(reservation) => reservation.commit(spent),
            None => Ok(()),
        }
    }

    /// Says that the call did not happen: what was set aside is free again. A known cost stays
    /// spent.
    ///
    /// # Errors
    /// If a thread crashed in the account.
    pub fn cancel(self) -> Result<(), BudgetError> {
        match self.reservation {
            Some(reservation) => reservation.refund(),
            None => Ok(()),
        }
    }
}
