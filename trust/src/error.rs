//! What is refused.

use jiff::Timestamp;

/// Why something was refused. Whatever was to be changed is as it was.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// A number is NaN or infinite, or outside its range.
    #[error("the {what} is `{value:?}`; use a number {range}")]
    Number {
        /// What the number stands for.
        what: &'static str,
        /// The number.
        value: f64,
        /// What is allowed.
        range: &'static str,
    },
    /// An id that names nothing.
    #[error("`{id}` is not an entity id: {problem}; use `type:name`")]
    EntityId {
        /// The id, shortened.
        id: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// No dimension has this name.
    #[error(
        "`{0}` is not a dimension of trust or value; use one of talent, training, temperament, valuation, veracity, validity"
    )]
    Dimension(String),
    /// Nothing can be observed under this name.
    #[error("`{name}` cannot be observed as a sub-dimension of {parent}: {problem}")]
    SubDimension {
        /// The name.
        name: String,
        /// The dimension.
        parent: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
    /// No trust level has this name.
    #[error("`{0}` is not a trust level; use High, MediumHigh, Medium, Low or Minimal")]
    Level(String),
    /// No trust model of this name is linked.
    #[error("no trust model is called `{name}`; there are: {known}")]
    Model {
        /// The name that was asked for.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// No way to carry trust of this name is linked.
    #[error("no way to carry trust is called `{name}`; there are: {known}")]
    Way {
        /// The name that was asked for.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// The state belongs to another kind of model.
    #[error("the model `{model}` cannot read this state: it keeps {expected}")]
    Standing {
        /// The model.
        model: &'static str,
        /// What it keeps.
        expected: &'static str,
    },
    /// The clock shows a time before one that is known.
    #[error("the clock went back: it shows `{now}`, but `{known}` has been already; set the clock")]
    ClockWentBack {
        /// What the clock shows.
        now: Timestamp,
        /// The later time that is known.
        known: Timestamp,
    },
    /// A question about a time before what is known.
    #[error("`{time}` is before `{known}`, until when all is known; ask for a later time")]
    AlreadyKnown {
        /// The time that was asked for.
        time: Timestamp,
        /// The later time that is known.
        known: Timestamp,
    },
    /// Counts that contradict each other.
    #[error("the record of `{id}` contradicts itself: {problem}")]
    Record {
        /// The entity.
        id: String,
        /// The contradiction.
        problem: &'static str,
    },
    /// Bytes that are not what they should be.
    #[error("the bytes are not {what}: {problem}")]
    Bytes {
        /// What was expected.
        what: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
    /// More rows, nodes or edges than there is memory for.
    #[error("there is no memory for `{rows}` rows; use fewer at a time")]
    Memory {
        /// How many were asked for.
        rows: usize,
    },
    /// A node that a graph does not have.
    #[error("the {what} is node `{node}`, and the graph has {nodes} nodes, counted from 0")]
    Node {
        /// What the node is.
        what: &'static str,
        /// Its number.
        node: usize,
        /// How many nodes there are.
        nodes: usize,
    },
    /// A root of trust that is no node of a graph.
    #[error("the root `{0}` is not in the graph; use the name of a node")]
    Root(String),
    /// Lists that should have one length.
    #[error("`{what}` has {found} rows, and {expected} are needed")]
    Rows {
        /// The list.
        what: &'static str,
        /// How many rows it has.
        found: usize,
        /// How many it must have.
        expected: usize,
    },
}

/// Returns a number in a range, both ends included.
pub(crate) fn within(
    what: &'static str,
    value: f64,
    (low, high): (f64, f64),
    range: &'static str,
) -> Result<f64, TrustError> {
    if value.is_finite() && low <= value && value <= high {
        Ok(value)
    } else {
        Err(TrustError::Number { what, value, range })
    }
}

/// Returns a finite number.
pub(crate) fn finite(what: &'static str, value: f64) -> Result<f64, TrustError> {
    within(what, value, (f64::MIN, f64::MAX), "that is finite")
}
