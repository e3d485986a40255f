//! Histories that are linearizable and histories that are not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use lawful::machine::{
    Ending, Exception, History, HistoryError, Linearization, Operation, Reference, linearize,
    linearize_by_key,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::VecDeque;

/// A queue: `Some(value)` enqueues and answers nothing, `None` dequeues.
struct Queue;

impl Reference for Queue {
    type State = VecDeque<char>;
    type Command = Option<char>;
    type Response = Option<char>;

    fn initial(&self) -> VecDeque<char> {
        VecDeque::new()
    }

    fn step(
        &self,
        state: &mut VecDeque<char>,
        command: &Option<char>,
    ) -> Result<Option<char>, Exception> {
        Ok(match command {
            Some(value) => {
                state.push_back(*value);
                None
            }
            None => state.pop_front(),
        })
    }
}

/// A register: `Some(value)` writes and answers 0, `None` reads.
struct Register;

impl Reference for Register {
    type State = u8;
    type Command = Option<u8>;
    type Response = u8;

    fn initial(&self) -> u8 {
        0
    }

    fn step(&self, state: &mut u8, command: &Option<u8>) -> Result<u8, Exception> {
        Ok(match command {
            Some(value) => {
                *state = *value;
                0
            }
            None => *state,
        })
    }
}

type QueueOperation = Operation<Option<char>, Option<char>>;

fn enqueue(thread: usize, value: char, called: u64, at: u64) -> QueueOperation {
    Operation::returned(thread, Some(value), called, None, at)
}

fn dequeue(thread: usize, value: char, called: u64, at: u64) -> QueueOperation {
    Operation::returned(thread, None, called, Some(value), at)
}

fn write(thread: usize, value: u8, called: u64, at: u64) -> Operation<Option<u8>, u8> {
    Operation::returned(thread, Some(value), called, 0, at)
}

fn read(thread: usize, value: u8, called: u64, at: u64) -> Operation<Option<u8>, u8> {
    Operation::returned(thread, None, called, value, at)
}

fn decide<R>(
    reference: &R,
    operations: Vec<Operation<R::Command, R::Response>>,
) -> Linearization<R::Response>
where
    R: Reference<State: Eq + std::hash::Hash>,
{
    linearize(reference, &History::new(operations).unwrap(), 100_000)
}

fn order<R>(found: Linearization<R>) -> Option<Vec<usize>> {
    match found {
        Linearization::Linearizable { order, .. } => Some(order),
        _ => None,
    }
}

/// Herlihy and Wing, "Linearizability: a correctness condition for concurrent objects" (1990),
/// four histories of a queue in the manner of section 2, with threads A = 0, B = 1 and C = 2.
#[test]
fn the_queue_histories_of_herlihy_and_wing() {
    // H1: the two enqueues overlap, so either may come first.
    let h1 = vec![
        enqueue(0, 'x', 1, 3),
        enqueue(1, 'y', 2, 4),
        dequeue(1, 'x', 5, 6),
        dequeue(0, 'y', 7, 8),
        Operation::pending(0, Some('z'), 9),
    ];
    assert_eq!(order(decide(&Queue, h1)), Some(vec![0, 1, 2, 3]));
    // H2: x is in the queue before y comes, yet y leaves first.
    let h2 = vec![
        enqueue(0, 'x', 1, 2),
        enqueue(1, 'y', 3, 5),
        dequeue(0, 'y', 4, 6),
    ];
    let Linearization::NotLinearizable {
        longest,
        cannot_follow,
        ..
    } = decide(&Queue, h2)
    else {
        panic!("H2 is not linearizable");
    };
    assert_eq!(longest, [0, 1]);
    assert_eq!(cannot_follow.len(), 1);
    assert_eq!(
        (cannot_follow[0].operation, cannot_follow[0].expected),
        (2, Some('x'))
    );
    // H3: x leaves while its enqueue is still pending.
    let h3 = vec![Operation::pending(0, Some('x'), 1), dequeue(1, 'x', 2, 3)];
    assert_eq!(order(decide(&Queue, h3)), Some(vec![0, 1]));
    // H4: y leaves twice.
    let h4 = vec![
        enqueue(0, 'x', 1, 3),
        enqueue(1, 'y', 2, 4),
        dequeue(0, 'y', 5, 7),
        dequeue(2, 'y', 6, 8),
    ];
    assert_eq!(order(decide(&Queue, h4)), None);
}

