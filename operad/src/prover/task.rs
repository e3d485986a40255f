//! What a prover has: the question, and how much it may spend.

use super::Problem;
use lawful::check::{CaseJudge, Tried};
use lawful::{Exception, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How much a prover may spend, and how the checker checks what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// How long it may take to answer.
    pub time: Duration,
    /// How many cases it may run with [`Task::judge`].
    pub cases: u64,
    /// The seed from which a prover that needs chance should draw.
    pub seed: u64,
    /// How long checking its answer may take.
    pub checking: Duration,
    /// How many cases each law that a derivation cites is checked for.
    pub cited_cases: u64,
    /// How many candidates shrinking a counterexample may try.
    pub shrink: u64,
}

impl Default for Allowance {
    fn default() -> Allowance {
        Allowance {
            time: Duration::from_secs(10),
            cases: 10_000_000,
            seed: 0,
            checking: Duration::from_secs(20),
            cited_cases: 2_000,
            shrink: 10_000,
        }
    }
}

/// A question with an allowance. Cases that run through it are counted. Cloning is cheap.
#[derive(Clone)]
pub struct Task(Arc<Asked>);

struct Asked {
    problem: Problem,
    allowance: Allowance,
    judge: Option<CaseJudge>,
    ran: AtomicU64,
    started: Instant,
    abandoned: AtomicBool,
}

impl Task {
    pub(super) fn new(problem: &Problem, allowance: &Allowance) -> Task {
        Task(Arc::new(Asked {
            judge: CaseJudge::new(problem.model(), problem.law(), allowance.seed),
            problem: problem.clone(),
            allowance: *allowance,
            ran: AtomicU64::new(0),
            started: Instant::now(),
            abandoned: AtomicBool::new(false),
        }))
    }

    /// Returns the question.
    pub fn problem(&self) -> &Problem {
        &self.0.problem
    }

    /// Returns the allowance.
    pub fn allowance(&self) -> &Allowance {
        &self.0.allowance
    }

    /// Returns how many cases ran.
    pub fn ran(&self) -> u64 {
        self.0.ran.load(Ordering::Relaxed)
    }

    /// Returns whether the time or the cases are used up: the prover should answer now.
    pub fn is_over(&self) -> bool {
        self.0.abandoned.load(Ordering::Relaxed)
            || self.ran() >= self.0.allowance.cases
            || self.0.started.elapsed() >= self.0.allowance.time
    }

    pub(super) fn abandon(&self) {
        self.0.abandoned.store(true, Ordering::Relaxed);
    }

    /// Returns the law, ready to judge cases: for looking at sorts and for drawing.
    ///
    /// # Errors
    /// If the model lacks an operation of the law, which a built model never does.
    pub fn cases(&self) -> Result<&CaseJudge, Exception> {
        let lacks = || Exception::new("the model lacks an operation of the law");
        self.0.judge.as_ref().ok_or_else(lacks)
    }

    /// Runs one case and counts it.
    ///
    /// # Errors
    /// If the allowance is used up, or the user asked to stop.
    pub fn judge(&self, values: &[Value]) -> Result<(Tried, Option<f64>), Exception> {
        // The clock is read once in a while: it costs as much as a case.
        let ran = self.0.ran.fetch_add(1, Ordering::Relaxed);
        if ran >= self.0.allowance.cases || (ran.is_multiple_of(64) && self.is_over()) {
            return Err(Exception::new("the allowance is used up"));
        }
        let (tried, error) = self.cases()?.judge(values);
        if tried == Tried::Interrupted {
            return Err(Exception {
                interrupted: true,
                ..Exception::new("interrupted")
            });
        }
        Ok((tried, error))
    }
}
