//! The limits that covenants must reach, each beside its peer, in one run:
//! `cargo bench -p lawful-covenant --bench limits`, and with `--features peers` beside Cedar and
//! biscuit too. A name after `--` runs one section: `checks`, `debits`, `chains`, `runs`, `peers`.
//!
//! Every figure is the least of many short runs; read the ratios, machines are noisy.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a benchmark fails by panicking"
)]

use lawful_covenant::budget::{Account, Amounts, Resource};
use lawful_covenant::call::{Call, Cost};
use lawful_covenant::capability::{Action, Circumstances, Compiled, Permissions, Unknown};
use lawful_covenant::clock::{Clock, ClockError, Moment, SystemClock, Watch};
use lawful_covenant::delegation::{Chain, Mandate, Request, Revocations, VerifiedChains};
use lawful_covenant::gate::{CovenantGate, Surroundings};
use lawful_covenant::lifecycle::{Covenant, Delegation, Granted, Terms};
use lawful_covenant::run::{Earning, Guard, RunSetup};
use lawful_platform::{Signer, SoftwareKey, TrustedKeys};
use lawful_trace::{Ledger, MemoryLedger, TraceNode};
use lawful_trust::TrustStore;
use std::collections::HashSet;
use std::convert::Infallible;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[cfg(feature = "peers")]
mod peers;

const MOST: i128 = i64::MAX as i128;

/// Returns the least time of one repetition, in nanoseconds: what is more is the machine's doing.
pub fn least(repetitions: u32, mut work: impl FnMut()) -> f64 {
    let each = repetitions.div_ceil(10);
    let times = (0..200).map(|_| {
        let started = Instant::now();
        for _ in 0..each {
            work();
        }
        started.elapsed()
    });
    let least = times.min().unwrap_or(Duration::MAX);
    least.as_secs_f64() * 1e9 / f64::from(each)
}

/// A clock without ticks.
struct ExactClock;

impl Clock for ExactClock {
    fn now(&self) -> Result<Moment, ClockError> {
        SystemClock.now()
    }
}

fn key(number: u8) -> SoftwareKey {
    SoftwareKey::from_ed25519_seed(&[number; 32])
}

/// Permissions of which the last one is asked for: exact names, and one tree.
pub fn texts(count: usize) -> Vec<String> {
    (0..count)
        .map(|n| match n % 2 {
            0 => format!("fs.write:/srv/app{}/file{n}", n % 50),
            _ => format!("fs.read:/srv/app{}/dir{n}/**", n % 50),
        })
        .collect()
}

fn granted(texts: &[String], depth: u8) -> Covenant<Granted> {
    // A recent time is a little behind.
    let now = SystemClock
        .recent()
        .unwrap_or_else(|| SystemClock.now().unwrap());
    let (owner, agent) = (key(1), key(2));
    let (grantor, holder) = (owner.public_key().clone(), agent.public_key().clone());
    let mut terms = Terms::new(grantor, holder, now, now.plus_millis(3_600_000)).unwrap();
    terms.permissions = Permissions::parse(texts.iter().map(String::as_str)).unwrap();
    terms.budget = Amounts::of(Resource::Calls, MOST).unwrap();
    terms.delegation = Delegation {
        depth,
        may_use: true,
    };
    let proposed = Covenant::propose(terms, &agent, now).unwrap();
    proposed.grant(&owner, now).unwrap()
}

fn around(clock: impl Clock + 'static) -> Surroundings {
    let watch = Arc::new(Watch::new(clock));
    Surroundings::new(Arc::new(Revocations::new()), watch)
}

