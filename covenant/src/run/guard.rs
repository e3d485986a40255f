//! The guard: what stands around every call of a run.

use super::crash::caught;
use super::history::spent_before;
use super::lease::Lease;
use super::record::{Authorised, Proposed};
use super::running::Running;
use super::scribe::Scribe;
use super::setup::Sealer;
use super::{Earning, GuardError, Mode, Policy, Refusal, Refused, RunSetup};
use crate::budget::Amounts;
use crate::call::{Call, Cost};
use crate::clock::Moment;
use crate::delegation::Chain;
use crate::gate::{CovenantGate, Surroundings, Ticket};
use crate::lifecycle::{Covenant, Granted};
use crate::review::Reviewed;
use lawful_platform::TrustedKeys;
use lawful_trace::Ledger;
use lawful_trace::checkpoint::{Checkpoint, Note, sign};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A guard: each call is proposed, authorised or denied, executed, and returned, and each of these
/// is a node of the ledger that is linked to the one before it. Cloning shares the guard.
///
/// * Proposal, authorisation and execution are on the ledger *before* the tool runs: what happened
///   without a record did not happen here. A process that is killed leaves a call that was executed
///   and did not return.
/// * A crash of what decides, a ledger or a clock that is not there: the call is denied, and what was
///   set aside for it is free again.
/// * When the end of a call cannot be recorded, or counted in trust, the guard allows nothing more.
/// * A guard that is opened on a ledger with records of its covenant goes on with what is left of
///   the budget.
///
/// Use one guard for a covenant, and clone it: a second one is not opened on the same ledger while the
/// first, or a call of it, lives, since they would not know of each other's spending. What guards on
/// different objects overspend together, [`verify_run`](super::verify_run) refuses.
#[derive(Clone)]
pub struct Guard(pub(super) Arc<Inner>);

pub(super) struct Inner {
    /// First, so that it is given back before the ledger is.
    lease: Mutex<Option<Lease>>,
    pub gate: CovenantGate,
    pub chain: Chain,
    pub scribe: Scribe,
    pub mode: Mode,
    pub setup: RunSetup,
    halted: OnceLock<String>,
}

/// Where in a plan a call stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The name of the plan's authorisation.
    pub plan: &'a str,
    pub step: u32,
}

impl Guard {
    /// Opens a guard under a granted covenant.
    ///
    /// # Errors
    /// If the gate cannot be opened, a guard of the covenant is open on the ledger, the ledger does not
    /// take the record, its records of this covenant are not in order, or the clock is behind it.
    pub fn open(
        covenant: &Covenant<Granted>,
        around: &Surroundings,
        setup: RunSetup,
    ) -> Result<Guard, GuardError> {
        let gate = CovenantGate::open(covenant, around)?;
        Guard::make(gate, Chain::new(covenant)?, setup)
    }

    /// Opens a guard under a covenant that was passed on.
    ///
    /// # Errors
    /// If the chain does not hold now, and as [`Guard::open`].
    pub fn open_chain(
        chain: &Chain,
        grantors: &TrustedKeys,
        around: &Surroundings,
        setup: RunSetup,
    ) -> Result<Guard, GuardError> {
        let now = around.clock.now()?;
        let mandate = chain.verify(grantors, &around.revocations, now)?;
        let gate = CovenantGate::of_mandate(&mandate, around)?;
        Guard::make(gate, chain.clone(), setup)
    }

    /// Opens a guard for whoever this covenant was passed on to: the budget comes out of this one's.
    /// It records on the same ledger.
    ///
    /// # Errors
    /// If the chain does not hold now, does not come from this covenant, the budget is not free, and
    /// as [`Guard::open`].
    pub fn open_child(&self, chain: &Chain, grantors: &TrustedKeys) -> Result<Guard, GuardError> {
        let around = self.0.gate.around();
        let now = around.clock.now()?;
        let mandate = chain.verify(grantors, &around.revocations, now)?;
        let gate = self.0.gate.open_child(&mandate)?;
        Guard::make(gate, chain.clone(), self.0.setup.clone())
    }

