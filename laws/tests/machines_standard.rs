//! The standard machines: systems that are right pass, lawbreakers are refuted with the smallest
//! program, and what refuted once is found again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::check::{Config, Regressions, Silent, check, replay_case, replay_token};
use lawful::evidence::{Counterexample, Evidence, Failure, Phase, Report, Verdict};
use lawful::machines::*;
use lawful::model::{Model, ModeledBy};
use lawful::theory::{Lawbreaker, find_theory, lawbreakers};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, RwLock};

fn run(models: &[Arc<Model>], regressions: &Regressions) -> Report {
    check(models, &Config::default(), regressions, &mut Silent).unwrap()
}

fn evidence<T: ModeledBy<M>, M: Send + Sync + 'static>(model: M) -> Evidence {
    lawful::evidence_of::<T, M>("test.model", model).unwrap()
}

/// A counter without a lock.
struct Atomic;
impl Counter for Atomic {
    type Live = AtomicI64;
    fn start(&self) -> AtomicI64 {
        AtomicI64::new(0)
    }
    fn add(&self, live: &AtomicI64, n: &i64) -> i64 {
        live.fetch_add(*n, SeqCst).wrapping_add(*n)
    }
    fn get(&self, live: &AtomicI64) -> i64 {
        live.load(SeqCst)
    }
}

impl Register for Atomic {
    type Live = AtomicI64;
    fn start(&self) -> AtomicI64 {
        AtomicI64::new(0)
    }
    fn read(&self, live: &AtomicI64) -> i64 {
        live.load(SeqCst)
    }
    fn write(&self, live: &AtomicI64, value: &i64) {
        live.store(*value, SeqCst);
    }
    fn compare_and_swap(&self, live: &AtomicI64, expected: &i64, value: &i64) -> bool {
        live.compare_exchange(*expected, *value, SeqCst, SeqCst)
            .is_ok()
    }
}

/// A map of another kind than the reference's.
struct Hashed;
impl Map for Hashed {
    type Live = RwLock<HashMap<i64, i64>>;
    fn start(&self) -> Self::Live {
        RwLock::default()
    }
    fn get(&self, live: &Self::Live, key: &i64) -> Option<i64> {
        live.read().unwrap().get(key).copied()
    }
    fn put(&self, live: &Self::Live, key: &i64, value: &i64) -> Option<i64> {
        live.write().unwrap().insert(*key, *value)
    }
    fn remove(&self, live: &Self::Live, key: &i64) -> Option<i64> {
        live.write().unwrap().remove(key)
    }
    fn len(&self, live: &Self::Live) -> u64 {
        live.read().unwrap().len() as u64
    }
}

/// A queue made of two stacks.
struct TwoStacks;
impl Queue for TwoStacks {
    type Live = Mutex<(Vec<i64>, Vec<i64>)>;
    fn start(&self) -> Self::Live {
        Mutex::default()
    }
    fn push(&self, live: &Self::Live, item: &i64) {
        live.lock().unwrap().0.push(*item);
    }
    fn pop(&self, live: &Self::Live) -> Option<i64> {
        let (back, front) = &mut *live.lock().unwrap();
        if front.is_empty() {
            front.extend(back.drain(..).rev());
        }
        front.pop()
    }
    fn len(&self, live: &Self::Live) -> u64 {
        let (back, front) = &*live.lock().unwrap();
        (back.len() + front.len()) as u64
    }
}

/// A stack that grows at the front.
struct Reversed;
impl Stack for Reversed {
    type Live = VecDeque<i64>;
    fn start(&self) -> VecDeque<i64> {
        VecDeque::new()
    }
    fn push(&self, live: &mut VecDeque<i64>, item: &i64) {
        live.push_front(*item);
    }
    fn pop(&self, live: &mut VecDeque<i64>) -> Option<i64> {
        live.pop_front()
    }
    fn top(&self, live: &mut VecDeque<i64>) -> i64 {
        // Programs ask for the top only if there is one.
        *live.front().unwrap()
    }
    fn len(&self, live: &mut VecDeque<i64>) -> u64 {
        live.len() as u64
    }
}

/// A log that is a map from places to entries.
struct Numbered;
impl Log for Numbered {
    type Live = Mutex<BTreeMap<u64, i64>>;
    fn start(&self) -> Self::Live {
        Mutex::default()
    }
    fn append(&self, live: &Self::Live, entry: &i64) -> u64 {
        let mut entries = live.lock().unwrap();
        let place = entries.len() as u64;
        entries.insert(place, *entry);
        place
    }
    fn get(&self, live: &Self::Live, place: &u64) -> Option<i64> {
        live.lock().unwrap().get(place).copied()
    }
    fn len(&self, live: &Self::Live) -> u64 {
        live.lock().unwrap().len() as u64
    }
    fn prefix(&self, live: &Self::Live, count: &u64) -> Vec<i64> {
        live.lock()
            .unwrap()
            .range(..count)
            .map(|(_, e)| *e)
            .collect()
    }
}

