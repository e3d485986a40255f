//! Systems, references and samplers that misbehave: clear verdicts, and nothing hangs.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::check::{Config, Regressions, Silent, check};
use lawful::evidence::{Evidence, Failure, Status, Verdict};
use lawful::machine::{AnySystem, Exception, Live, Run, find_machine};
use lawful::machines::{Counter, counter};
use lawful::model::{BuilderError, Model, ModeledBy};
use lawful::theory::Law;
use lawful::{Checked, Has, Sort, Value, machine};
use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    Start,
    /// Panics once the total is 3 or more.
    AtThree,
    /// Panics when it is dropped with 3 or more.
    Drop,
    /// Does not come back once the total is 3 or more.
    Hang,
}

struct Faulty(Fault);

struct Running {
    fault: Fault,
    total: AtomicI64,
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.fault == Fault::Drop && self.total.load(SeqCst) >= 3 {
            panic!("not empty");
        }
    }
}

impl Counter for Faulty {
    type Live = Running;
    fn start(&self) -> Running {
        assert!(self.0 != Fault::Start, "no room");
        Running {
            fault: self.0,
            total: AtomicI64::new(0),
        }
    }
    fn add(&self, live: &Running, n: &i64) -> i64 {
        let total = live.total.fetch_add(*n, SeqCst).wrapping_add(*n);
        match self.0 {
            Fault::AtThree if total >= 3 => panic!("three"),
            Fault::Hang if total >= 3 => loop {
                thread::park();
            },
            _ => total,
        }
    }
    fn get(&self, live: &Running) -> i64 {
        live.total.load(SeqCst)
    }
}

fn evidence<T: ModeledBy<M>, M: Send + Sync + 'static>(model: M, config: &Config) -> Evidence {
    let model = lawful::model::of::<T, M>("test.model", "1", model).unwrap();
    let nothing = Regressions::default();
    let report = check(&[Arc::new(model)], config, &nothing, &mut Silent).unwrap();
    report.evidence.into_iter().next().unwrap()
}

#[test]
fn a_panic_is_the_outcome_of_its_case() {
    for (fault, program, said, words) in [
        (
            Fault::Start,
            "no command",
            "no room",
            "the system does not start",
        ),
        (Fault::AtThree, "add(3)", "three", "`add(3)`"),
        (
            Fault::Drop,
            "add(3)",
            "not empty",
            "dropping the system raises",
        ),
    ] {
        let found = evidence::<counter::Theory, _>(Faulty(fault), &Config::default());
        for law in &found.laws {
            let Verdict::Refuted { counterexample } = law.verdict() else {
                panic!("{} {:?}", law.law, law.verdict());
            };
            let Failure::Raised { message, place } = &counterexample.failure else {
                panic!("{counterexample:?}");
            };
            assert!(message.ends_with(said), "{message}");
            assert!(place.contains("machines_trouble.rs:"), "{place}");
            assert!(
                counterexample
                    .first_difference
                    .as_ref()
                    .unwrap()
                    .contains(words),
                "{counterexample:?}"
            );
            if law.law.ends_with("refinement") {
                assert_eq!(counterexample.substitution[0].value, program);
            }
        }
    }
}

#[test]
fn a_hang_is_stopped_by_the_deadline() {
    let config = Config {
        deadline: Duration::from_millis(200),
        ..Config::default()
    };
    let found = evidence::<counter::Theory, _>(Faulty(Fault::Hang), &config);
    assert_eq!(found.laws.len(), 2);
    for law in &found.laws {
        let Verdict::NotRun { why } = law.verdict() else {
            panic!("{} {:?}", law.law, law.verdict());
        };
        assert!(why.starts_with("hangs: no answer within"), "{why}");
    }
}

/// A system that is interrupted by the user, as a Python object may be.
struct Interrupted;

impl AnySystem for Interrupted {
    fn start(&self) -> Result<Live, Exception> {
        Ok(Box::new(()))
    }

    fn perform(
        &self,
        _: &(dyn Any + Send + Sync),
        _: &str,
        _: &[Value],
    ) -> Result<Value, Exception> {
        Err(Exception {
            interrupted: true,
            ..Exception::new("KeyboardInterrupt")
        })
    }
}

#[test]
fn an_interruption_is_nobodys_fault() {
    let mut builder = Model::builder("test.interrupted", "1").unwrap();
    builder.machine(find_machine("counter").unwrap(), Arc::new(Interrupted));
    let models = [Arc::new(builder.build().unwrap())];
    let nothing = Regressions::default();
    let report = check(&models, &Config::default(), &nothing, &mut Silent).unwrap();
    for law in &report.evidence[0].laws {
        assert!(
            matches!(law.verdict(), Verdict::NotRun { why } if why == "interrupted"),
            "{law:?}"
        );
    }
}

