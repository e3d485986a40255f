//! What was checked, how, and what came of it.
//!
//! [`Report`] holds one [`Evidence`] per model; an evidence holds one [`LawEvidence`] per law; the
//! [`Verdict`] of a law is a view of what ran, never a stored opinion.

mod case;
mod counterexample;
mod kill_matrix;
mod law_evidence;
mod report;
mod tally;
mod verdict;

pub use case::{CaseId, CaseToken, Phase, TokenError};
pub use counterexample::{Binding, Counterexample, Failure, Frequency, ShrinkEffort, Step};
pub use kill_matrix::{KillMatrix, MutantRow};
pub use law_evidence::{Claim, Evidence, LawEvidence, Status};
pub use report::{MergeError, Report, Settings, Summary, Timing};
pub use tally::{Coverage, Shard, ShardError, Tally};
pub use verdict::{Proof, Verdict};
