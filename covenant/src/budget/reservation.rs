//! Reservations: amounts set aside until a call has ended.

use super::{Account, Amounts, BudgetError};
use std::sync::Arc;

/// Amounts that are set aside for a call. It is ended once: by [`Reservation::commit`], by
/// [`Reservation::refund`], or by being dropped.
///
/// A reservation that is dropped counts as spent whole: whoever lost track of a call does not know
/// that it cost nothing.
///
/// ```
/// use lawful_covenant::budget::{Account, Amounts, Resource};
/// use lawful_covenant::clock::Moment;
/// let now = Moment::from_millis(0);
/// let tokens = |n| Amounts::of(Resource::Tokens, n).unwrap();
/// let account = Account::open(tokens(100));
/// account.reserve(&tokens(60), now).unwrap().commit(&tokens(45)).unwrap();
/// assert_eq!(account.balance().unwrap().free, tokens(55));
/// drop(account.reserve(&tokens(50), now).unwrap());
/// assert_eq!(account.balance().unwrap().free, tokens(5));
/// ```
#[must_use = "a reservation that is dropped counts as spent; commit or refund it"]
#[derive(Debug)]
pub struct Reservation {
    account: Arc<Account>,
    number: u64,
    amounts: Amounts,
    open: bool,
}

impl Reservation {
    pub(super) fn new(account: Arc<Account>, number: u64, amounts: Amounts) -> Reservation {
        Reservation {
            account,
            number,
            amounts,
            open: true,
        }
    }

    /// Returns what is set aside.
    pub fn amounts(&self) -> &Amounts {
        &self.amounts
    }

    /// Says what the call has cost; the rest is free again. Rates count what was reserved.
    ///
    /// # Errors
    /// If the call cost more than was reserved: then all of it is spent, and of the rest what was
    /// free.
    pub fn commit(mut self, spent: &Amounts) -> Result<(), BudgetError> {
        self.open = false;
        self.account.settle(self.number, &self.amounts, spent)
    }

    /// Says that the call did not happen; all is free again.
    ///
    /// # Errors
    /// If a thread crashed in the account.
    pub fn refund(self) -> Result<(), BudgetError> {
        self.commit(&Amounts::NONE)
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if self.open {
            // An account in doubt spends nothing any more, so nothing is left to do for it.
            let _ = self
                .account
                .settle(self.number, &self.amounts, &self.amounts);
        }
    }
}
