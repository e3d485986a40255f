//! Threads against shared systems: right ones pass, lawbreakers are caught.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use lawful::machine::{
    Alone, Ending, Exception, RaceError, RaceFault, RaceReport, Races, Reference, Run,
    SharedSystem, perform_together, race, refine,
};
use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// A reference that is a function of the state and the command.
struct Machine<S, C, R>(fn(&mut S, &C) -> R);

impl<S, C, R> Reference for Machine<S, C, R>
where
    S: Clone + Default,
    C: Clone,
    R: Clone + PartialEq,
{
    type State = S;
    type Command = C;
    type Response = R;

    fn initial(&self) -> S {
        S::default()
    }

    fn step(&self, state: &mut S, command: &C) -> Result<R, Exception> {
        Ok((self.0)(state, command))
    }
}

/// The right system: the reference behind a lock.
struct Locked<S, C, R>(Machine<S, C, R>);

impl<S: Default, C, R> SharedSystem for Locked<S, C, R> {
    type Command = C;
    type Response = R;
    type Live = Mutex<S>;

    fn start(&self) -> Result<Mutex<S>, Exception> {
        Ok(Mutex::default())
    }

    fn perform(&self, live: &Mutex<S>, command: &C) -> Result<R, Exception> {
        Ok((self.0.0)(&mut live.lock().unwrap(), command))
    }
}

/// A system given by how it starts and how it performs.
struct Lawbreaker<L, C, R> {
    start: fn() -> L,
    perform: fn(&L, &C) -> R,
}

impl<L, C, R> SharedSystem for Lawbreaker<L, C, R> {
    type Command = C;
    type Response = R;
    type Live = L;

    fn start(&self) -> Result<L, Exception> {
        Ok((self.start)())
    }

    fn perform(&self, live: &L, command: &C) -> Result<R, Exception> {
        Ok((self.perform)(live, command))
    }
}

/// Three threads with four commands each, different ones in each round.
fn programs<C>(command: impl Fn(u64) -> C) -> impl FnMut(u64) -> Vec<Vec<C>> {
    move |round| {
        let number = |thread: u64, k: u64| {
            let mixed = (round * 12 + thread * 4 + k).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            command(mixed >> 40)
        };
        (0..3)
            .map(|thread| (0..4).map(|k| number(thread, k)).collect())
            .collect()
    }
}

fn rounds(rounds: u64) -> Races {
    Races {
        rounds,
        seed: 7,
        budget: 200_000,
    }
}

fn assert_passes<S, C, R>(machine: Machine<S, C, R>, command: impl Fn(u64) -> C)
where
    S: Clone + Default + Eq + Hash + Send,
    C: Clone + Debug + Send + Sync,
    R: Clone + Debug + PartialEq + Send,
{
    let report = race(
        &machine,
        &Locked(Machine(machine.0)),
        S::clone,
        programs(command),
        &rounds(300),
    )
    .unwrap();
    assert!(report.finding.is_none(), "{report:?}");
    assert_eq!(
        (report.rounds, report.operations, report.gave_up),
        (300, 3_600, 0)
    );
    assert!(report.effective() > 0, "no round had any overlap");
    assert_eq!(report.effective() + report.no_overlap, 300);
}

/// Returns what a lawbreaker does to be caught.
fn caught<S, C, R, L>(
    machine: Machine<S, C, R>,
    lawbreaker: &Lawbreaker<L, C, R>,
    command: impl Fn(u64) -> C,
) -> RaceReport<C, R>
where
    S: Clone + Default + Eq + Hash,
    L: Sync,
    C: Clone + Debug + Send + Sync,
    R: Clone + Debug + PartialEq + Send,
{
    let report = race(
        &machine,
        lawbreaker,
        S::clone,
        programs(command),
        &rounds(20_000),
    )
    .unwrap();
    let finding = report.finding.as_ref().unwrap();
    assert_eq!(finding.round + 1, report.rounds);
    if let RaceFault::NotLinearizable {
        longest,
        cannot_follow,
    } = &finding.fault
    {
        assert!(longest.len() < finding.history.operations().len());
        // Each blocked operation got another response than the right one.
        for blocked in cannot_follow {
            let operation = &finding.history.operations()[blocked.operation];
            let Ending::Returned { response, .. } = &operation.ending else {
                panic!("a pending operation is never blocked");
            };
            assert_ne!(*response, blocked.expected);
        }
    }
    report
}

fn assert_not_linearizable<C, R>(report: &RaceReport<C, R>)
where
    C: Debug,
    R: Debug,
{
    let fault = report.finding.as_ref().map(|finding| &finding.fault);
    assert!(
        matches!(fault, Some(RaceFault::NotLinearizable { .. })),
        "{report:?}"
    );
}