#[test]
fn systems_that_are_right_pass() {
    for found in [
        evidence::<counter::Theory, _>(Atomic),
        evidence::<register::Theory, _>(Atomic),
        evidence::<map::Theory, _>(Hashed),
        evidence::<queue::Theory, _>(TwoStacks),
        evidence::<stack::Theory, _>(Reversed),
        evidence::<log::Theory, _>(Numbered),
        evidence::<counter::Theory, _>(counter::Reference),
        evidence::<register::Theory, _>(register::Reference),
        evidence::<map::Theory, _>(map::Reference),
        evidence::<queue::Theory, _>(queue::Reference),
        evidence::<stack::Theory, _>(stack::Reference),
        evidence::<log::Theory, _>(log::Reference),
    ] {
        assert_eq!(
            found.laws.len(),
            if found.theories == ["stack"] { 1 } else { 2 }
        );
        for law in &found.laws {
            let Verdict::Tested {
                cases, effective, ..
            } = law.verdict()
            else {
                panic!("{} of {:?}: {:?}", law.law, found.theories, law.verdict());
            };
            let wanted = if law.law.ends_with(".refinement") {
                500
            } else {
                100
            };
            assert_eq!((cases, effective), (wanted, wanted), "{}", law.law);
        }
    }
}

fn machine_lawbreakers() -> Vec<(String, Lawbreaker)> {
    let mut all = lawbreakers();
    all.retain(|(theory, _)| lawful::machine::find_machine(theory).is_some());
    all
}

fn refutations(report: &Report) -> Vec<(String, String, Box<Counterexample>)> {
    let mut found = Vec::new();
    for evidence in &report.evidence {
        for law in &evidence.laws {
            if let Verdict::Refuted { counterexample } = law.verdict() {
                found.push((evidence.model.clone(), law.law.clone(), counterexample));
            }
        }
    }
    found
}

#[test]
fn a_broken_refinement_shrinks_to_the_smallest_program() {
    let models: Vec<_> = machine_lawbreakers()
        .into_iter()
        .map(|(_, b)| b.model)
        .collect();
    let found = refutations(&run(&models, &Regressions::default()));
    let smallest = |model: &str| -> &Counterexample {
        let mut all = found.iter();
        let one = all.find(|(m, law, _)| m == model && law.ends_with(".refinement"));
        &one.unwrap().2
    };
    for (model, program, left, right) in [
        (
            "lawbreaker.register.blind_swap",
            "compare_and_swap(1, 0)",
            "true",
            "false",
        ),
        (
            "lawbreaker.map.counts_the_dead",
            "put(0, 0); remove(0); len()",
            "1",
            "0",
        ),
        (
            "lawbreaker.queue.newest_of_three",
            "push(0); push(0); push(1); pop()",
            "some(1)",
            "some(0)",
        ),
        (
            "lawbreaker.stack.off_by_one",
            "push(0); push(0); push(0); len()",
            "4",
            "3",
        ),
        (
            "lawbreaker.log.drops_repeats",
            "append(0); append(0)",
            "0",
            "1",
        ),
    ] {
        let told = smallest(model);
        assert_eq!(told.substitution.len(), 1);
        assert_eq!(told.substitution[0].variable, "program");
        assert_eq!(told.substitution[0].value, program, "{model}");
        assert_eq!(
            told.failure,
            Failure::Unequal {
                left: left.to_owned(),
                right: right.to_owned(),
            },
        );
        // Both sides are the commands with their answers, and part at the last one.
        let commands: Vec<&str> = told.left.iter().map(|s| s.term.as_str()).collect();
        assert_eq!(commands.join("; "), program);
        let (last, before) = told.left.split_last().unwrap();
        let (right_last, right_before) = told.right.split_last().unwrap();
        assert_eq!(before, right_before);
        assert_eq!(
            (last.value.as_str(), right_last.value.as_str()),
            (left, right)
        );
        assert!(told.first_difference.as_ref().unwrap().contains(right));
        assert!(!told.shrink.out_of_budget);
        assert!(told.frequency.failed > 0);
    }
}

#[test]
fn numbers_shrink_to_the_border() {
    let found = machine_lawbreakers().into_iter();
    let (_, breaker) = found
        .into_iter()
        .find(|(_, b)| b.model.id() == "lawbreaker.counter.saturating")
        .unwrap();
    let found = refutations(&run(&[breaker.model], &Regressions::default()));
    for (_, law, told) in &found {
        let encoded = &told.encoded.as_ref().unwrap()[0];
        let threads: Vec<Vec<(String, Vec<String>)>> = serde_json::from_str(encoded).unwrap();
        let numbers: Vec<i128> = threads
            .iter()
            .flatten()
            .map(|(_, args)| args[0].parse().unwrap())
            .collect();
        assert_eq!(numbers.len(), 2, "{law} {encoded}");
        let beyond = [i128::from(i64::MIN) - 1, i128::from(i64::MAX) + 1];
        assert!(beyond.contains(&numbers.iter().sum()), "{law} {encoded}");
    }
    assert_eq!(found.len(), 2);
}

