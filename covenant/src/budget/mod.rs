//! Budgets: whole units that are reserved, spent, given to children, and never lost.

mod account;
mod amounts;
mod balance;
mod error;
mod event;
mod rate;
mod reservation;
mod resource;

pub use account::Account;
pub use amounts::{Amount, Amounts};
pub use balance::Balance;
pub use error::BudgetError;
pub use event::{Event, Journal, MemoryJournal, ReplayError, replay};
pub use rate::RateLimit;
pub use reservation::Reservation;
pub use resource::{Resource, UnknownResource};
