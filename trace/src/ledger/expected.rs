//! What an appender believes the ledger to be.

use crate::merkle::Head;

/// What the ledger must be for an append to happen.
///
/// ```
/// use lawful_trace::{AppendError, Expected, Ledger, MemoryLedger, TraceNode};
/// let ledger = MemoryLedger::new();
/// let node = TraceNode::new("a", "brain", 1)?;
/// ledger.append_if(Expected::Length(0), &[node])?;
/// let other = TraceNode::new("b", "brain", 1)?;
/// let late = ledger.append_if(Expected::Length(0), &[other]);
/// assert!(matches!(late, Err(AppendError::Conflict { length: 1, .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Expected {
    /// Anything.
    #[default]
    Any,
    /// So many nodes, pruned ones included: cheap, and enough when one ledger is meant.
    Length(u64),
    /// Exactly this head: also refuses another ledger of the same length. Brings the hashes up to
    /// date.
    Head(Head),
}

impl From<Head> for Expected {
    fn from(head: Head) -> Expected {
        Expected::Head(head)
    }
}

impl From<Option<Head>> for Expected {
    fn from(head: Option<Head>) -> Expected {
        head.map_or(Expected::Any, Expected::Head)
    }
}

impl Expected {
    pub(super) const fn length(self) -> Option<u64> {
        match self {
            Expected::Any => None,
            Expected::Length(length) => Some(length),
            Expected::Head(head) => Some(head.size),
        }
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Expected::Any => f.write_str("anything"),
            Expected::Length(length) => write!(f, "{length} nodes"),
            Expected::Head(head) => {
                let root = blake3::Hash::from_bytes(head.root).to_hex();
                write!(f, "{} nodes under the root {root}", head.size)
            }
        }
    }
}