machine! {
    /// A machine whose reference does not know everything.
    machine Unsure {
        state sum: u32 = 0;
        /// Adds.
        command add(n: u32 in Sort::finite([1, 2, 3])) -> u32 {
            *sum += n;
            assert!(*sum < 100, "beyond me");
            *sum
        }
    }
}

machine! {
    /// A machine that never lets anything happen.
    machine Closed {
        state open: bool = false;
        /// Enters.
        command enter() if *open {}
    }
}

machine! {
    /// A machine whose argument has no values.
    machine Empty {
        state nothing: () = ();
        /// Takes what is not there.
        command take(item: u8 in Sort::finite([])) {}
    }
}

#[test]
fn a_reference_that_raises_says_nothing_about_the_system() {
    struct Plain;
    impl Unsure for Plain {
        type Live = u32;
        fn start(&self) -> u32 {
            0
        }
        fn add(&self, live: &mut u32, n: &u32) -> u32 {
            *live += n;
            *live
        }
    }
    // Thirty commands of at most three stay below a hundred.
    assert!(evidence::<unsure::Theory, _>(Plain, &Config::default()).is_good());
    let run = unsure::run(Plain, vec![unsure::Command::Add(3); 34]);
    let Run::NoReference { index, exception } = run else {
        panic!("{run:?}");
    };
    assert_eq!(index, 33);
    assert_eq!(exception.message, "panicked: beyond me");
}

#[test]
fn without_an_allowed_command_the_law_is_vacuous() {
    let found = evidence::<closed::Theory, _>(closed::Reference, &Config::default());
    assert!(
        matches!(
            found.laws[0].verdict(),
            Verdict::Vacuous {
                effective: 0,
                floor: 20,
                ..
            }
        ),
        "{found:?}"
    );
}

#[test]
fn a_sampler_without_values_is_reported() {
    let found = evidence::<empty::Theory, _>(empty::Reference, &Config::default());
    let Verdict::NotRun { why } = found.laws[0].verdict() else {
        panic!("{found:?}");
    };
    assert_eq!(
        why,
        "a sampler raised: panicked: the sampler gave no value: the enumeration is empty"
    );
}

/// Counts as it should for one thread only.
struct Hasty;

impl Counter for Hasty {
    type Live = AtomicI64;
    fn start(&self) -> AtomicI64 {
        AtomicI64::new(0)
    }
    fn add(&self, live: &AtomicI64, n: &i64) -> i64 {
        let total = live.load(SeqCst).wrapping_add(*n);
        thread::yield_now();
        live.store(total, SeqCst);
        total
    }
    fn get(&self, live: &AtomicI64) -> i64 {
        live.load(SeqCst)
    }
}

lawful::register! {
    id: "test.hasty",
    version: "1",
    about: "a counter for one thread",
    model: Hasty,
    theories: [lawful::machines::Counter],
    fails: [counter::Linearizable],
}

#[test]
fn a_negative_claim_about_a_machine_is_witnessed() {
    let models = lawful::registry::models().unwrap();
    let hasty = models.iter().find(|m| m.id() == "test.hasty").unwrap();
    let nothing = Regressions::default();
    let models = [Arc::clone(hasty)];
    let report = check(&models, &Config::default(), &nothing, &mut Silent).unwrap();
    let status = |law: &str| report.evidence[0].law(law).unwrap().status();
    assert_eq!(status("counter.refinement"), Status::Holds);
    assert_eq!(status("counter.linearizable"), Status::Witnessed);
    assert!(report.is_good());
}

#[test]
fn a_witness_against_a_machine_is_refused() {
    let mut builder = Model::builder("test.witness", "1").unwrap();
    builder.theory::<counter::Theory, _>(&Arc::new(Hasty));
    let witness = vec![Value::new(1_i64)];
    builder.fails(counter::Linearizable::define(), Some(witness));
    assert!(matches!(
        builder.build(),
        Err(BuilderError::Program { law, .. }) if law == "counter.linearizable"
    ));
}

/// An algorithm that shares a counter between threads needs the law.
fn count_together<M: Counter, Ls, I>(checked: &Checked<M, Ls>, threads: i64) -> i64
where
    Checked<M, Ls>: Has<counter::Linearizable, I>,
{
    let live = checked.start();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| (0..100).for_each(|_| _ = checked.add(&live, &1)));
        }
    });
    checked.get(&live)
}

#[test]
fn evidence_on_machines_is_a_type() {
    let right = Faulty(Fault::None);
    let checked: Checked<_, counter::Laws> =
        lawful::checked::<counter::Theory, _>("test.right", right).unwrap();
    assert_eq!(count_together(&checked, 4), 400);
    let broken = lawful::checked::<counter::Theory, _>("test.hasty2", Hasty).unwrap_err();
    assert!(
        broken
            .to_string()
            .contains("`counter.linearizable` is refuted"),
        "{broken}"
    );
}
