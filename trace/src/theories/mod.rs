//! The laws of ledgers, and our own models of them.
//!
//! A plugin author with a ledger of their own wraps a function that makes one in [`Tells`], and
//! registers it as a model of [`Ledgers`] and [`Ledgering`].

mod draft;
mod faults;
mod ledger_law;
mod ledger_machine;
mod models;
mod outcome;
mod simple_ledger;
mod tells;

pub use draft::{Call, Draft, What};
pub use ledger_law::{Ledgers, ledgers};
pub use ledger_machine::{Ledgering, ledgering};
pub use outcome::Outcome;
pub use simple_ledger::SimpleLedger;
pub use tells::{Fresh, Tells};
