//! Search for one order that explains a history.

use super::{Ending, Exception, History, Operation, Reference};
use crate::panic::guarded;
use std::collections::HashSet;
use std::hash::Hash;

/// An operation that cannot be the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked<Response> {
    /// The number of the operation.
    pub operation: usize,
    /// The response that the reference gives here, which the operation did not get.
    pub expected: Response,
}

/// Whether one order explains a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linearization<Response> {
    /// It is linearizable.
    Linearizable {
        /// The numbers of the operations in an order that explains every response. Pending
        /// operations that need not have taken effect are left out.
        order: Vec<usize>,
        /// How many steps of the reference the search took.
        nodes: u64,
    },
    /// It is not: all orders were tried.
    NotLinearizable {
        /// The longest order that explains the responses of its operations.
        longest: Vec<usize>,
        /// The operations that real time allows to come next, and none of which can.
        cannot_follow: Vec<Blocked<Response>>,
        /// How many steps of the reference the search took.
        nodes: u64,
    },
    /// No order explains it, but after this one an operation may have used a command that the
    /// reference does not allow there, so that all responses are right: the history is vacuous.
    NotAllowed {
        /// The order so far.
        order: Vec<usize>,
        /// The operation.
        operation: usize,
    },
    /// The budget ended the search: nothing is known.
    GaveUp {
        /// The longest order that was found.
        longest: Vec<usize>,
        /// How many steps of the reference the search took.
        nodes: u64,
    },
    /// The reference raised: nothing is known.
    NoReference {
        /// What it raised.
        exception: Exception,
    },
}

/// Decides whether a history is linearizable, with at most `budget` steps of the reference.
///
/// The search goes depth first through the orders that real time allows, and never looks twice at
/// the same set of operations with the same state after it. Each thread's operations come in
/// order, so such a set is one number per thread.
///
/// ```
/// use lawful::machine::{linearize, Exception, History, Linearization, Operation, Reference};
///
/// /// A register: `Some(value)` writes and answers the old value, `None` reads.
/// struct Register;
/// impl Reference for Register {
///     type State = u8;
///     type Command = Option<u8>;
///     type Response = u8;
///     fn initial(&self) -> u8 {
///         0
///     }
///     fn step(&self, state: &mut u8, command: &Option<u8>) -> Result<u8, Exception> {
///         Ok(std::mem::replace(state, command.unwrap_or(*state)))
///     }
/// }
///
/// let write = Operation::returned(0, Some(1), 1, 0, 4);
/// let overlapping = Operation::returned(1, None, 2, 0, 3);
/// let late = Operation::returned(1, None, 5, 0, 6);
/// let good = History::new(vec![write.clone(), overlapping]).unwrap();
/// assert!(matches!(linearize(&Register, &good, 100), Linearization::Linearizable { .. }));
/// let stale = History::new(vec![write, late]).unwrap();
/// assert!(matches!(linearize(&Register, &stale, 100), Linearization::NotLinearizable { .. }));
/// ```
pub fn linearize<R>(
    reference: &R,
    history: &History<R::Command, R::Response>,
    budget: u64,
) -> Linearization<R::Response>
where
    R: Reference,
    R::State: Eq + Hash,
{
    linearize_by_key(reference, history, R::State::clone, budget)
}

/// Decides as [`linearize`], for states that cannot be hashed: `key` stands for the state.
///
/// Two states with the same key must answer all programs alike. Keys that are finer than needed
/// cost time only.
pub fn linearize_by_key<R, K>(
    reference: &R,
    history: &History<R::Command, R::Response>,
    key: impl Fn(&R::State) -> K,
    budget: u64,
) -> Linearization<R::Response>
where
    R: Reference,
    K: Eq + Hash,
{
    let mut search = Search {
        reference,
        history,
        key,
        budget,
        nodes: 0,
        done: vec![0; history.threads().len()],
        left: history
            .operations()
            .iter()
            .filter(|o| o.has_returned())
            .count(),
        order: Vec::new(),
        longest: Vec::new(),
        not_allowed: None,
        seen: HashSet::new(),
    };
    let stop = search.run();
    let (longest, nodes) = (search.longest, search.nodes);
    match (stop, search.not_allowed) {
        (Ok(true), _) => Linearization::Linearizable {
            order: search.order,
            nodes,
        },
        (Ok(false), Some((order, operation))) => Linearization::NotAllowed { order, operation },
        (Ok(false), None) => match blocked(reference, history, &longest) {
            Ok(cannot_follow) => Linearization::NotLinearizable {
                longest,
                cannot_follow,
                nodes,
            },
            Err(exception) => Linearization::NoReference { exception },
        },
        (Err(Stop::GaveUp), _) => Linearization::GaveUp { longest, nodes },
        (Err(Stop::NoReference(exception)), _) => Linearization::NoReference { exception },
    }
}

/// Why a search ended without a decision.
enum Stop {
    GaveUp,
    NoReference(Exception),
}

/// One node on the path of the search.
struct Node<State> {
    state: State,
    /// Operations that may come next; the next one to try is the last.
    untried: Vec<Next>,
    /// The operation that led here; none for the root.
    last: Option<Next>,
}

/// An operation that may come next.
#[derive(Clone, Copy)]
struct Next {
    until: u64,
    thread: usize,
    operation: usize,
    returned: bool,
}

struct Search<'a, R: Reference, K, Key> {
    reference: &'a R,
    history: &'a History<R::Command, R::Response>,
    key: Key,
    budget: u64,
    nodes: u64,
    /// For each thread, how many of its operations are in the order.
    done: Vec<usize>,
    /// How many operations that returned are not in the order.
    left: usize,
    order: Vec<usize>,
    longest: Vec<usize>,
    /// The first order after which an operation is not allowed, and that operation.
    not_allowed: Option<(Vec<usize>, usize)>,
    seen: HashSet<(Box<[usize]>, K)>,
}

