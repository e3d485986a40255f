//! Accounts: who has how much, at every moment.

use super::event::{Event, Journal};
use super::rate::Window;
use super::reservation::Reservation;
use super::{Amounts, Balance, BudgetError, RateLimit, Resource};
use crate::clock::Moment;
use crate::digest::Digest;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};

/// A budget that is being spent.
///
/// All that changes is behind one lock that is held for a few instructions: every change of several
/// resources is made whole or not at all, every balance that is read was the balance at one moment,
/// and the journal has the order in which things happened. A thread that crashes while it holds the
/// lock leaves the account in doubt, and then nothing is spent any more.
///
/// ```
/// use lawful_covenant::budget::{Account, Amounts, Resource};
/// use lawful_covenant::clock::Moment;
/// let now = Moment::from_millis(0);
/// let calls = |n| Amounts::of(Resource::Calls, n).unwrap();
/// let account = Account::open(calls(2));
/// account.charge(&calls(1), now).unwrap();
/// account.reserve(&calls(1), now).unwrap().refund().unwrap();
/// assert!(account.charge(&calls(2), now).is_err());
/// assert_eq!(account.balance().unwrap().free, calls(1));
/// ```
pub struct Account {
    id: Digest,
    state: Mutex<State>,
    parent: Option<Arc<Account>>,
    /// Whether there are rate limits here, and whether there are some above.
    limited: bool,
    limited_above: bool,
    journal: Option<Arc<dyn Journal>>,
}

struct State {
    balance: Balance,
    windows: Vec<Window>,
    next: u64,
    /// All children that ever were: none gets its budget twice.
    children: BTreeSet<Digest>,
    closed: bool,
}

impl Account {
    /// Opens an account without rate limits and without a journal.
    pub fn open(granted: Amounts) -> Arc<Account> {
        let id = Digest::from_bytes([0; 32]);
        Account::open_as(id, granted, &[], None)
    }

    /// Opens an account; `id` names it in the journal.
    pub fn open_as(
        id: Digest,
        granted: Amounts,
        rates: &[RateLimit],
        journal: Option<Arc<dyn Journal>>,
    ) -> Arc<Account> {
        Account::make(id, granted, rates, journal, None)
    }

    fn make(
        id: Digest,
        granted: Amounts,
        rates: &[RateLimit],
        journal: Option<Arc<dyn Journal>>,
        parent: Option<Arc<Account>>,
    ) -> Arc<Account> {
        if let Some(journal) = &journal {
            journal.record(&id, Event::Opened(granted));
        }
        let above = parent.as_ref();
        Arc::new(Account {
            id,
            limited: !rates.is_empty(),
            limited_above: above.is_some_and(|p| p.limited || p.limited_above),
            state: Mutex::new(State {
                balance: Balance::of(granted),
                windows: rates.iter().copied().map(Window::new).collect(),
                next: 0,
                children: BTreeSet::new(),
                closed: false,
            }),
            parent,
            journal,
        })
    }

    /// Returns whether there are rate limits here or above.
    pub(crate) fn is_limited(&self) -> bool {
        self.limited || self.limited_above
    }

    /// Returns what names the account in the journal.
    pub fn id(&self) -> &Digest {
        &self.id
    }

    /// Returns where the granted amounts are.
    ///
    /// # Errors
    /// If a thread crashed in the account.
    pub fn balance(&self) -> Result<Balance, BudgetError> {
        Ok(self.lock()?.balance)
    }

    /// Spends amounts that are known.
    ///
    /// # Errors
    /// If nothing is asked for, there is not enough, a rate is too high, or the account is closed.
    pub fn charge(&self, amounts: &Amounts, now: Moment) -> Result<(), BudgetError> {
        self.charge_if(amounts, now, || Ok(()))
    }

    /// Counts what was spent before the account was opened; rates do not count it.
    pub(crate) fn carry(&self, spent: &Amounts) -> Result<(), BudgetError> {
        let mut state = self.lock()?;
        state.check_free(spent)?;
        state.balance.free = state.balance.free.minus(spent);
        state.balance.spent = state.balance.spent.plus(spent);
        self.record(Event::Charged(*spent));
        Ok(())
    }

