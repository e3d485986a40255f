//! Several threads that use one shared system at once.

use super::jitter::Jitter;
use super::{Exception, History, HistoryError, Operation, SharedSystem};
use crate::panic::guarded;
use std::hint;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;

/// The largest number of threads.
pub const MOST_THREADS: usize = 64;

/// An operation that raised in place of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The number of the operation in the history, where it is pending.
    pub operation: usize,
    /// What it raised.
    pub exception: Exception,
}

/// What the threads did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Execution<Command, Response> {
    /// The operations, thread by thread, with their times.
    pub history: History<Command, Response>,
    /// The operations that raised. Their threads stopped there.
    pub raised: Vec<Raised>,
    /// What the system raised when it was dropped after all threads had ended.
    pub stop: Option<Exception>,
}

/// Threads that could not run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RaceError {
    /// There are too many programs.
    #[error("`{0}` programs are too many: at most {MOST_THREADS} threads run together")]
    TooManyThreads(usize),
    /// A thread did not start.
    #[error("a thread could not be started: {0}")]
    Spawn(String),
    /// The system did not start.
    #[error("the system did not start: {0}")]
    Start(Exception),
    /// A thread ended in a way that loses its operations.
    #[error("a thread panicked outside of the system: {0}")]
    Thread(Exception),
    /// The reference raised.
    #[error("the reference raised: {0}")]
    NoReference(Exception),
    /// The times make no sense.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// Runs one program per thread against one fresh shared system, all at once.
///
/// All threads start together and pause now and then, at places drawn from the seed. If they are to
/// `meet`, each one waits inside of its first operation until all others are there too, so that
/// these operations overlap for sure. Otherwise the real interleaving is up to the operating system: the same seed need not give the same history. The
/// times come from one counter that all threads increase before and after each operation. This
/// counter also orders memory, so a fault that needs unordered memory may hide. If the system waits
/// forever, so does this function.
///
/// # Errors
/// If there are more than [`MOST_THREADS`] programs, the system does not start, or a thread cannot
/// be started. What operations raise is part of the result.
pub fn perform_together<S>(
    system: &S,
    programs: &[Vec<S::Command>],
    seed: u64,
    meet: bool,
) -> Result<Execution<S::Command, S::Response>, RaceError>
where
    S: SharedSystem + Sync,
    S::Live: Sync,
    S::Command: Clone + Send + Sync,
    S::Response: Send,
{
    if programs.len() > MOST_THREADS {
        return Err(RaceError::TooManyThreads(programs.len()));
    }
    let live = guarded(|| system.start()).map_err(RaceError::Start)?;
    let clock = AtomicU64::new(0);
    let line = StartLine::new(programs.len());
    let busy = programs.iter().filter(|program| !program.is_empty());
    let meeting = meet.then(|| StartLine::new(busy.count()));
    let outcomes = thread::scope(|scope| {
        let (live, clock, line, meeting) = (&live, &clock, &line, meeting.as_ref());
        let mut threads = Vec::with_capacity(programs.len());
        for (number, program) in programs.iter().enumerate() {
            let jitter = Jitter::new(seed, number);
            let thread = thread::Builder::new().spawn_scoped(scope, move || {
                if !line.wait() || program.is_empty() {
                    return Vec::new();
                }
                let place = Place {
                    number,
                    clock,
                    meeting: meeting.map(Arrival::new),
                    jitter,
                };
                one_thread(system, live, program, place)
            });
            match thread {
                Ok(thread) => threads.push(thread),
                Err(error) => {
                    line.cancel();
                    return Err(RaceError::Spawn(error.to_string()));
                }
            }
        }
        let joined = threads.into_iter().map(|thread| {
            // A panic here was printed when it happened: it is a fault of a clone or a drop.
            thread
                .join()
                .map_err(|_| RaceError::Thread(Exception::new("cloning a command panicked")))
        });
        // All threads are joined before the first error counts.
        joined.collect::<Vec<_>>().into_iter().collect()
    });
    let stop = guarded(move || {
        drop(live);
        Ok(())
    })
    .err();
    let outcomes: Vec<Vec<Outcome<S>>> = outcomes?;
    let mut operations = Vec::new();
    let mut raised = Vec::new();
    for (operation, exception) in outcomes.into_iter().flatten() {
        if let Some(exception) = exception {
            raised.push(Raised {
                operation: operations.len(),
                exception,
            });
        }
        operations.push(operation);
    }
    Ok(Execution {
        history: History::new(operations)?,
        raised,
        stop,
    })
}

