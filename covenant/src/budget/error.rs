//! Why a budget refuses.

use super::Resource;
use crate::digest::Digest;

/// Why a budget refused; nothing was changed, except where it says so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BudgetError {
    /// A number that is no amount.
    #[error("`{0}` is not an amount; use a whole number from 1 to 2^63 - 1")]
    NotAnAmount(String),
    /// Nothing was asked for.
    #[error("nothing was asked for; an amount is at least 1")]
    Nothing,
    /// There is not enough.
    #[error("`{asked}` {resource} were asked for, and {free} are free")]
    Exceeded {
        /// Of what.
        resource: Resource,
        /// How much was asked for.
        asked: u64,
        /// How much is free.
        free: u64,
    },
    /// The rate is too high.
    #[error("`{asked}` {resource} more would be over {most} in {window_millis} ms")]
    TooFast {
        /// Of what.
        resource: Resource,
        /// How much was asked for.
        asked: u64,
        /// The limit.
        most: u64,
        /// Its window.
        window_millis: u64,
    },
    /// A rate limit that cannot be.
    #[error("a rate limit of `{0}` in `{1}` ms cannot be; both are at least 1")]
    BadRate(u64, u64),
    /// The call cost more than was reserved. What was reserved is spent, and so is what was free of
    /// the rest.
    #[error("the call cost {by} {resource} more than was reserved; reserve its ceiling")]
    Overrun {
        /// Of what.
        resource: Resource,
        /// How much more.
        by: u64,
    },
    /// Something is reserved or in escrow, so the account cannot be closed.
    #[error("the account has open reservations or escrows; settle them first")]
    Open,
    /// The child had an escrow before, perhaps one that it has spent.
    #[error("the child {0} had its budget before; nobody gets it twice")]
    ChildTwice(Digest),
    /// The account was closed.
    #[error("the account is closed")]
    Closed,
    /// A thread crashed while it changed the account.
    #[error("the account is in doubt, since a thread crashed in it; nothing is spent any more")]
    Doubtful,
}
