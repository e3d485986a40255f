//! What happens to an account, in order, and what follows from it.

use super::{Amounts, Balance};
use crate::digest::Digest;
use std::collections::{BTreeMap, BTreeSet};

/// What happened to an account. The events of an account, in order, give its balance again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The account was opened with so much.
    Opened(Amounts),
    /// So much was spent at once.
    Charged(Amounts),
    /// So much was set aside under a number.
    Reserved(u64, Amounts),
    /// Of a reservation so much was spent; the rest is free again.
    Committed(u64, Amounts),
    /// Beyond a reservation so much more was spent.
    Overrun(u64, Amounts),
    /// So much was given to a child.
    Escrowed(Digest, Amounts),
    /// A child was closed, having spent so much; the rest is free again.
    Returned(Digest, Amounts),
    /// The account was closed; what was free went back.
    Closed,
}

/// Takes the events of accounts. It is called in the order in which the events happen, while the
/// account is locked: it should be quick.
pub trait Journal: Send + Sync {
    /// Records an event of an account.
    fn record(&self, account: &Digest, event: Event);
}

/// Events that cannot have happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event number {place} (from 0) cannot have happened: {problem}")]
pub struct ReplayError {
    /// Which event.
    pub place: usize,
    /// Why not.
    pub problem: &'static str,
}

/// Computes the balance from all events of one account.
///
/// # Errors
/// The first event that cannot have happened: something was spent that was not there.
pub fn replay<'e>(events: impl IntoIterator<Item = &'e Event>) -> Result<Balance, ReplayError> {
    let mut replay = Replay::default();
    for (place, event) in events.into_iter().enumerate() {
        replay
            .apply(*event)
            .map_err(|problem| ReplayError { place, problem })?;
    }
    Ok(replay.balance)
}

#[derive(Default)]
struct Replay {
    balance: Balance,
    opened: bool,
    closed: bool,
    reservations: BTreeMap<u64, Amounts>,
    children: BTreeMap<Digest, Amounts>,
    known: BTreeSet<Digest>,
    /// What the last commit spent, so that an overrun follows its commit.
    last: Option<u64>,
}

impl Replay {
    fn take_free(&mut self, amounts: Amounts) -> Result<(), &'static str> {
        if self.balance.free.lacks(&amounts).is_some() {
            return Err("more was taken than was free");
        }
        self.balance.free = self.balance.free.minus(&amounts);
        Ok(())
    }

    fn apply(&mut self, event: Event) -> Result<(), &'static str> {
        if !self.opened != matches!(event, Event::Opened(_)) {
            return Err("an account is opened once, before anything else");
        }
        if self.closed {
            return Err("the account was closed before");
        }
        let last = self.last.take();
        match event {
            Event::Opened(amounts) => {
                self.opened = true;
                self.balance = Balance::of(amounts);
            }
            Event::Charged(amounts) => {
                self.take_free(amounts)?;
                self.balance.spent = self.balance.spent.plus(&amounts);
            }
            Event::Reserved(number, amounts) => {
                self.take_free(amounts)?;
                self.balance.reserved = self.balance.reserved.plus(&amounts);
                if self.reservations.insert(number, amounts).is_some() {
                    return Err("the number of the reservation is taken");
                }
            }
            Event::Committed(number, spent) => {
                let reserved = self.reservations.remove(&number);
                let reserved = reserved.ok_or("nothing was reserved under this number")?;
                if reserved.lacks(&spent).is_some() {
                    return Err("more was spent than was reserved");
                }
                self.balance.reserved = self.balance.reserved.minus(&reserved);
                self.balance.spent = self.balance.spent.plus(&spent);
                self.balance.free = self.balance.free.plus(&reserved.minus(&spent));
                self.last = Some(number);
            }
            Event::Overrun(number, more) => {
                if last != Some(number) {
                    return Err("an overrun follows the commit of its reservation");
                }
                self.take_free(more)?;
                self.balance.spent = self.balance.spent.plus(&more);
            }
            Event::Escrowed(child, amounts) => {
                self.take_free(amounts)?;
                self.balance.escrowed = self.balance.escrowed.plus(&amounts);
                if !self.known.insert(child) {
                    return Err("the child had an escrow before");
                }
                self.children.insert(child, amounts);
            }
            Event::Returned(child, spent) => {
                let escrowed = self.children.remove(&child);
                let escrowed = escrowed.ok_or("the child has no escrow")?;
                if escrowed.lacks(&spent).is_some() {
                    return Err("the child spent more than it had");
                }
                self.balance.escrowed = self.balance.escrowed.minus(&escrowed);
                self.balance.spent = self.balance.spent.plus(&spent);
                self.balance.free = self.balance.free.plus(&escrowed.minus(&spent));
            }
            Event::Closed => {
                if !self.reservations.is_empty() || !self.children.is_empty() {
                    return Err("something was open");
                }
                self.closed = true;
                self.balance.granted = self.balance.spent;
                self.balance.free = Amounts::NONE;
            }
        }
        Ok(())
    }
}

/// A journal in memory.
#[derive(Debug, Default)]
pub struct MemoryJournal {
    events: std::sync::Mutex<BTreeMap<Digest, Vec<Event>>>,
}

impl MemoryJournal {
    /// Returns the events of an account so far.
    pub fn events(&self, account: &Digest) -> Vec<Event> {
        let events = self.events.lock();
        let events = events.unwrap_or_else(std::sync::PoisonError::into_inner);
        events.get(account).cloned().unwrap_or_default()
    }
}

impl Journal for MemoryJournal {
    fn record(&self, account: &Digest, event: Event) {
        let events = self.events.lock();
        let mut events = events.unwrap_or_else(std::sync::PoisonError::into_inner);
        events.entry(*account).or_default().push(event);
    }
}
