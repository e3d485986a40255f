//! Why a coherence cannot be computed.

use super::Factor;
use jiff::Timestamp;

/// Why a coherence cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CoherenceError {
    /// A factor is not a number from 0 to 1.
    #[error("{factor} is `{value}`; use a number from 0 to 1")]
    Factor {
        /// Which one.
        factor: Factor,
        /// What was given.
        value: f64,
    },
    /// A sample is not a number from 0 to 1.
    #[error("sample {place} is `{value}`; use numbers from 0 to 1")]
    Sample {
        /// Its place, from 0.
        place: usize,
        /// What was given.
        value: f64,
    },
    /// An activity lies outside of the window, or before the one that precedes it.
    #[error(
        "the activity at `{at}` is not in order between `{from}` and `{until}`; sort the times and cut them to the window"
    )]
    OutOfOrder {
        /// When it was.
        at: Timestamp,
        /// Where it may begin.
        from: Timestamp,
        /// Where the window ends.
        until: Timestamp,
    },
    /// The window has no length, or ends before it begins.
    #[error("the window from `{from}` to `{until}` has no length; let it end after it begins")]
    NoWindow {
        /// Where it begins.
        from: Timestamp,
        /// Where it ends.
        until: Timestamp,
    },
    /// The allowed gap is not positive.
    #[error("the allowed gap is `{0}` seconds; use a positive one")]
    Gap(f64),
    /// The rows of a table of states do not have the same length.
    #[error("row {row} has {found} parts, and the first row has {expected}")]
    Ragged {
        /// Its place, from 0.
        row: usize,
        /// How many parts it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// More answers than calls.
    #[error("`{answers}` answers to `{calls}` calls; there is at most one answer to a call")]
    TooManyAnswers {
        /// How many answers.
        answers: u64,
        /// How many calls.
        calls: u64,
    },
}
