//! The head of a log: how long it is, and the root over all of it.

use super::Hash;
use serde::{Deserialize, Serialize};

/// The size and the root of a tree: what is signed, and what proofs lead to.
///
/// The root alone does not say how many leaves there are; proofs are verified against both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "PlainHead", into = "PlainHead")]
pub struct Head {
    /// The number of leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// A head as plain data: the name of the type is written along, so that another language makes its
/// own class of it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum PlainHead {
    #[serde(rename = "lawful_trace::Head")]
    Head { size: u64, root: Hash },
}

impl From<Head> for PlainHead {
    fn from(Head { size, root }: Head) -> PlainHead {
        PlainHead::Head { size, root }
    }
}

impl From<PlainHead> for Head {
    fn from(PlainHead::Head { size, root }: PlainHead) -> Head {
        Head { size, root }
    }
}

/// The most leaves of a tree, so that no sum of sizes overflows.
pub const MOST_LEAVES: u64 = 1 << 62;
