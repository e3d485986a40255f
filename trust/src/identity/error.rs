//! What can be wrong with an identity.

use super::{LctId, Status};
use jiff::Timestamp;
use lawful_platform::{SignError, VerifyError};

/// What can be wrong with an identity.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// The bytes are not of the form.
    #[error("this is not {what}: {problem}")]
    Garbage {
        /// What was to be read.
        what: &'static str,
        /// What is wrong.
        problem: String,
    },
    /// A signature is not good.
    #[error("the signature of {what} is refused: {source}")]
    BadSignature {
        /// What was signed.
        what: &'static str,
        /// Why it is refused.
        source: VerifyError,
    },
    /// A key could not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// A key is not the one of the token.
    #[error("the key belongs to `{found}`, not to `{expected}`")]
    OtherKey {
        /// Whose key was needed.
        expected: LctId,
        /// Whose key was given.
        found: LctId,
    },
    /// A token is not the parent of another.
    #[error("`{child}` is not a child of `{parent}`: {problem}")]
    NotAChild {
        /// The token that claims to be a child.
        child: LctId,
        /// The token that it should come from.
        parent: LctId,
        /// What does not fit.
        problem: &'static str,
    },
    /// A line of descent is too long.
    #[error("the depth `{0}` is more than {max}", max = super::Lct::DEEPEST)]
    TooDeep(u64),
    /// An entity that is not active cannot do this.
    #[error("`{lct}` is {status}; only active entities can {action}")]
    NotActive {
        /// Whose token.
        lct: LctId,
        /// Its status.
        status: Status,
        /// What was asked for.
        action: &'static str,
    },
    /// A status cannot follow another.
    #[error("`{lct}` is {from} and cannot become {to}{}", if from.is_terminal() { "; that is final" } else { "" })]
    Transition {
        /// Whose token.
        lct: LctId,
        /// Its status.
        from: Status,
        /// What it was to become.
        to: Status,
    },
    /// A change of status does not follow what is known.
    #[error("the change of `{lct}` does not fit: {problem}")]
    OutOfStep {
        /// Whose token.
        lct: LctId,
        /// What does not fit.
        problem: String,
    },
    /// A clock went back.
    #[error("`{at}` is before `{earlier}`, when the last thing happened; check the clock")]
    ClockWentBack {
        /// The time that was given.
        at: Timestamp,
        /// The time that was known.
        earlier: Timestamp,
    },
    /// Somebody who may not change a status tried.
    #[error("`{by}` may not make `{lct}` {to}; ask its owner or a trusted authority")]
    NotAllowed {
        /// Whose token.
        lct: LctId,
        /// What it was to become.
        to: Status,
        /// Who asked.
        by: LctId,
    },
    /// The reason for a change is too long.
    #[error("the reason has {0} bytes; use at most {max}", max = super::StatusChange::LONGEST_REASON)]
    LongReason(usize),
    /// A key has no form as a `did:key`.
    #[error("keys of the algorithm `{0}` have no `did:key` form: only their device can use them")]
    NoDid(lawful_platform::Algorithm),
    /// An attestation is of another entity or key.
    #[error("the attestation is of `{found}`, not of `{expected}`")]
    OtherAttestation {
        /// Who should have been attested.
        expected: LctId,
        /// Who was.
        found: String,
    },
    /// The ledger refused.
    #[error("the ledger refuses: {0}")]
    Ledger(String),
    /// A node says something of another token than the one it is filed under.
    #[error("the node `{node}` is filed under `{expected}` and is of `{found}`")]
    OtherNode {
        /// The id of the node.
        node: String,
        /// Under whom it is filed.
        expected: LctId,
        /// Of whom it is.
        found: LctId,
    },
    /// A token is already on the ledger.
    #[error("`{0}` is already on the ledger")]
    AlreadyMinted(LctId),
    /// A token is not on the ledger.
    #[error("`{0}` is not on the ledger; mint it first")]
    NotMinted(LctId),
}

impl IdentityError {
    pub(super) fn ledger(problem: impl ToString) -> IdentityError {
        IdentityError::Ledger(problem.to_string())
    }

    pub(super) fn garbage(what: &'static str, problem: impl ToString) -> IdentityError {
        IdentityError::Garbage {
            what,
            problem: problem.to_string(),
        }
    }
}