/// Adds one and answers the sum, or reads.
const COUNTER: Machine<u64, bool, u64> = Machine(|state, add| {
    *state += u64::from(*add);
    *state
});

/// Writes and answers 0, or reads.
const REGISTER: Machine<u64, Option<u64>, u64> = Machine(|state, write| match write {
    Some(value) => {
        *state = *value;
        0
    }
    None => *state,
});

/// Puts in and answers nothing, or takes out.
const QUEUE: Machine<VecDeque<u64>, Option<u64>, Option<u64>> =
    Machine(|state, command| match command {
        Some(value) => {
            state.push_back(*value);
            None
        }
        None => state.pop_front(),
    });

/// A key, and what to insert there; nothing removes.
type Change = (u64, Option<u64>);

/// Inserts or removes at a key, and answers the old value.
const MAP: Machine<BTreeMap<u64, u64>, Change, Option<u64>> =
    Machine(|state, (key, value)| match value {
        Some(value) => state.insert(*key, *value),
        None => state.remove(key),
    });

fn sometimes(number: u64) -> Option<u64> {
    (!number.is_multiple_of(2)).then_some(number % 7)
}

#[test]
fn right_systems_pass() {
    assert_passes(COUNTER, |number| number % 3 != 0);
    assert_passes(REGISTER, sometimes);
    assert_passes(QUEUE, sometimes);
    assert_passes(MAP, |number| (number / 7 % 2, sometimes(number)));
}

#[test]
fn a_torn_counter_is_caught() {
    let torn = Lawbreaker {
        start: || AtomicU64::new(0),
        perform: |live: &AtomicU64, add: &bool| {
            let sum = live.load(Ordering::SeqCst) + u64::from(*add);
            thread::yield_now();
            live.store(sum, Ordering::SeqCst);
            sum
        },
    };
    assert_not_linearizable(&caught(COUNTER, &torn, |_| true));
    // One thread alone cannot see the fault.
    let run = refine(&COUNTER, &Alone(&torn), &[true, true, false, true]);
    assert_eq!(
        run,
        Run::Agrees {
            responses: vec![1, 2, 2, 3]
        }
    );
}

thread_local! {
    /// What this thread read last. Each round has fresh threads.
    static READ_BEFORE: Cell<Option<u64>> = const { Cell::new(None) };
}

#[test]
fn a_register_with_a_cache_per_thread_is_caught() {
    let stale = Lawbreaker {
        start: || AtomicU64::new(0),
        perform: |live: &AtomicU64, write: &Option<u64>| match write {
            Some(value) => {
                live.store(*value, Ordering::SeqCst);
                READ_BEFORE.set(None);
                0
            }
            None => {
                let value = READ_BEFORE
                    .get()
                    .unwrap_or_else(|| live.load(Ordering::SeqCst));
                READ_BEFORE.set(Some(value));
                value
            }
        },
    };
    assert_not_linearizable(&caught(REGISTER, &stale, sometimes));
}

#[test]
fn a_queue_that_loses_an_element_under_contention_is_caught() {
    let losing = Lawbreaker {
        start: || Mutex::new(VecDeque::new()),
        perform: |live: &Mutex<VecDeque<u64>>, command: &Option<u64>| match command {
            Some(value) => {
                // Somebody else has the lock: the value is lost.
                if let Ok(mut queue) = live.try_lock() {
                    queue.push_back(*value);
                    thread::yield_now();
                }
                None
            }
            None => live.lock().unwrap().pop_front(),
        },
    };
    assert_not_linearizable(&caught(QUEUE, &losing, sometimes));
}

#[test]
fn a_panic_under_contention_is_caught_and_the_operation_is_pending() {
    let fragile = Lawbreaker {
        start: || (AtomicU64::new(0), AtomicU64::new(0)),
        perform: |(value, users): &(AtomicU64, AtomicU64), add: &bool| {
            let alone = users.fetch_add(1, Ordering::SeqCst) == 0;
            thread::yield_now();
            assert!(alone, "not alone");
            let sum = value.fetch_add(u64::from(*add), Ordering::SeqCst) + u64::from(*add);
            users.fetch_sub(1, Ordering::SeqCst);
            sum
        },
    };
    let report = caught(COUNTER, &fragile, |_| true);
    let finding = report.finding.unwrap();
    let RaceFault::Raised(raised) = finding.fault else {
        panic!("{:?}", finding.fault);
    };
    assert_eq!(raised.exception.message, "panicked: not alone");
    assert!(raised.exception.place.contains("machine_race.rs:"));
    let operation = &finding.history.operations()[raised.operation];
    assert!(!operation.has_returned());
    // The thread stopped there.
    let later = finding.history.operations().iter();
    assert_eq!(
        later
            .filter(|o| o.thread == operation.thread && o.called > operation.called)
            .count(),
        0
    );
}