    /// Spends amounts if they are there and what else must hold does, all at one moment.
    #[inline]
    pub(crate) fn charge_if<E: From<BudgetError>>(
        &self,
        amounts: &Amounts,
        now: Moment,
        admit: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        let mut state = self.lock()?;
        state.check(amounts, now)?;
        self.within_rates_above(amounts, now, admit)?;
        state.take(amounts);
        state.balance.spent = state.balance.spent.plus(amounts);
        self.record(Event::Charged(*amounts));
        Ok(())
    }

    /// Sets amounts aside for a call whose cost is known only afterwards.
    ///
    /// # Errors
    /// If nothing is asked for, there is not enough, a rate is too high, or the account is closed.
    pub fn reserve(
        self: &Arc<Self>,
        ceiling: &Amounts,
        now: Moment,
    ) -> Result<Reservation, BudgetError> {
        self.reserve_if(ceiling, now, || Ok(()))
    }

    /// Sets amounts aside if they are there and what else must hold does, all at one moment.
    pub(crate) fn reserve_if<E: From<BudgetError>>(
        self: &Arc<Self>,
        ceiling: &Amounts,
        now: Moment,
        admit: impl FnOnce() -> Result<(), E>,
    ) -> Result<Reservation, E> {
        let mut state = self.lock()?;
        state.check(ceiling, now)?;
        self.within_rates_above(ceiling, now, admit)?;
        state.take(ceiling);
        state.balance.reserved = state.balance.reserved.plus(ceiling);
        let number = state.next;
        state.next += 1;
        self.record(Event::Reserved(number, *ceiling));
        Ok(Reservation::new(Arc::clone(self), number, *ceiling))
    }

    /// Does something if the rate limits of all ancestors allow it, and counts it there: passing a
    /// covenant on makes nothing faster. A child is locked before its parent, always.
    #[inline]
    fn within_rates_above<E: From<BudgetError>>(
        &self,
        amounts: &Amounts,
        now: Moment,
        then: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        match &self.parent {
            Some(parent) if self.limited_above => parent.within_rates(amounts, now, then),
            _ => then(),
        }
    }

    fn within_rates<E: From<BudgetError>, F: FnOnce() -> Result<(), E>>(
        &self,
        amounts: &Amounts,
        now: Moment,
        then: F,
    ) -> Result<(), E> {
        let mut state = self.lock()?;
        state.check_rates(amounts, now)?;
        match &self.parent {
            Some(parent) if self.limited_above => parent.within_rates(amounts, now, then)?,
            _ => then()?,
        }
        state.take_rates(amounts);
        Ok(())
    }

    /// Lets something hold at the moment of this account without taking anything.
    pub(crate) fn admit<E: From<BudgetError>>(
        &self,
        admit: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        let state = self.lock()?;
        if state.closed {
            return Err(BudgetError::Closed.into());
        }
        admit()
    }

    /// Ends a reservation: so much was spent, and the rest is free again.
    pub(super) fn settle(
        &self,
        number: u64,
        reserved: &Amounts,
        spent: &Amounts,
    ) -> Result<(), BudgetError> {
        let mut state = self.lock()?;
        let balance = &mut state.balance;
        let covered = spent.meet(reserved);
        balance.reserved = balance.reserved.minus(reserved);
        balance.spent = balance.spent.plus(&covered);
        balance.free = balance.free.plus(&reserved.minus(&covered));
        self.record(Event::Committed(number, covered));
        let more = spent.minus(reserved);
        let Some(resource) = Amounts::NONE.lacks(&more) else {
            return Ok(());
        };
        // The call has happened: what can still be paid is paid.
        let paid = more.meet(&balance.free);
        balance.free = balance.free.minus(&paid);
        balance.spent = balance.spent.plus(&paid);
        self.record(Event::Overrun(number, paid));
        Err(BudgetError::Overrun {
            resource,
            by: more.get(resource),
        })
    }

