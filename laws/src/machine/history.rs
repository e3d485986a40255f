//! What several threads did, and when.

use std::collections::BTreeMap;

/// How an operation ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ending<Response> {
    /// It returned.
    Returned {
        /// The response.
        response: Response,
        /// The time of the return.
        at: u64,
    },
    /// It never returned: it may have taken effect or not.
    Pending,
}

/// One command that a thread performed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operation<Command, Response> {
    /// The thread; any number.
    pub thread: usize,
    /// The command.
    pub command: Command,
    /// The time of the call.
    pub called: u64,
    /// How it ended.
    pub ending: Ending<Response>,
}

impl<Command, Response> Operation<Command, Response> {
    /// Makes an operation that returned.
    pub fn returned(
        thread: usize,
        command: Command,
        called: u64,
        response: Response,
        at: u64,
    ) -> Self {
        Operation {
            thread,
            command,
            called,
            ending: Ending::Returned { response, at },
        }
    }

    /// Makes an operation that never returned.
    pub fn pending(thread: usize, command: Command, called: u64) -> Self {
        Operation {
            thread,
            command,
            called,
            ending: Ending::Pending,
        }
    }

    /// Returns whether the operation returned.
    pub fn has_returned(&self) -> bool {
        matches!(self.ending, Ending::Returned { .. })
    }

    /// Returns when the operation returned; the end of time if it never did.
    pub(super) fn until(&self) -> u64 {
        match self.ending {
            Ending::Returned { at, .. } => at,
            Ending::Pending => u64::MAX,
        }
    }
}

/// Operations that cannot have happened this way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// An operation returned before it was called.
    #[error(
        "operation `{operation}` returns at `{returned}` but is called at `{called}`: \
         a return comes after the call"
    )]
    ReturnsBeforeCall {
        /// The number of the operation, from 0.
        operation: usize,
        /// The time of the call.
        called: u64,
        /// The time of the return.
        returned: u64,
    },
    /// A thread calls an operation before its last one returned.
    #[error(
        "operation `{operation}` is called by thread `{thread}` before operation `{earlier}` of \
         the same thread returned: give it another thread"
    )]
    OverlapsInThread {
        /// The number of the operation, from 0.
        operation: usize,
        /// The number of the operation that has not returned.
        earlier: usize,
        /// The thread.
        thread: usize,
    },
}

/// What several threads did to one shared system: operations with their times.
///
/// One operation comes before another if it returned before or when the other was called.
/// Operations of which neither comes before the other overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History<Command, Response> {
    operations: Vec<Operation<Command, Response>>,
    /// For each thread the numbers of its operations, in order.
    threads: Vec<Vec<usize>>,
}

impl<Command, Response> History<Command, Response> {
    /// Makes a history of operations in any order; they are numbered from 0 as given.
    ///
    /// ```
    /// use lawful::machine::{History, Operation};
    /// let write = Operation::returned(0, "write 1", 1, 0, 4);
    /// let read = Operation::returned(1, "read", 2, 1, 3);
    /// assert_eq!(History::new(vec![write.clone(), read]).unwrap().overlaps(), 1);
    /// let same_thread = Operation::returned(0, "read", 2, 1, 3);
    /// assert!(History::new(vec![write, same_thread]).is_err());
    /// ```
    ///
    /// # Errors
    /// If an operation does not return after its call, or overlaps another one of its thread.
    pub fn new(operations: Vec<Operation<Command, Response>>) -> Result<Self, HistoryError> {
        let mut threads: BTreeMap<usize, Vec<(u64, u64, usize)>> = BTreeMap::new();
        for (number, operation) in operations.iter().enumerate() {
            let (called, returned) = (operation.called, operation.until());
            if returned <= called {
                return Err(HistoryError::ReturnsBeforeCall {
                    operation: number,
                    called,
                    returned,
                });
            }
            let thread = threads.entry(operation.thread).or_default();
            thread.push((called, returned, number));
        }
        for (thread, of_thread) in &mut threads {
            of_thread.sort_unstable();
            for (earlier, later) in of_thread.iter().zip(of_thread.iter().skip(1)) {
                if later.0 < earlier.1 {
                    return Err(HistoryError::OverlapsInThread {
                        operation: later.2,
                        earlier: earlier.2,
                        thread: *thread,
                    });
                }
            }
        }
        let numbers = |of: Vec<(u64, u64, usize)>| of.into_iter().map(|entry| entry.2).collect();
        Ok(History {
            operations,
            threads: threads.into_values().map(numbers).collect(),
        })
    }

    /// Returns the operations, as they are numbered.
    pub fn operations(&self) -> &[Operation<Command, Response>] {
        &self.operations
    }

    /// Counts the pairs of operations that overlap.
    ///
    /// A history without any has only one order and says nothing about concurrency: it is vacuous.
    pub fn overlaps(&self) -> u64 {
        let mut calls: Vec<u64> = self.operations.iter().map(|o| o.called).collect();
        let mut returns: Vec<u64> = self.operations.iter().map(Operation::until).collect();
        calls.sort_unstable();
        returns.sort_unstable();
        // An operation overlaps those that were called before it and have not returned.
        let mut returned = 0;
        let mut overlaps = 0;
        for (called_before, call) in calls.iter().enumerate() {
            while returns.get(returned).is_some_and(|at| at <= call) {
                returned += 1;
            }
            overlaps += (called_before - returned) as u64;
        }
        overlaps
    }

    /// Returns for each thread the numbers of its operations, in order.
    pub(super) fn threads(&self) -> &[Vec<usize>] {
        &self.threads
    }
}