/// A counter that raises when it is dropped with a value above 2.
struct Heavy(Mutex<u64>);

impl Drop for Heavy {
    fn drop(&mut self) {
        assert!(*self.0.get_mut().unwrap() <= 2, "too heavy");
    }
}

#[test]
fn a_panic_at_the_end_is_caught() {
    let heavy = Lawbreaker {
        start: || Heavy(Mutex::new(0)),
        perform: |live: &Heavy, add: &bool| {
            let mut value = live.0.lock().unwrap();
            *value += u64::from(*add);
            *value
        },
    };
    let report = caught(COUNTER, &heavy, |_| true);
    let fault = report.finding.unwrap().fault;
    assert!(
        matches!(fault, RaceFault::Stop(exception) if exception.message == "panicked: too heavy")
    );
}

#[test]
fn one_thread_has_no_overlap_and_says_nothing() {
    let one = |_| vec![vec![true, true]];
    let report = race(&COUNTER, &Locked(COUNTER), u64::clone, one, &rounds(10)).unwrap();
    assert_eq!((report.rounds, report.no_overlap), (10, 10));
    assert_eq!(report.effective(), 0);
    let none = |_| Vec::new();
    let report = race(&COUNTER, &Locked(COUNTER), u64::clone, none, &rounds(10)).unwrap();
    assert_eq!((report.operations, report.effective()), (0, 0));
}

#[test]
fn a_search_without_budget_decides_nothing() {
    let races = Races {
        budget: 3,
        ..rounds(10)
    };
    let commands = programs(|_| true);
    let report = race(&COUNTER, &Locked(COUNTER), u64::clone, commands, &races).unwrap();
    assert_eq!((report.gave_up, report.effective()), (10, 0));
}

#[test]
fn the_history_holds_every_command_in_the_order_of_its_thread() {
    let programs = vec![vec![true, false, true], vec![], vec![false, true]];
    let execution = perform_together(&Locked(COUNTER), &programs, 1, false).unwrap();
    assert_eq!((execution.raised.len(), execution.stop), (0, None));
    for (thread, program) in programs.iter().enumerate() {
        let mut of_thread: Vec<_> = execution.history.operations().iter().collect();
        of_thread.retain(|operation| operation.thread == thread);
        assert!(of_thread.is_sorted_by_key(|operation| operation.called));
        let commands: Vec<bool> = of_thread.iter().map(|o| o.command).collect();
        assert_eq!(commands, *program);
    }
}

#[test]
fn races_that_cannot_be_run_are_refused() {
    let many = vec![vec![true]; 65];
    let error = perform_together(&Locked(COUNTER), &many, 1, false).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`65` programs are too many: at most 64 threads run together"
    );
    let closed: Lawbreaker<u64, bool, u64> = Lawbreaker {
        start: || panic!("closed"),
        perform: |_, _| 0,
    };
    let error = perform_together(&closed, &[vec![true]], 1, true).unwrap_err();
    assert!(
        matches!(error, RaceError::Start(exception) if exception.message == "panicked: closed")
    );
}

#[test]
fn threads_that_meet_overlap_for_sure() {
    for seed in 0..200 {
        let programs = [vec![true], Vec::new(), vec![false], vec![true, false]];
        let execution = perform_together(&Locked(COUNTER), &programs, seed, true).unwrap();
        // The first operations of the three threads, pairwise.
        assert!(execution.history.overlaps() >= 3, "{execution:?}");
    }
}

/// A command that cannot be copied in time.
#[derive(Debug, PartialEq, Eq)]
struct Fragile(bool);

impl Clone for Fragile {
    fn clone(&self) -> Self {
        assert!(!self.0, "fragile");
        Fragile(self.0)
    }
}

#[test]
fn nobody_waits_for_a_thread_that_is_gone() {
    let system = Lawbreaker {
        start: || (),
        perform: |(): &(), _: &Fragile| 0_u8,
    };
    let programs = [vec![Fragile(false)], vec![Fragile(true)]];
    // The panic is printed: it is not the system's.
    let error = perform_together(&system, &programs, 1, true).unwrap_err();
    assert!(matches!(error, RaceError::Thread(_)), "{error}");
}