fn checks() {
    println!("a permission check, ns (must: 100 with budget and expiry)");
    for count in [10, 10_000] {
        let texts = texts(count);
        let last = &texts[count - 2];
        let set: HashSet<String> = texts.iter().cloned().collect();
        let hashed = least(200_000, || {
            assert!(black_box(&set).contains(black_box(last.as_str())));
        });
        let below = format!("{}/a/b", texts[count - 1].trim_end_matches("/**"));
        let below: Action = below.parse().unwrap();
        let permissions = Permissions::parse(texts.iter().map(String::as_str)).unwrap();
        let compiled = Compiled::new(&permissions, &[]).unwrap();
        let holder = key(2).public_key().clone();
        let at = Circumstances {
            arguments: &serde_json::Value::Null,
            model: None,
            holder: &holder,
            now: Moment::default(),
            standing: &Unknown,
        };
        let call = Call::new(last.parse().unwrap());
        let walked = least(200_000, || {
            black_box(compiled.check(black_box(&call.action), &at));
        });
        let tree = least(200_000, || {
            black_box(compiled.check(black_box(&below), &at));
        });
        let gate = CovenantGate::open(&granted(&texts, 0), &around(SystemClock)).unwrap();
        let one = Amounts::of(Resource::Calls, 1).unwrap();
        let call = call.with_cost(Cost::Known(one));
        let decided = least(200_000, || {
            assert!(gate.decide(black_box(&call)).is_allowed());
        });
        let exact = CovenantGate::open(&granted(&texts, 0), &around(ExactClock)).unwrap();
        let exactly = least(200_000, || {
            assert!(exact.decide(black_box(&call)).is_allowed());
        });
        let ceiling = call.clone().with_cost(Cost::AtMost(one));
        let settled = least(200_000, || {
            let ticket = gate.decide(black_box(&ceiling)).into_ticket().unwrap();
            ticket.settle(&one).unwrap();
        });
        let parsed = least(50_000, || {
            black_box(black_box(last).parse::<Action>().unwrap());
        });
        println!("  with {count:>6} permissions");
        println!("    HashSet of names                 {hashed:8.1}");
        println!(
            "    automaton alone                  {walked:8.1}   ratio {:.2}",
            walked / hashed
        );
        println!(
            "    gate: clock, budget, revocation  {decided:8.1}   ratio {:.2}",
            decided / hashed
        );
        println!(
            "    the same, the clock read exactly {exactly:8.1}   ratio {:.2}",
            exactly / hashed
        );
        println!("    gate: reserve, then settle       {settled:8.1}");
        println!("    automaton, below a tree          {tree:8.1}");
        println!("    reading the action from text     {parsed:8.1}");
    }
    let tick = least(200_000, || {
        black_box(SystemClock.recent());
    });
    println!("    the time of the last tick        {tick:8.1}");
    let clock = least(200_000, || {
        black_box(SystemClock.now().unwrap());
    });
    println!("    the clock of the system alone    {clock:8.1}");
}

fn debits() {
    println!("\n8 threads on one budget, M debits/s (must: 5)");
    let account = Account::open(Amounts::of(Resource::Calls, MOST).unwrap());
    let one = Amounts::of(Resource::Calls, 1).unwrap();
    let each = 500_000u64;
    let mut rates: Vec<f64> = (0..7)
        .map(|_| {
            let started = Instant::now();
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        for _ in 0..each {
                            account.charge(&one, Moment::default()).unwrap();
                        }
                    });
                }
            });
            (8 * each) as f64 / started.elapsed().as_secs_f64() / 1e6
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    let spent = account.balance().unwrap().spent.get(Resource::Calls);
    assert_eq!(spent, 7 * 8 * each, "nothing is lost");
    println!(
        "  charges                            {:8.1}   none of {spent} lost",
        rates[3]
    );
}