/// Every thread sees its own operations in order and one order explains all, but it contradicts
/// real time: sequentially consistent, not linearizable.
#[test]
fn sequential_consistency_is_not_enough() {
    let stale = vec![write(0, 1, 1, 2), read(1, 0, 3, 4), read(1, 1, 5, 6)];
    let found = decide(&Register, stale);
    let Linearization::NotLinearizable {
        longest,
        cannot_follow,
        ..
    } = found
    else {
        panic!("{found:?}");
    };
    assert_eq!(longest, [0]);
    assert_eq!(
        (cannot_follow[0].operation, cannot_follow[0].expected),
        (1, 1)
    );
    let overlapping = vec![write(0, 1, 1, 4), read(1, 0, 2, 3), read(1, 1, 5, 6)];
    assert_eq!(order(decide(&Register, overlapping)), Some(vec![1, 0, 2]));
}

/// New-old inversion: two reads during one write, the later one sees the older value.
#[test]
fn a_regular_register_is_not_linearizable() {
    let inverted = vec![write(0, 1, 1, 10), read(1, 1, 2, 3), read(2, 0, 4, 5)];
    assert_eq!(order(decide(&Register, inverted)), None);
    let overlapping = vec![write(0, 1, 1, 10), read(1, 1, 2, 5), read(2, 0, 3, 4)];
    assert_eq!(order(decide(&Register, overlapping)), Some(vec![2, 0, 1]));
    let two_writers = vec![
        write(0, 1, 1, 6),
        write(1, 2, 2, 5),
        read(2, 1, 3, 4),
        read(2, 2, 7, 8),
        read(3, 1, 9, 10),
    ];
    assert_eq!(order(decide(&Register, two_writers)), None);
}

#[test]
fn a_pending_operation_may_have_taken_effect_or_not() {
    let pending = Operation::pending(0, Some(1), 1);
    let seen = vec![pending.clone(), read(1, 1, 2, 3)];
    assert_eq!(order(decide(&Register, seen)), Some(vec![0, 1]));
    let late = vec![pending.clone(), read(1, 0, 2, 3), read(1, 1, 4, 5)];
    assert_eq!(order(decide(&Register, late)), Some(vec![1, 0, 2]));
    let never = vec![pending.clone(), read(1, 0, 2, 3), read(1, 0, 4, 5)];
    assert_eq!(order(decide(&Register, never)), Some(vec![1, 2]));
    let undone = vec![pending.clone(), read(1, 1, 2, 3), read(1, 0, 4, 5)];
    assert_eq!(order(decide(&Register, undone)), None);
    let too_early = vec![Operation::pending(0, Some(1), 4), read(1, 1, 2, 3)];
    assert_eq!(order(decide(&Register, too_early)), None);
    assert_eq!(order(decide(&Register, vec![pending])), Some(vec![]));
    assert_eq!(order(decide(&Register, vec![])), Some(vec![]));
}

#[test]
fn impossible_histories_are_refused() {
    assert_eq!(
        History::new(vec![write(0, 1, 3, 3)]),
        Err(HistoryError::ReturnsBeforeCall {
            operation: 0,
            called: 3,
            returned: 3
        })
    );
    let overlap = |earlier, operation| HistoryError::OverlapsInThread {
        operation,
        earlier,
        thread: 0,
    };
    let operations = vec![read(0, 0, 4, 6), write(0, 1, 1, 5)];
    assert_eq!(History::new(operations), Err(overlap(1, 0)));
    let operations = vec![Operation::pending(0, Some(1), 1), read(0, 1, 4, 6)];
    assert_eq!(History::new(operations), Err(overlap(0, 1)));
}

/// Many reads of values that were never written: all orders of the writes are tried.
fn hard(writers: u8) -> History<Option<u8>, u8> {
    let mut operations: Vec<_> = (0..writers)
        .map(|w| write(usize::from(w), w + 1, u64::from(w), 100))
        .collect();
    operations.push(read(usize::from(writers), 255, 101, 102));
    History::new(operations).unwrap()
}

