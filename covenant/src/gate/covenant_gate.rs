//! The gate: every call asks it.

use super::Clause;
use super::decision::{Decision, Ticket};
use crate::budget::{Account, Amounts, BudgetError, Journal, Reservation};
use crate::call::{Call, Cost};
use crate::capability::{
    Answer, Circumstances, CompileError, Compiled, Pattern, Permission, PermissionRef, Standing,
    Unknown,
};
use crate::clock::{ClockError, Moment, Watch};
use crate::delegation::{Mandate, Revocations, Stamp};
use crate::digest::Digest;
use crate::lifecycle::{Covenant, Granted};
use crate::review::{Desk, Passage, ReviewGate, Reviewed};
use lawful_platform::PublicKey;
use std::sync::Arc;

/// What a gate needs beside a covenant.
#[derive(Clone)]
pub struct Surroundings {
    /// What was revoked.
    pub revocations: Arc<Revocations>,
    /// The time.
    pub clock: Arc<Watch>,
    /// What is known of holders and models.
    pub standing: Arc<dyn Standing>,
    /// Where events of the budget are recorded.
    pub journal: Option<Arc<dyn Journal>>,
}

impl Surroundings {
    /// Makes surroundings in which nothing is known of holders and models, and nothing is recorded.
    pub fn new(revocations: Arc<Revocations>, clock: Arc<Watch>) -> Surroundings {
        Surroundings {
            revocations,
            clock,
            standing: Arc::new(Unknown),
            journal: None,
        }
    }
}

/// The gate of a running covenant: it decides about calls, from any number of threads.
///
/// In this order, and the first clause that denies decides: may the holder use it, the time, the
/// revocation, the permissions with their conditions, the reviews, the budget; the revocation is
/// looked at once more in the moment in which the budget is charged. A call that is denied spends
/// nothing, counts at no gate, and uses up no approval. Nothing is allowed by default, and nothing
/// that cannot be decided is allowed.
///
/// A covenant without review gates, rates and conditions is decided at the time of the clock's last
/// tick, unless it begins or ends within a second of it.
pub struct CovenantGate {
    name: Digest,
    lineage: Box<[Digest]>,
    holder: PublicKey,
    not_before: Moment,
    expires: Moment,
    may_use: bool,
    /// Whether reviews, rates or conditions need the time too.
    exact_time: bool,
    compiled: Compiled,
    desk: Desk,
    account: Arc<Account>,
    alive: Stamp,
    around: Surroundings,
}

/// When a known cost is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paying {
    AtOnce,
    Afterwards,
}

/// A gate that cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GateError {
    /// The permissions cannot be compiled.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// The parent's account cannot give what the child needs.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// The mandate does not come from this gate's.
    #[error("{child} was not passed on from {parent}")]
    NotMine {
        /// What was to be opened.
        child: Digest,
        /// What this gate guards.
        parent: Digest,
    },
}

impl CovenantGate {
    /// Opens the gate of a granted covenant, with a new account of its budget.
    ///
    /// # Errors
    /// If the permissions cannot be compiled.
    pub fn open(
        covenant: &Covenant<Granted>,
        around: &Surroundings,
    ) -> Result<CovenantGate, GateError> {
        CovenantGate::of_mandate(&Mandate::from(covenant), around)
    }

    /// Opens the gate of a mandate that was verified, with a new account of its budget.
    ///
    /// # Errors
    /// If the permissions cannot be compiled.
    pub fn of_mandate(mandate: &Mandate, around: &Surroundings) -> Result<CovenantGate, GateError> {
        let gates: Vec<ReviewGate> = mandate.gates().iter().cloned().collect();
        let rates: Vec<_> = mandate.rates().iter().copied().collect();
        let name = mandate.name();
        let account = |journal| Account::open_as(name, *mandate.budget(), &rates, journal);
        let make = || Ok(account(around.journal.clone()));
        CovenantGate::make(mandate, around, Desk::new(name, gates), make)
    }

    /// Opens the gate of a child: its budget comes out of this one's by escrow, and its gates and
    /// rates count together with this one's.
    ///
    /// # Errors
    /// If the mandate was not passed on from this gate's, its permissions cannot be compiled, or
    /// the budget is not free.
    pub fn open_child(&self, mandate: &Mandate) -> Result<CovenantGate, GateError> {
        let name = mandate.name();
        if !mandate.lineage().starts_with(&self.lineage) || name == self.name {
            return Err(GateError::NotMine {
                child: name,
                parent: self.name,
            });
        }
        let gates: Vec<ReviewGate> = mandate.gates().iter().cloned().collect();
        let rates: Vec<_> = mandate.rates().iter().copied().collect();
        let desk = self.desk.child(name, gates);
        let account = || match mandate.budget().is_none() {
            true => Ok(Account::open_as(name, Amounts::NONE, &rates, None)),
            false => self.account.escrow(name, mandate.budget(), &rates),
        };
        CovenantGate::make(mandate, &self.around, desk, account)
    }

    fn make(
        mandate: &Mandate,
        around: &Surroundings,
        desk: Desk,
        account: impl FnOnce() -> Result<Arc<Account>, BudgetError>,
    ) -> Result<CovenantGate, GateError> {
        let triggers: Vec<Pattern> = mandate
            .gates()
            .iter()
            .map(|gate| gate.trigger().clone())
            .collect();
        let compiled = Compiled::new(mandate.permissions(), &triggers)?;
        let account = account()?;
        Ok(CovenantGate {
            name: mandate.name(),
            lineage: mandate.lineage().into(),
            holder: mandate.holder().clone(),
            not_before: mandate.not_before(),
            expires: mandate.expires(),
            may_use: mandate.delegation().may_use,
            exact_time: !triggers.is_empty() || account.is_limited() || compiled.is_conditional(),
            compiled,
            desk,
            account,
            alive: Stamp::new(),
            around: around.clone(),
        })
    }