fn chains() {
    println!("\na three-hop chain, us (must: 120 cold, 1 cached)");
    let covenant = granted(&texts(10), 2);
    let chain = Chain::new(&covenant).unwrap();
    let mut request = Request::all_of(&Mandate::from(&covenant), key(3).public_key().clone());
    request.delegation.depth = 1;
    let chain = chain.delegate(request.clone(), &key(2)).unwrap();
    request.holder = key(4).public_key().clone();
    let chain = chain.delegate(request, &key(3)).unwrap();
    let trusted = TrustedKeys::from_iter([key(1).public_key().clone()]);
    let revocations = Arc::new(Revocations::new());
    let now = SystemClock.now().unwrap();
    let cold = least(100, || {
        black_box(chain.verify(&trusted, &revocations, now).unwrap());
    });
    let known = VerifiedChains::new(trusted, revocations, 100);
    let cached = least(100_000, || {
        black_box(known.verify(&chain, now).unwrap());
    });
    let bytes = chain.to_bytes();
    let read = least(100, || {
        black_box(Chain::from_bytes(black_box(&bytes)).unwrap());
    });
    println!("  grant and two links, cold          {:8.2}", cold / 1e3);
    println!("  cached                             {:8.3}", cached / 1e3);
    println!(
        "  reading {:>5} bytes                {:8.2}",
        bytes.len(),
        read / 1e3
    );
}

fn runs() {
    println!("\na full guarded call, ns (must: 3000)");
    let covenant = granted(&texts(10), 0);
    let one = Amounts::of(Resource::Calls, 1).unwrap();
    let call = Call::new(texts(10)[8].parse().unwrap());
    let known = call.clone().with_cost(Cost::Known(one));
    let ceiling = call.with_cost(Cost::AtMost(one));
    let open = |setup: RunSetup| Guard::open(&covenant, &around(SystemClock), setup).unwrap();
    let fresh = || RunSetup::new(Arc::new(MemoryLedger::new()));
    let ask = |guard: &Guard, call: &Call| {
        let done = guard.run(black_box(call), &[], |_| Ok::<_, Infallible>(()));
        assert!(done.unwrap().receipt.troubles.is_empty());
    };
    let guard = open(fresh());
    let plain = least(5_000, || ask(&guard, &known));
    let guard = open(fresh());
    let settled = least(5_000, || ask(&guard, &ceiling));
    let earning = Earning::new(TrustStore::memory(), "agent:bench", 0.01).unwrap();
    let guard = open(fresh().with_trust(earning));
    let trusted = least(5_000, || ask(&guard, &known));
    let guard = open(fresh());
    let denied = Call::new("fs.write:/etc/passwd".parse().unwrap());
    let refused = least(5_000, || {
        assert!(guard.begin(black_box(&denied), &[]).is_err());
    });
    let digest = least(50_000, || {
        black_box(black_box(&known).digest());
    });
    // The bare minimum that any such guard does: four nodes on a ledger.
    let ledger = MemoryLedger::new();
    let mut number = 0u64;
    let bare = least(5_000, || {
        let ids: Vec<String> = (0..4).map(|part| format!("run/{number}/{part}")).collect();
        let nodes: Vec<TraceNode> = ids
            .iter()
            .map(|id| TraceNode::new(id, "bench", 1).unwrap())
            .collect();
        number += 1;
        ledger.extend(&nodes).unwrap();
    });
    println!("  four bare nodes on the ledger      {bare:8.0}");
    println!(
        "  known cost                         {plain:8.0}   ratio {:.2}",
        plain / bare
    );
    println!("  reserved, then settled             {settled:8.0}");
    println!("  with trust from the outcome        {trusted:8.0}");
    println!("  denied (two nodes)                 {refused:8.0}");
    println!("  of that, the digest of the call    {digest:8.0}");
    let sealed = open(fresh().with_signer("bench".parse().unwrap(), Arc::new(key(9))));
    (0..1000).for_each(|_| ask(&sealed, &known));
    let seal = least(20, || {
        black_box(sealed.seal().unwrap());
    });
    println!("  signing the head, us               {:8.1}", seal / 1e3);
}

fn main() {
    let only = std::env::args().nth(1).filter(|name| name != "--bench");
    let section = |name: &str, run: fn()| {
        if only.as_deref().is_none_or(|only| only == name) {
            run();
        }
    };
    section("checks", checks);
    section("debits", debits);
    section("chains", chains);
    section("runs", runs);
    #[cfg(feature = "peers")]
    section("peers", peers::run);
}