#[test]
fn the_budget_ends_a_search_without_a_verdict() {
    let found = linearize(&Register, &hard(14), 1_000);
    let Linearization::GaveUp { longest, nodes } = found else {
        panic!("{found:?}");
    };
    assert_eq!((longest.len(), nodes), (14, 1_000));
}

#[test]
fn the_memory_of_states_keeps_the_search_small() {
    // 10! orders of the writes, but only 2^10 sets of them with at most 10 last values each.
    let found = linearize(&Register, &hard(10), 100_000);
    let Linearization::NotLinearizable { longest, nodes, .. } = found else {
        panic!("{found:?}");
    };
    assert_eq!(longest.len(), 10);
    assert!(nodes <= 10 * 10 * 1024, "{nodes}");
    // The same with a key instead of the state, which need not be hashed then.
    let by_key = linearize_by_key(&Register, &hard(10), |state| state.to_string(), 100_000);
    assert_eq!(by_key, linearize(&Register, &hard(10), 100_000));
}

#[test]
fn long_histories_do_not_exhaust_the_stack() {
    let mut operations = Vec::new();
    for k in 0..20_000_u64 {
        operations.push(write(0, (k % 250) as u8, 4 * k, 4 * k + 2));
        operations.push(read(1, (k % 250) as u8, 4 * k + 1, 4 * k + 3));
    }
    let history = History::new(operations).unwrap();
    assert_eq!(history.overlaps(), 20_000);
    let order = order(linearize(&Register, &history, 1_000_000)).unwrap();
    assert_eq!(order.len(), 40_000);
}

/// A one-place buffer that may only be taken from when it is full.
struct Buffer;

impl Reference for Buffer {
    type State = Option<u8>;
    type Command = Option<u8>;
    type Response = u8;

    fn initial(&self) -> Option<u8> {
        None
    }

    fn allows(&self, state: &Option<u8>, command: &Option<u8>) -> bool {
        command.is_some() || state.is_some()
    }

    fn step(&self, state: &mut Option<u8>, command: &Option<u8>) -> Result<u8, Exception> {
        match (command, state.take()) {
            (Some(value), _) => {
                *state = Some(*value);
                Ok(0)
            }
            (None, Some(value)) => Ok(value),
            (None, None) => Err(Exception::new("taken from an empty buffer")),
        }
    }
}

#[test]
fn commands_that_are_not_allowed_make_a_history_vacuous() {
    // Nothing was put in: whatever was taken is not our business.
    let only = vec![read(0, 77, 1, 2)];
    assert_eq!(
        decide(&Buffer, only),
        Linearization::NotAllowed {
            order: vec![],
            operation: 0
        }
    );
    // One order is good, so the other one, which is not allowed, does not matter.
    let good = vec![write(0, 5, 1, 4), read(1, 5, 2, 3)];
    assert_eq!(order(decide(&Buffer, good)), Some(vec![0, 1]));
    // Always allowed, and wrong.
    let wrong = vec![write(0, 5, 1, 2), read(1, 6, 3, 4)];
    assert!(matches!(
        decide(&Buffer, wrong),
        Linearization::NotLinearizable { .. }
    ));
}

/// A reference that fails says nothing about the history.
struct NoZero;

impl Reference for NoZero {
    type State = ();
    type Command = u8;
    type Response = u8;

    fn initial(&self) {}

    fn step(&self, (): &mut (), command: &u8) -> Result<u8, Exception> {
        Ok(100 / command)
    }
}

#[test]
fn a_failing_reference_is_told_apart() {
    let operations = vec![Operation::returned(0, 0, 1, 7, 2)];
    let found = decide(&NoZero, operations);
    let Linearization::NoReference { exception } = found else {
        panic!("{found:?}");
    };
    assert!(exception.message.contains("divide by zero"));
}