    fn make(gate: CovenantGate, chain: Chain, setup: RunSetup) -> Result<Guard, GuardError> {
        let now = gate.around().clock.now()?;
        let lease = Lease::take(&setup.ledger, gate.name());
        let lease = lease.ok_or_else(|| GuardError::Open(gate.name().short()))?;
        let spent = spent_before(&*setup.ledger, gate.name())?;
        // What is gone is gone, however much was granted.
        let free = gate.account().balance()?.free;
        let gone = spent.meet(&free);
        if !gone.is_none() {
            gate.carry(&gone)?;
        }
        let ledger: Arc<dyn Ledger> = setup.ledger.clone();
        let scribe = Scribe::open(ledger, &gate, &chain, setup.mode, now)?;
        Ok(Guard(Arc::new(Inner {
            lease: Mutex::new(Some(lease)),
            gate,
            chain,
            scribe,
            mode: setup.mode,
            setup,
            halted: OnceLock::new(),
        })))
    }

    /// Returns the gate.
    pub fn gate(&self) -> &CovenantGate {
        &self.0.gate
    }

    /// Returns the covenant with how it was passed on.
    pub fn chain(&self) -> &Chain {
        &self.0.chain
    }

    /// Returns whether it stops what it denies.
    pub fn mode(&self) -> Mode {
        self.0.mode
    }

    /// Returns the name of the run: the names of its nodes begin with it.
    pub fn run_name(&self) -> &str {
        self.0.scribe.run()
    }

    /// Returns why the guard allows nothing any more, if so.
    pub fn halted(&self) -> Option<&str> {
        self.0.halted.get().map(String::as_str)
    }

    /// Decides about a call, records that, and hands it over for execution. Whoever runs the tool
    /// ends it with [`Running::finish`]; [`Guard::run`] does both.
    ///
    /// # Errors
    /// If the call is refused; never in shadow mode.
    pub fn begin(&self, call: &Call, reviewed: &[Reviewed]) -> Result<Running, Refused> {
        let decided = self.decide(call, reviewed);
        self.start(call, reviewed, decided, None)
    }

    /// Asks the covenant and all policies; a crash is a denial. What is denied costs nothing.
    pub(super) fn decide(&self, call: &Call, reviewed: &[Reviewed]) -> Result<Ticket, Refusal> {
        let inner = &*self.0;
        if let Some(why) = inner.halted.get() {
            return Err(Refusal::Halted(why.clone()));
        }
        // Policies first: a call that they deny uses up no approval.
        inner.ask_policies(call)?;
        let decision = caught(|| inner.gate.hold(call, reviewed)).map_err(Refusal::Crashed)?;
        Ok(decision.into_ticket()?)
    }

    pub(super) fn start(
        &self,
        call: &Call,
        reviewed: &[Reviewed],
        decided: Result<Ticket, Refusal>,
        place: Option<Place<'_>>,
    ) -> Result<Running, Refused> {
        let inner = &*self.0;
        let proposed = Proposed {
            mandate: *inner.gate.name(),
            call: call.digest(),
            cost: call.cost,
            step: place.map(|place| place.step),
        };
        let action = call.action.as_str();
        let plan = place.map(|place| place.plan);
        let ticket = match decided {
            Ok(ticket) => ticket,
            Err(why) => return self.refuse(call, proposed, plan, why),
        };
        let authorised = Authorised {
            at: ticket.at,
            by: ticket.by,
            reserved: ticket.reserved().copied().unwrap_or_default(),
            reviewed: reviewed.to_vec(),
        };
        let recorded = caught(|| {
            let scribe = &inner.scribe;
            scribe.authorised(plan, action, proposed, authorised)
        });
        match recorded.unwrap_or_else(|crash| Err(Refusal::Crashed(crash))) {
            Ok(name) => Ok(Running::new(self, name, call.cost, Some(ticket), None)),
            Err(why) => {
                // The call does not happen, so it costs nothing. An account in doubt stays so.
                let _ = ticket.cancel();
                let refused = Refused {
                    why,
                    mode: inner.mode,
                    recorded: None,
                };
                self.go_on(call, refused)
            }
        }
    }

