//! Provers that nobody has to trust.
//!
//! A prover is asked about a law of a model. It answers with a derivation, a counterexample, or that
//! it does not know. Whatever it is made of (a search, a genetic algorithm, a language model behind a
//! function), nothing that it says is believed: the [`referee`](settle) replays every step of a
//! derivation, checks the laws that the derivation cites, and runs the case of a counterexample. A
//! prover that lies, raises or does not answer in time has proved nothing, and is told so.
//!
//! ```
//! use lawful::evidence::Verdict;
//! use lawful_operad::prover::*;
//! use std::sync::Arc;
//!
//! // Joining an element with itself changes nothing: it follows from absorption.
//! let problem = standard_problems().swap_remove(0);
//! assert_eq!(problem.statement(), "a ∨ a = a");
//! let settled = settle(&problem, Arc::new(Equality::default()), &Allowance::default());
//! assert!(matches!(settled.verdict(), Verdict::Proved { .. }));
//!
//! // A prover that makes things up is refused.
//! let liar = |_: &Task| Ok(Answer::stored(["1"]));
//! let settled = settle(&problem, Arc::new(liar), &Allowance::default());
//! assert_eq!(settled.why(), "the answer of the prover is wrong: the law holds for a = 1");
//! ```

mod answer;
mod equality;
mod gene;
mod noticing;
mod population;
mod problem;
mod referee;
mod replayed;
mod settled;
mod standard;
mod task;
mod trial;

pub use answer::{Answer, Line};
pub use equality::Equality;
pub use noticing::{Noticing, Seen, notice};
pub use population::Population;
pub use problem::{Problem, ProblemError};
pub use referee::{check_answer, settle, settle_watched};
pub use settled::Settled;
pub use standard::standard_problems;
pub use task::{Allowance, Task};
pub(crate) use trial::is_confirmed;
pub use trial::{Given, Trial};

use lawful::Exception;

/// What can be asked about a law of a model.
pub trait Prove: Send + Sync {
    /// Answers within the task's allowance; [`Task::is_over`] says when that is used up.
    ///
    /// # Errors
    /// What the prover raised. It has then proved nothing.
    fn prove(&self, task: &Task) -> Result<Answer, Exception>;
}

impl<F> Prove for F
where
    F: Fn(&Task) -> Result<Answer, Exception> + Send + Sync,
{
    fn prove(&self, task: &Task) -> Result<Answer, Exception> {
        self(task)
    }
}