    /// Gives amounts to a child, which spends them under rate limits of its own.
    ///
    /// # Errors
    /// If nothing is asked for, there is not enough, the child had an escrow before, or the account
    /// is closed.
    pub fn escrow(
        self: &Arc<Self>,
        child: Digest,
        amounts: &Amounts,
        rates: &[RateLimit],
    ) -> Result<Arc<Account>, BudgetError> {
        let mut state = self.lock()?;
        state.check_free(amounts)?;
        if !state.children.insert(child) {
            return Err(BudgetError::ChildTwice(child));
        }
        state.balance.free = state.balance.free.minus(amounts);
        state.balance.escrowed = state.balance.escrowed.plus(amounts);
        self.record(Event::Escrowed(child, *amounts));
        let (journal, parent) = (self.journal.clone(), Some(Arc::clone(self)));
        Ok(Account::make(child, *amounts, rates, journal, parent))
    }

    /// Closes the account; what is free goes back to the parent, what was spent counts there.
    ///
    /// A child that is never closed keeps its escrow: nothing comes back by accident.
    ///
    /// # Errors
    /// If something is reserved or in escrow, or it is closed already.
    pub fn close(&self) -> Result<Balance, BudgetError> {
        let mut state = self.lock()?;
        if state.closed {
            return Err(BudgetError::Closed);
        }
        let balance = state.balance;
        if !balance.reserved.is_none() || !balance.escrowed.is_none() {
            return Err(BudgetError::Open);
        }
        if let Some(parent) = &self.parent {
            // A child is locked before its parent, always.
            let mut above = parent.lock()?;
            let theirs = &mut above.balance;
            theirs.escrowed = theirs.escrowed.minus(&balance.granted);
            theirs.spent = theirs.spent.plus(&balance.spent);
            theirs.free = theirs.free.plus(&balance.free);
            parent.record(Event::Returned(self.id, balance.spent));
        }
        state.closed = true;
        state.balance.granted = balance.spent;
        state.balance.free = Amounts::NONE;
        self.record(Event::Closed);
        Ok(balance)
    }

    #[inline]
    fn lock(&self) -> Result<MutexGuard<'_, State>, BudgetError> {
        self.state.lock().map_err(|_| BudgetError::Doubtful)
    }

    #[inline]
    fn record(&self, event: Event) {
        if let Some(journal) = &self.journal {
            journal.record(&self.id, event);
        }
    }
}

impl State {
    #[inline]
    fn check_free(&self, amounts: &Amounts) -> Result<(), BudgetError> {
        if self.closed {
            return Err(BudgetError::Closed);
        }
        if amounts.is_none() {
            return Err(BudgetError::Nothing);
        }
        match self.balance.free.lacks(amounts) {
            None => Ok(()),
            Some(resource) => Err(BudgetError::Exceeded {
                resource,
                asked: amounts.get(resource),
                free: self.balance.free.get(resource),
            }),
        }
    }

    #[inline]
    fn check(&mut self, amounts: &Amounts, now: Moment) -> Result<(), BudgetError> {
        self.check_free(amounts)?;
        self.check_rates(amounts, now)
    }

    #[inline]
    fn check_rates(&mut self, amounts: &Amounts, now: Moment) -> Result<(), BudgetError> {
        let asked = |resource: Resource| amounts.get(resource);
        self.windows
            .iter_mut()
            .filter(|window| asked(window.resource()) > 0)
            .try_for_each(|window| window.check(asked(window.resource()), now))
    }

    #[inline]
    fn take(&mut self, amounts: &Amounts) {
        self.balance.free = self.balance.free.minus(amounts);
        self.take_rates(amounts);
    }

    #[inline]
    fn take_rates(&mut self, amounts: &Amounts) {
        for window in &mut self.windows {
            window.take(amounts.get(window.resource()));
        }
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("balance", &self.balance())
            .finish_non_exhaustive()
    }
}