impl<R, K, Key> Search<'_, R, K, Key>
where
    R: Reference,
    K: Eq + Hash,
    Key: Fn(&R::State) -> K,
{
    /// Searches for an order that explains the history and leaves it in `order`.
    ///
    /// There is no recursion: a history may be longer than a call stack is deep.
    fn run(&mut self) -> Result<bool, Stop> {
        let reference = self.reference;
        let mut path = vec![Node {
            state: attempt(|| Ok(reference.initial()))?,
            untried: next_operations(self.history, &self.done),
            last: None,
        }];
        while self.left > 0 {
            let Some(node) = path.last_mut() else {
                return Ok(false);
            };
            let Some(next) = node.untried.pop() else {
                if let Some(last) = node.last {
                    self.retract(last);
                }
                path.pop();
                continue;
            };
            let Some(state) = self.follow(&node.state, next)? else {
                continue;
            };
            self.append(next);
            let key = attempt(|| Ok((self.key)(&state)))?;
            if !self.seen.insert((self.done.as_slice().into(), key)) {
                self.retract(next);
                continue;
            }
            if self.order.len() > self.longest.len() {
                self.longest.clone_from(&self.order);
            }
            path.push(Node {
                state,
                untried: next_operations(self.history, &self.done),
                last: Some(next),
            });
        }
        Ok(true)
    }

    fn append(&mut self, next: Next) {
        if let Some(count) = self.done.get_mut(next.thread) {
            *count += 1;
        }
        self.left -= usize::from(next.returned);
        self.order.push(next.operation);
    }

    fn retract(&mut self, next: Next) {
        if let Some(count) = self.done.get_mut(next.thread) {
            *count -= 1;
        }
        self.left += usize::from(next.returned);
        self.order.pop();
    }

    /// Returns the state after an operation, or nothing if it cannot come next.
    fn follow(&mut self, state: &R::State, next: Next) -> Result<Option<R::State>, Stop> {
        let Some(operation) = self.history.operations().get(next.operation) else {
            return Ok(None);
        };
        if self.nodes >= self.budget {
            return Err(Stop::GaveUp);
        }
        self.nodes += 1;
        match attempt(|| step(self.reference, state, operation))? {
            Step::Right(state) => Ok(Some(state)),
            Step::Wrong(_) => Ok(None),
            Step::NotAllowed => {
                let order = &self.order;
                self.not_allowed
                    .get_or_insert_with(|| (order.clone(), next.operation));
                Ok(None)
            }
        }
    }
}

enum Step<R: Reference> {
    Right(R::State),
    Wrong(R::Response),
    NotAllowed,
}

fn step<R: Reference>(
    reference: &R,
    state: &R::State,
    operation: &Operation<R::Command, R::Response>,
) -> Result<Step<R>, Exception> {
    if !reference.allows(state, &operation.command) {
        return Ok(Step::NotAllowed);
    }
    let mut state = state.clone();
    let right = reference.step(&mut state, &operation.command)?;
    Ok(match &operation.ending {
        Ending::Returned { response, .. } if *response != right => Step::Wrong(right),
        _ => Step::Right(state),
    })
}

fn attempt<T>(code: impl FnOnce() -> Result<T, Exception>) -> Result<T, Stop> {
    guarded(code).map_err(Stop::NoReference)
}

/// Lists the operations that may come next: those that are called before any other one that is
/// left returns. The one that returns first is the last of the list, pending ones are the first:
/// the order of the returns is often the right one, and pending operations are often not needed.
fn next_operations<C, R>(history: &History<C, R>, done: &[usize]) -> Vec<Next> {
    let firsts = history.threads().iter().zip(done).enumerate();
    let firsts = firsts.filter_map(|(thread, (numbers, done))| {
        let number = *numbers.get(*done)?;
        let operation = history.operations().get(number)?;
        let next = Next {
            until: operation.until(),
            thread,
            operation: number,
            returned: operation.has_returned(),
        };
        Some((operation.called, next))
    });
    let firsts: Vec<(u64, Next)> = firsts.collect();
    let bound = firsts.iter().map(|(_, next)| next.until).min();
    let bound = bound.unwrap_or(u64::MAX);
    let mut next: Vec<Next> = firsts
        .into_iter()
        .filter(|(called, _)| *called < bound)
        .map(|(_, next)| next)
        .collect();
    next.sort_unstable_by_key(|next| std::cmp::Reverse((next.until, next.thread)));
    next
}

/// Replays an order and asks each operation that may come next why it cannot.
fn blocked<R: Reference>(
    reference: &R,
    history: &History<R::Command, R::Response>,
    order: &[usize],
) -> Result<Vec<Blocked<R::Response>>, Exception> {
    guarded(|| {
        let mut state = reference.initial();
        for operation in order.iter().filter_map(|k| history.operations().get(*k)) {
            reference.step(&mut state, &operation.command)?;
        }
        let count = |thread: &Vec<usize>| thread.iter().filter(|k| order.contains(k)).count();
        let done: Vec<usize> = history.threads().iter().map(count).collect();
        let mut blocked = Vec::new();
        for next in next_operations(history, &done).iter().rev() {
            let Some(operation) = history.operations().get(next.operation) else {
                continue;
            };
            if let Step::Wrong(expected) = step(reference, &state, operation)? {
                blocked.push(Blocked {
                    operation: next.operation,
                    expected,
                });
            }
        }
        Ok(blocked)
    })
}