#[test]
fn a_history_without_an_order_is_told_in_lanes() {
    let (_, stale) = machine_lawbreakers()
        .into_iter()
        .find(|(_, b)| b.model.id() == "lawbreaker.register.stale")
        .unwrap();
    let found = refutations(&run(&[stale.model], &Regressions::default()));
    let [(_, law, told)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(law, "register.linearizable");
    assert_eq!(told.failure, Failure::False);
    // One thread alone sees nothing wrong, and two commands are enough.
    assert_eq!(told.left.len(), 2, "{:?}", told.left);
    for lane in ["thread 1: ", "thread 2: "] {
        assert!(told.substitution[0].value.contains(lane));
        assert!(told.left.iter().any(|step| step.term.starts_with(lane)));
    }
    assert!(told.left.iter().all(|step| step.term.contains("(time ")));
    // Then the longest order, and what cannot follow it.
    let (next, order) = told.right.split_last().unwrap();
    assert!(order.len() < told.left.len());
    assert!(order[0].term.starts_with("1. thread "));
    assert!(next.term.contains("? thread "), "{next:?}");
    assert!(next.value.contains(", but it answered "), "{next:?}");
    assert!(
        told.first_difference
            .as_ref()
            .unwrap()
            .contains(" operations at most: next, ")
    );
}

#[test]
fn what_refuted_once_refutes_again() {
    let all = machine_lawbreakers();
    let models: Vec<_> = all.iter().map(|(_, b)| b.model.clone()).collect();
    let report = run(&models, &Regressions::default());
    let found = refutations(&report);
    let broken: usize = all.iter().map(|(_, b)| b.breaks.len()).sum();
    assert_eq!(found.len(), broken);
    for (model, law, told) in &found {
        // By its number.
        let token = told.replay.parse().unwrap();
        let again =
            replay_token(&models, &token, &Config::default(), &Regressions::default()).unwrap();
        let Verdict::Refuted { counterexample } = again.verdict() else {
            panic!("{model} {law}: {:?}", again.verdict());
        };
        assert_eq!(counterexample.found, told.found);
        if law.ends_with(".refinement") {
            assert_eq!(counterexample, *told);
        }
        // By the shrunk program, as in a ready test.
        let values: Vec<&str> = told
            .encoded
            .as_ref()
            .unwrap()
            .iter()
            .map(String::as_str)
            .collect();
        let stored = replay_case(&models, model, law, &values).unwrap();
        assert_eq!(stored.verdict().name(), "refuted", "{model} {law}");
        assert!(told.rust_test.contains("lawful::check_case("));
    }

    // From a regression file, before anything else.
    let mut regressions = Regressions::default();
    assert_eq!(regressions.learn(&report), broken);
    let again = refutations(&run(&models, &regressions));
    assert_eq!(again.len(), broken);
    for (model, law, told) in again {
        // Threads need not meet again in so short a history; then a drawn case refutes.
        if law.ends_with(".refinement") {
            assert_eq!(told.case.phase, Phase::Regression, "{model} {law}");
        }
    }
}

#[test]
fn stored_programs_of_another_machine_are_refused() {
    let (_, breaker) = machine_lawbreakers().remove(0);
    let models = [breaker.model];
    let id = models[0].id();
    let refuse = |values: &[&str], why: &str| {
        let error = replay_case(&models, id, "counter.refinement", values).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    };
    refuse(&["no program"], "cannot be read");
    refuse(
        &["[[[\"pop\",[]]]]"],
        "no command `pop`; the commands are: add, get",
    );
    refuse(&["[[[\"add\",[]]]]"], "not arguments of the command `add`");
    refuse(
        &["[[[\"add\",[\"x\"]]]]"],
        "not arguments of the command `add`",
    );
    refuse(&["[[[\"get\",[]]],[[\"get\",[]]]]"], "several threads");
    refuse(&[], "takes one program");
    let many = format!("[[{}]]", vec!["[\"get\",[]]"; 10_001].join(","));
    refuse(&[&many], "10001");
}

#[test]
fn machines_are_theories() {
    for id in ["counter", "register", "map", "queue", "stack", "log"] {
        let theory = find_theory(id).unwrap();
        let machine = lawful::machine::find_machine(id).unwrap();
        assert_eq!(theory.signature.ops.len(), machine.commands().len());
        assert_eq!(theory.own_laws, if machine.is_shared() { 2 } else { 1 });
        let law = &theory.laws[0];
        assert_eq!(law.id.to_string(), format!("{id}.refinement"));
        assert_eq!(
            law.statement(&theory.signature),
            "answers(program) = reference(program)"
        );
    }
    let stack = lawful::machine::find_machine("stack").unwrap();
    let commands: Vec<String> = stack.commands().iter().map(|c| c.signature()).collect();
    assert_eq!(
        commands,
        [
            "push(item: i64) -> ()",
            "pop() -> Option<i64>",
            "top() -> i64 if !items.is_empty()",
            "len() -> u64"
        ]
    );
}

lawful::law_tests!(Reversed: Stack);
lawful::law_tests!(TwoStacks: lawful::machines::Queue);
