//! What is chosen when a ledger is made, and never changes.

use crate::merkle::{Blake3, TreeHash};

/// What the timestamps of a ledger must obey.
///
/// Under both rules the target of a causal link is not later than the node that has the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TimeRule {
    /// Time never goes back: no node is earlier than the one before it. Equal times are fine.
    #[default]
    Monotone,
    /// Time may go back between nodes that no link joins: for many writers with clocks of their own.
    Causal,
}

impl TimeRule {
    /// Returns the name: `monotone` or `causal`.
    pub const fn name(self) -> &'static str {
        match self {
            TimeRule::Monotone => "monotone",
            TimeRule::Causal => "causal",
        }
    }
}

/// What is chosen when a ledger is made, and never changes: its rule of time and its tree hash.
///
/// ```
/// use lawful_trace::{Ledger, LedgerOptions, MemoryLedger, TimeRule};
/// use lawful_trace::merkle::Rfc6962Sha256;
/// let options = LedgerOptions::default().time_rule(TimeRule::Causal).tree_hash(&Rfc6962Sha256);
/// assert_eq!(MemoryLedger::with_options(options).tree_hash().id(), "rfc6962-sha256");
/// ```
#[derive(Clone, Copy)]
pub struct LedgerOptions {
    pub(crate) time_rule: TimeRule,
    pub(crate) tree_hash: &'static dyn TreeHash,
}

impl Default for LedgerOptions {
    /// Time never goes back; BLAKE3.
    fn default() -> LedgerOptions {
        LedgerOptions {
            time_rule: TimeRule::Monotone,
            tree_hash: &Blake3,
        }
    }
}

impl LedgerOptions {
    /// Chooses the rule of time.
    #[must_use]
    pub const fn time_rule(self, time_rule: TimeRule) -> LedgerOptions {
        LedgerOptions { time_rule, ..self }
    }

    /// Returns the rule of time.
    pub const fn rule(&self) -> TimeRule {
        self.time_rule
    }

    /// Returns the tree hash.
    pub const fn hash(&self) -> &'static dyn TreeHash {
        self.tree_hash
    }

    /// Chooses the tree hash.
    #[must_use]
    pub const fn tree_hash(self, tree_hash: &'static dyn TreeHash) -> LedgerOptions {
        LedgerOptions { tree_hash, ..self }
    }
}

impl std::fmt::Debug for LedgerOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LedgerOptions")
            .field("time_rule", &self.time_rule)
            .field("tree_hash", &self.tree_hash.id())
            .finish()
    }
}
