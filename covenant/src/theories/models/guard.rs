//! Guards as a model of [`Guarding`].

use crate::budget::{Amounts, Balance, Resource};
use crate::call::{Call, Cost};
use crate::capability::Permissions;
use crate::clock::{Clock, ClockError, Moment};
use crate::lifecycle::{Covenant, Granted};
use crate::run::{Guard, Kind, Outcome, Policy, RunSetup};
use crate::theories::world::{self, START};
use crate::theories::{Guarding, Happened};
use lawful::rng::Rng;
use lawful::{Sort, register};
use lawful_platform::{PublicKey, SoftwareKey};
use lawful_trace::checkpoint::NoteName;
use lawful_trace::{Ledger, MemoryLedger, NodeView};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

struct Guards;

/// One call, and what fails meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asking {
    allowed: bool,
    no_clock: bool,
    no_policy: bool,
    /// How the tool ends; nothing if nobody says.
    ends: Option<Outcome>,
    /// What it spends of the three units that are set aside, if it says so.
    spends: Option<u8>,
}

fn asking(rng: &mut Rng) -> Asking {
    let mut once_in = |n: usize| rng.below(n) == 0;
    Asking {
        allowed: !once_in(4),
        no_clock: once_in(6),
        no_policy: once_in(6),
        ends: match once_in(5) {
            true => None,
            false if once_in(3) => Some(Outcome::Failed),
            false => Some(Outcome::Succeeded),
        },
        spends: (!once_in(4)).then(|| 1 + u8::from(once_in(2))),
    }
}

const PLAIN: Asking = Asking {
    allowed: true,
    no_clock: false,
    no_policy: false,
    ends: Some(Outcome::Succeeded),
    spends: Some(1),
};

/// What can be taken away while a guard is open.
#[derive(Default)]
struct Taken {
    clock: AtomicBool,
    policy: AtomicBool,
}

struct FragileClock(Arc<Taken>);

impl Clock for FragileClock {
    fn now(&self) -> Result<Moment, ClockError> {
        match self.0.clock.load(Ordering::SeqCst) {
            true => Err(ClockError::Unavailable("it was taken away".to_owned())),
            false => Ok(START),
        }
    }
}

struct FragilePolicy(Arc<Taken>);

impl Policy for FragilePolicy {
    fn name(&self) -> &str {
        "fragile"
    }

    fn check(&self, _: &Call, _: &PublicKey) -> Result<(), String> {
        match self.0.policy.load(Ordering::SeqCst) {
            true => Err("the policy cannot be read".to_owned()),
            false => Ok(()),
        }
    }
}

const GRANTED: i128 = 12;

fn calls(number: u8) -> Amounts {
    Amounts::of(Resource::Calls, i128::from(number)).unwrap_or_default()
}

/// Signed once: every case runs under it.
static COVENANT: LazyLock<Option<Covenant<Granted>>> = LazyLock::new(|| {
    let permissions = Permissions::parse(["a:b"]).ok()?;
    let budget = Amounts::of(Resource::Calls, GRANTED).ok()?;
    world::granted(world::terms(permissions, budget, BTreeSet::new())?)
});