/// Looks at every order of every choice of operations, and returns the length of the longest one
/// that is right, and whether one is right and complete. Real time is looked up pair by pair.
fn brute_force(operations: &[Operation<Option<u8>, u8>]) -> (usize, bool) {
    fn extend(
        operations: &[Operation<Option<u8>, u8>],
        order: &mut Vec<usize>,
        state: u8,
        best: &mut (usize, bool),
    ) {
        let left: Vec<usize> = (0..operations.len())
            .filter(|k| !order.contains(k))
            .collect();
        best.0 = best.0.max(order.len());
        best.1 |= left.iter().all(|k| !operations[*k].has_returned());
        for k in &left {
            let called = operations[*k].called;
            let is_late = left.iter().any(|other| {
                matches!(operations[*other].ending, Ending::Returned { at, .. } if at <= called)
            });
            let (after, right) = match operations[*k].command {
                Some(value) => (value, 0),
                None => (state, state),
            };
            let is_wrong = matches!(
                operations[*k].ending,
                Ending::Returned { response, .. } if response != right
            );
            if !is_late && !is_wrong {
                order.push(*k);
                extend(operations, order, after, best);
                order.pop();
            }
        }
    }
    let mut best = (0, false);
    extend(operations, &mut Vec::new(), 0, &mut best);
    best
}

/// Up to seven operations of up to four threads with every kind of overlap; some are pending.
fn small_history() -> impl Strategy<Value = Vec<Operation<Option<u8>, u8>>> {
    let event = (0usize..4, proptest::option::of(1u8..3), 0u8..3);
    proptest::collection::vec(event, 1..20).prop_map(|events| {
        let mut running: [Option<usize>; 4] = [None; 4];
        let mut operations: Vec<Operation<Option<u8>, u8>> = Vec::new();
        for (time, (thread, command, response)) in events.into_iter().enumerate() {
            match running[thread].take() {
                Some(number) => {
                    let operation = &mut operations[number];
                    let response = if operation.command.is_some() {
                        0
                    } else {
                        response
                    };
                    let at = time as u64;
                    operation.ending = Ending::Returned { response, at };
                }
                None if operations.len() < 7 => {
                    running[thread] = Some(operations.len());
                    operations.push(Operation::pending(thread, command, time as u64));
                }
                None => {}
            }
        }
        operations
    })
}

#[test]
fn the_search_agrees_with_all_permutations() {
    let mut runner = TestRunner::deterministic();
    let strategy = small_history();
    let (mut good, mut bad) = (0, 0);
    for _ in 0..6_000 {
        let operations = strategy.new_tree(&mut runner).unwrap().current();
        let (longest_of_all, explained) = brute_force(&operations);
        let history = History::new(operations.clone()).unwrap();
        match linearize(&Register, &history, 1_000_000) {
            Linearization::Linearizable { order, .. } => {
                good += 1;
                assert!(explained, "{operations:?}");
                assert_is_right(&operations, &order);
                let missing = (0..operations.len()).filter(|k| !order.contains(k));
                assert!(missing.into_iter().all(|k| !operations[k].has_returned()));
            }
            Linearization::NotLinearizable {
                longest,
                cannot_follow,
                ..
            } => {
                bad += 1;
                assert!(!explained, "{operations:?}");
                assert_eq!(longest.len(), longest_of_all, "{operations:?}");
                let state = assert_is_right(&operations, &longest);
                assert!(!cannot_follow.is_empty());
                for blocked in cannot_follow {
                    assert!(!longest.contains(&blocked.operation));
                    assert_eq!(blocked.expected, state);
                }
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(good > 1_000 && bad > 1_000, "{good} {bad}");
}

/// Checks an order of operations pair by pair and returns the last state.
fn assert_is_right(operations: &[Operation<Option<u8>, u8>], order: &[usize]) -> u8 {
    let mut state = 0;
    for (place, k) in order.iter().enumerate() {
        for later in &order[place + 1..] {
            assert_ne!(k, later);
            if let Ending::Returned { at, .. } = operations[*later].ending {
                assert!(at > operations[*k].called, "{operations:?} {order:?}");
            }
        }
        let right = match operations[*k].command {
            Some(value) => {
                state = value;
                0
            }
            None => state,
        };
        if let Ending::Returned { response, .. } = operations[*k].ending {
            assert_eq!(response, right);
        }
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn overlaps_are_counted_in_pairs(operations in small_history()) {
        let end = |o: &Operation<Option<u8>, u8>| match o.ending {
            Ending::Returned { at, .. } => at,
            Ending::Pending => u64::MAX,
        };
        let mut pairs = 0;
        for (k, a) in operations.iter().enumerate() {
            for b in &operations[k + 1..] {
                pairs += u64::from(a.called < end(b) && b.called < end(a));
            }
        }
        prop_assert_eq!(History::new(operations).unwrap().overlaps(), pairs);
    }
}