/// An operation, and what it raised if it is pending.
type Outcome<S> = (
    Operation<<S as SharedSystem>::Command, <S as SharedSystem>::Response>,
    Option<Exception>,
);

/// One thread's place in a race.
struct Place<'r> {
    number: usize,
    clock: &'r AtomicU64,
    /// Where the thread waits in its first operation, if the threads are to meet.
    meeting: Option<Arrival<'r>>,
    jitter: Jitter,
}

fn one_thread<S>(
    system: &S,
    live: &S::Live,
    program: &[S::Command],
    place: Place<'_>,
) -> Vec<Outcome<S>>
where
    S: SharedSystem,
    S::Command: Clone,
{
    let Place {
        number,
        clock,
        mut meeting,
        mut jitter,
    } = place;
    let mut outcomes = Vec::with_capacity(program.len());
    for command in program {
        // Prepared before the clock is read, so that the times are tight.
        let copy = command.clone();
        let pause = jitter.pause();
        pause.before_call();
        let called = clock.fetch_add(1, Ordering::SeqCst);
        if let Some(meeting) = meeting.take() {
            meeting.wait();
        }
        pause.after_call();
        let outcome = guarded(|| system.perform(live, command));
        pause.before_return();
        let returned = clock.fetch_add(1, Ordering::SeqCst);
        match outcome {
            Ok(response) => outcomes.push((
                Operation::returned(number, copy, called, response, returned),
                None,
            )),
            Err(exception) => {
                outcomes.push((Operation::pending(number, copy, called), Some(exception)));
                break;
            }
        }
    }
    outcomes
}

/// Holds threads back until all have arrived.
struct StartLine {
    missing: AtomicUsize,
    cancelled: AtomicBool,
}

impl StartLine {
    /// How often a thread looks before it lets another one run.
    const LOOKS: u32 = 200;

    fn new(threads: usize) -> StartLine {
        StartLine {
            missing: AtomicUsize::new(threads),
            cancelled: AtomicBool::new(false),
        }
    }

    /// Arrives and waits, spinning: threads that sleep wake up one after the other and never meet.
    ///
    /// Returns whether the race takes place.
    fn wait(&self) -> bool {
        self.arrive();
        self.wait_for_others()
    }

    fn arrive(&self) {
        self.missing.fetch_sub(1, Ordering::SeqCst);
    }

    fn wait_for_others(&self) -> bool {
        let mut looks = 0;
        while self.missing.load(Ordering::SeqCst) > 0 {
            if self.cancelled.load(Ordering::SeqCst) {
                return false;
            }
            looks += 1;
            if looks % Self::LOOKS == 0 {
                thread::yield_now();
            } else {
                hint::spin_loop();
            }
        }
        true
    }

    /// Sends all threads home, as one is missing for good.
    fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }
}

/// A thread that is expected at a line: it counts as arrived even if it panics on the way.
struct Arrival<'r>(&'r StartLine);

impl<'r> Arrival<'r> {
    fn new(line: &'r StartLine) -> Self {
        Arrival(line)
    }

    fn wait(self) {
        let line = self.0;
        drop(self);
        line.wait_for_others();
    }
}

impl Drop for Arrival<'_> {
    fn drop(&mut self) {
        self.0.arrive();
    }
}