fn run(program: &[Asking]) -> Option<Vec<Happened>> {
    let taken = Arc::new(Taken::default());
    let around = world::around(FragileClock(Arc::clone(&taken)));
    let ledger = Arc::new(MemoryLedger::new());
    let origin: NoteName = "law".parse().ok()?;
    let signer = SoftwareKey::from_ed25519_seed(&[3; 32]);
    let setup = RunSetup::new(ledger.clone())
        .with_policy(Arc::new(FragilePolicy(Arc::clone(&taken))))
        .with_signer(origin, Arc::new(signer));
    let guard = Guard::open(COVENANT.as_ref()?, &around, setup).ok()?;
    let mut all = Vec::new();
    let mut spent = 0;
    for (number, asking) in program.iter().enumerate() {
        let free = guard.gate().account().balance().ok()?.free;
        all.push(Happened::Asked {
            // The budget denies too.
            allowed: asking.allowed && free.lacks(&calls(3)).is_none(),
            decidable: !asking.no_clock && !asking.no_policy,
        });
        taken.clock.store(asking.no_clock, Ordering::SeqCst);
        taken.policy.store(asking.no_policy, Ordering::SeqCst);
        let action = if asking.allowed { "a:b" } else { "a:c" };
        let call = world::call(action)?.with_cost(Cost::AtMost(calls(3)));
        let mut seen = ledger.len();
        let running = guard.begin(&call, &[]);
        seen = records(&ledger, seen, number, &mut all);
        if let Ok(running) = running {
            all.push(Happened::Ran(number));
            spent += u64::from(asking.spends.filter(|_| asking.ends.is_some()).unwrap_or(3));
            match asking.ends {
                None => drop(running),
                Some(outcome) => {
                    let said = asking.spends.map(calls);
                    let _ = running.finish(outcome, said.as_ref(), None);
                }
            }
            records(&ledger, seen, number, &mut all);
        }
        taken.clock.store(false, Ordering::SeqCst);
        all.push(balance(&guard.gate().account().balance().ok()?, spent));
    }
    let signed = guard.seal().ok()?.text().split('\n').nth(1)?.parse().ok()?;
    all.push(Happened::Sealed(signed, ledger.len()));
    Some(all)
}

/// Adds what was recorded since; returns how many records there are.
fn records(ledger: &MemoryLedger, since: u64, call: usize, all: &mut Vec<Happened>) -> u64 {
    let length = ledger.len();
    ledger.visit(since..length, &mut |_, node: NodeView<'_>| {
        let kind = node.kind().and_then(Kind::of_name);
        all.extend(kind.map(|kind| Happened::Recorded(call, kind)));
        ControlFlow::Continue(())
    });
    length
}

fn balance(balance: &Balance, recorded: u64) -> Happened {
    let calls = |amounts: &Amounts| amounts.get(Resource::Calls);
    let parts = [
        &balance.spent,
        &balance.reserved,
        &balance.free,
        &balance.escrowed,
    ];
    Happened::Balance {
        granted: calls(&balance.granted),
        accounted: parts.into_iter().map(calls).sum(),
        spent: calls(&balance.spent),
        recorded,
    }
}

impl Guarding for Guards {
    type Program = Vec<Asking>;
    type Trail = Vec<Happened>;

    fn program(&self) -> Sort<Vec<Asking>> {
        Sort::drawn(|rng: &mut Rng| {
            let length = rng.below(5);
            (0..length).map(|_| asking(rng)).collect()
        })
        .edges_from(vec![Vec::new(), vec![PLAIN], vec![PLAIN; 6]])
    }

    fn trail(&self) -> Sort<Vec<Happened>> {
        Sort::finite([Vec::new()])
    }

    fn run(&self, p: &Vec<Asking>) -> Vec<Happened> {
        // A guard that cannot be opened has covered nothing, and that breaks a law.
        run(p).unwrap_or_else(|| vec![Happened::Sealed(0, 1)])
    }

    fn authorised_first(&self, t: &Vec<Happened>) -> bool {
        Happened::authorised_first(t)
    }

    fn returned_once(&self, t: &Vec<Happened>) -> bool {
        Happened::returned_once(t)
    }

    fn denials_recorded(&self, t: &Vec<Happened>) -> bool {
        Happened::denials_recorded(t)
    }

    fn faults_denied(&self, t: &Vec<Happened>) -> bool {
        Happened::faults_denied(t)
    }

    fn conserved(&self, t: &Vec<Happened>) -> bool {
        Happened::conserved(t)
    }

    fn covered(&self, t: &Vec<Happened>) -> bool {
        Happened::covered(t)
    }
}

register! {
    id: "covenant.guard",
    version: "1",
    about: "guards over a ledger in memory",
    model: Guards,
    theories: [crate::theories::Guarding],
}
