//! What is proved about a call.

use super::{Mode, Outcome};
use crate::budget::Amounts;
use crate::capability::PermissionRef;
use crate::clock::Moment;
use crate::digest::Digest;
use lawful_platform::PublicKey;

/// What is proved about a call: was it authorised, by whom, under which covenant, at what cost?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunAnswer {
    /// The digests from the covenant to the last link under which the call was made.
    pub lineage: Vec<Digest>,
    /// Who granted the covenant at the root.
    pub grantor: PublicKey,
    /// Who held it.
    pub holder: PublicKey,
    /// Whether the guard enforced.
    pub mode: Mode,
    /// What was decided.
    pub decided: Decided,
    /// Whether the call was handed to its tool.
    pub executed: bool,
    /// How the call ended; nothing if it did not happen, or never returned.
    pub ended: Option<Ended>,
    /// Whether the whole ledger was looked at: then the call was not executed a second time, and no
    /// budget was overspent. Proof files of single nodes cannot show what is not there.
    pub whole_ledger: bool,
}

impl RunAnswer {
    /// Returns whether the call was authorised.
    pub fn is_authorised(&self) -> bool {
        matches!(self.decided, Decided::Authorised { .. })
    }
}

/// What was decided about a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// It was proposed, and nothing was decided.
    Nothing,
    /// It was allowed.
    Authorised {
        /// When.
        at: Moment,
        /// The permission that allowed it.
        by: PermissionRef,
        /// What the permission says.
        permission: String,
        /// What was set aside for it.
        reserved: Amounts,
        /// Who approved it in reviews, each key once.
        reviewers: Vec<PublicKey>,
    },
    /// It was refused.
    Denied {
        /// When.
        at: Moment,
        /// The clause that decided.
        clause: String,
    },
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Moment,
    /// How.
    pub outcome: Outcome,
    /// At what cost.
    pub spent: Amounts,
}