    /// Returns the digest of the covenant or link that is guarded.
    pub fn name(&self) -> &Digest {
        &self.name
    }

    /// Returns who may act.
    pub fn holder(&self) -> &PublicKey {
        &self.holder
    }

    /// Returns the account.
    pub fn account(&self) -> &Arc<Account> {
        &self.account
    }

    /// Returns the permission that decided.
    pub fn permission(&self, at: PermissionRef) -> Option<&Permission> {
        self.compiled.permission(at)
    }

    /// Decides about a call.
    #[inline]
    pub fn decide(&self, call: &Call) -> Decision {
        self.decide_reviewed(call, &[])
    }

    /// Decides about a call that reviewers have approved.
    pub fn decide_reviewed(&self, call: &Call, reviewed: &[Reviewed]) -> Decision {
        self.check(call, reviewed, Paying::AtOnce)
            .unwrap_or_else(Decision::Denied)
    }

    /// Decides about a call, and sets a known cost aside instead of spending it: then
    /// [`Ticket::cancel`] gives it back if the call does not happen after all.
    pub fn hold(&self, call: &Call, reviewed: &[Reviewed]) -> Decision {
        self.check(call, reviewed, Paying::Afterwards)
            .unwrap_or_else(Decision::Denied)
    }

    /// Returns whether time, revocation, permissions and their conditions allow a call now. Nobody
    /// is asked for a review, and nothing is spent.
    ///
    /// # Errors
    /// The clause that denies.
    pub fn permits(&self, call: &Call) -> Result<PermissionRef, Clause> {
        self.permit(call).map(|(by, _, _)| by)
    }

    /// Moves an amount that was spent before this gate was opened out of what is free.
    pub(crate) fn carry(&self, spent: &Amounts) -> Result<(), BudgetError> {
        self.account.carry(spent)
    }

    /// Returns what the gate was opened with.
    pub(crate) fn around(&self) -> &Surroundings {
        &self.around
    }

    /// Returns the time: a recent one if only its order to the covenant's two ends matters.
    #[inline]
    fn time(&self) -> Result<Moment, ClockError> {
        let clock = &self.around.clock;
        if self.exact_time {
            return clock.now();
        }
        clock.recent_between(self.not_before, self.expires)
    }

    #[inline]
    fn permit(&self, call: &Call) -> Result<(PermissionRef, &[u32], Moment), Clause> {
        if !self.may_use {
            return Err(Clause::MayNotUse);
        }
        let now = self.time()?;
        if now < self.not_before {
            return Err(Clause::NotYet(self.not_before));
        }
        if now >= self.expires {
            return Err(Clause::Expired(self.expires));
        }
        self.not_revoked()?;
        let at = Circumstances {
            arguments: call.arguments.value(),
            model: call.model.as_deref(),
            holder: &self.holder,
            now,
            standing: &*self.around.standing,
        };
        let (answer, triggered) = self.compiled.check(&call.action, &at);
        match answer {
            Answer::Allowed(by) => Ok((by, triggered, now)),
            Answer::Denied(by) => Err(Clause::Denied(by)),
            Answer::Unmet(by) => Err(Clause::Unmet(by)),
            Answer::NotAllowed => Err(Clause::NotAllowed),
        }
    }

    #[inline]
    fn check(
        &self,
        call: &Call,
        reviewed: &[Reviewed],
        paying: Paying,
    ) -> Result<Decision, Clause> {
        let (by, triggered, now) = self.permit(call)?;
        if triggered.is_empty() {
            let reservation = self.pay(&call.cost, now, paying)?;
            return Ok(allowed(by, now, reservation));
        }
        let digest = || call.digest();
        let pay = || self.pay(&call.cost, now, paying);
        Ok(
            match self.desk.pass(triggered, &digest, reviewed, now, pay)? {
                Passage::Passed(reservation) => allowed(by, now, reservation),
                Passage::Stopped(requests) => {
                    // A revoked covenant asks nobody for anything.
                    self.not_revoked()?;
                    Decision::Review(requests)
                }
            },
        )
    }

    #[inline]
    fn pay(&self, cost: &Cost, now: Moment, paying: Paying) -> Result<Option<Reservation>, Clause> {
        // Whether it was revoked is looked at while the account is locked: the call then happens
        // before the revocation for everybody who can see the account, or not at all.
        let alive = || self.not_revoked();
        match cost {
            Cost::Nothing => self.account.admit(alive).map(|()| None),
            Cost::Known(amounts) if paying == Paying::AtOnce => {
                self.account.charge_if(amounts, now, alive)?;
                Ok(None)
            }
            Cost::Known(ceiling) | Cost::AtMost(ceiling) => {
                self.account.reserve_if(ceiling, now, alive).map(Some)
            }
        }
    }

    #[inline]
    fn not_revoked(&self) -> Result<(), Clause> {
        let revocations = &self.around.revocations;
        if revocations.all_hold(&self.alive, &self.lineage) {
            return Ok(());
        }
        let revoked = revocations.first_revoked(&self.lineage);
        Err(Clause::Revoked(revoked.unwrap_or(self.name)))
    }
}

#[inline]
fn allowed(by: PermissionRef, at: Moment, reservation: Option<Reservation>) -> Decision {
    Decision::Allowed(Ticket {
        by,
        at,
        reservation,
    })
}

impl std::fmt::Debug for CovenantGate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CovenantGate")
            .field("name", &self.name)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}