    /// Records a refusal. In shadow mode the call goes on.
    fn refuse(
        &self,
        call: &Call,
        proposed: Proposed,
        plan: Option<&str>,
        why: Refusal,
    ) -> Result<Running, Refused> {
        let inner = &*self.0;
        let recorded = caught(|| {
            let at = inner.time();
            let action = call.action.as_str();
            inner.scribe.denied(plan, action, proposed, at, &why)
        });
        let refused = Refused {
            why,
            mode: inner.mode,
            // It is denied all the same if that cannot be recorded.
            recorded: recorded.ok().and_then(Result::ok),
        };
        self.go_on(call, refused)
    }

    fn go_on(&self, call: &Call, refused: Refused) -> Result<Running, Refused> {
        match refused.mode {
            Mode::Enforced => Err(refused),
            Mode::Shadow => {
                let name = refused.recorded.clone();
                let name = name.unwrap_or_default();
                Ok(Running::new(self, name, call.cost, None, Some(refused)))
            }
        }
    }

    /// Allows nothing more, and lets another guard of the covenant be opened on the ledger. Calls that
    /// run can still end; for the other guard, all that was set aside for them is spent.
    pub fn close(&self) {
        self.0.halt("it was closed".to_owned());
        let mut lease = self.0.lease.lock().unwrap_or_else(PoisonError::into_inner);
        *lease = None;
    }

    /// Signs the head of the ledger: all that was recorded so far is then vouched for.
    ///
    /// The ledger is made durable first, whatever its settings say about appends: what is signed must
    /// not be lost and made anew.
    ///
    /// # Errors
    /// If the guard has no signer, the ledger cannot be synced, or the signer does not sign.
    pub fn seal(&self) -> Result<Note, GuardError> {
        let setup = &self.0.setup;
        let Some(Sealer { origin, signer }) = &setup.sealer else {
            return Err(GuardError::NoSigner);
        };
        let (head, hash) = (setup.ledger.head(), setup.ledger.tree_hash());
        let checkpoint = Checkpoint::new(origin.as_str(), head, hash)?;
        // After the head was read, so that it covers all of it; before anybody can see a signature.
        setup.ledger.make_durable().map_err(GuardError::NotSynced)?;
        Ok(sign(&checkpoint, origin, &**signer)?)
    }
}

impl Inner {
    pub fn ask_policies(&self, call: &Call) -> Result<(), Refusal> {
        self.setup
            .policies
            .iter()
            .try_for_each(|policy| self.ask(&**policy, call))
    }

    fn ask(&self, policy: &dyn Policy, call: &Call) -> Result<(), Refusal> {
        let answer = caught(|| policy.check(call, self.gate.holder()));
        answer
            .map_err(Refusal::Crashed)?
            .map_err(|why| Refusal::Policy {
                policy: policy.name().to_owned(),
                why,
            })
    }

    /// Returns the time; the latest of the records if there is none.
    pub fn time(&self) -> Moment {
        let now = caught(|| self.gate.around().clock.now());
        now.ok()
            .and_then(Result::ok)
            .unwrap_or_else(|| self.scribe.latest())
    }

    pub fn earning(&self) -> Option<&Earning> {
        self.setup.earning.as_ref()
    }

    /// Allows nothing more.
    pub fn halt(&self, why: String) {
        // Whoever was first said why.
        let _ = self.halted.set(why);
    }
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard")
            .field("run", &self.run_name())
            .field("gate", &self.0.gate)
            .field("mode", &self.0.mode)
            .finish_non_exhaustive()
    }
}

/// Returns what a cost sets aside.
pub(super) fn ceiling(cost: &Cost) -> Amounts {
    match cost {
        Cost::Nothing => Amounts::NONE,
        Cost::Known(amounts) | Cost::AtMost(amounts) => *amounts,
    }
}
