//! A call that is being executed.

use super::crash::caught;
use super::guard::{Guard, ceiling};
use super::record::Returned;
use super::scribe::Unwritten;
use super::{Outcome, Receipt, Refused, Trouble};
use crate::budget::Amounts;
use crate::call::Cost;
use crate::gate::Ticket;

/// A call that is being executed: end it with [`Running::finish`].
///
/// One that is dropped is recorded as lost, and all that was set aside for it as spent: whoever lost
/// track of a call does not know that it cost nothing.
#[must_use = "finish the call when the tool has ended; dropped, it is recorded as lost"]
#[derive(Debug)]
pub struct Running {
    guard: Guard,
    call: String,
    cost: Cost,
    ticket: Option<Ticket>,
    not_enforced: Option<Refused>,
    ended: bool,
}

impl Running {
    pub(super) fn new(
        guard: &Guard,
        call: String,
        cost: Cost,
        ticket: Option<Ticket>,
        not_enforced: Option<Refused>,
    ) -> Running {
        Running {
            guard: guard.clone(),
            call,
            cost,
            ticket,
            not_enforced,
            ended: false,
        }
    }

    /// Returns the name of the call on the ledger; empty if shadow mode lets a call go on that could
    /// not be recorded.
    pub fn call(&self) -> &str {
        &self.call
    }

    /// Returns why the call would have been refused if the guard enforced.
    pub fn not_enforced(&self) -> Option<&Refused> {
        self.not_enforced.as_ref()
    }

    /// Ends the call: says how it went and, if its cost is known only afterwards, what it has cost
    /// (all that was set aside if that is not said). A known cost is what it is. `message` is what a
    /// tool that failed said; the first 1024 bytes of it are recorded.
    pub fn finish(
        mut self,
        outcome: Outcome,
        spent: Option<&Amounts>,
        message: Option<&str>,
    ) -> Receipt {
        self.end(outcome, spent, message)
    }

    fn end(&mut self, outcome: Outcome, spent: Option<&Amounts>, said: Option<&str>) -> Receipt {
        self.ended = true;
        let spent = match (&self.cost, spent) {
            (Cost::AtMost(_), Some(spent)) => *spent,
            (cost, _) => ceiling(cost),
        };
        let mut troubles = Vec::new();
        // First the record, then the account: what the ledger shows as set aside is set aside.
        troubles.extend(self.record(outcome, spent, said).err());
        if let Some(ticket) = self.ticket.take() {
            troubles.extend(ticket.settle(&spent).err().map(Trouble::from));
        }
        troubles.extend(self.earn(outcome).err());
        if let Some(trouble) = troubles.iter().find(|trouble| trouble.halts()) {
            self.guard.0.halt(trouble.to_string());
        }
        Receipt {
            call: std::mem::take(&mut self.call),
            outcome,
            spent,
            not_enforced: self.not_enforced.take(),
            troubles,
        }
    }

    fn record(&self, outcome: Outcome, spent: Amounts, said: Option<&str>) -> Result<(), Trouble> {
        if self.call.is_empty() {
            return Ok(());
        }
        let inner = &*self.guard.0;
        let written = caught(|| {
            let returned = Returned {
                at: inner.time(),
                outcome,
                spent,
            };
            inner.scribe.returned(&self.call, returned, said)
        });
        written
            .map_err(Trouble::Crashed)?
            .map_err(|unwritten| match unwritten {
                Unwritten::Node(error) => Trouble::Record(error),
                Unwritten::Ledger(error) => Trouble::Ledger(error),
            })
    }

    fn earn(&self, outcome: Outcome) -> Result<(), Trouble> {
        let Some(earning) = self.guard.0.earning() else {
            return Ok(());
        };
        caught(|| earning.add(outcome))
            .map_err(Trouble::Crashed)?
            .map_err(|error| Trouble::Trust(error.to_string()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            self.end(Outcome::Lost, None, None);
        }
    }
}
