//! Why something cannot be done to a covenant.

use super::terms::BadTerms;
use super::{ActKind, Status};
use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::EncodingError;
use lawful_platform::{PublicKey, SignError, VerifyError};

/// Why something cannot be done to a covenant.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LifecycleError {
    /// The covenant is in another state.
    #[error("a covenant that is {status} cannot be {deed}")]
    Status {
        /// The state.
        status: Status,
        /// What was to be done.
        deed: &'static str,
    },
    /// The terms cannot be.
    #[error(transparent)]
    Terms(#[from] BadTerms),
    /// The covenant does not name the key for this.
    #[error("the key `{key}` may not do this: the covenant names {named}")]
    NotNamed {
        /// The key.
        key: Box<PublicKey>,
        /// Who may.
        named: &'static str,
    },
    /// The act is for another covenant.
    #[error("the act is for covenant {found}, and this is {expected}")]
    OtherCovenant {
        /// What the act names.
        found: Digest,
        /// The covenant.
        expected: Digest,
    },
    /// The signature is bad.
    #[error("the signature of the act `{kind:?}` is bad: {why}")]
    Signature {
        /// Which act.
        kind: ActKind,
        /// What is wrong.
        #[source]
        why: VerifyError,
    },
    /// The key cannot sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The acts go back in time.
    #[error("the act at `{at}` comes after one at `{latest}`: a clock went back")]
    BackInTime {
        /// When this act was.
        at: Moment,
        /// When the one before it was.
        latest: Moment,
    },
    /// The covenant's time is over.
    #[error("at `{at}` the covenant is over: it expires at `{expires}`")]
    Over {
        /// When the act was.
        at: Moment,
        /// When it expires.
        expires: Moment,
    },
    /// The covenant's time is not over.
    #[error("at `{at}` the covenant has not expired: it does at `{expires}`")]
    NotOver {
        /// When it was asked.
        at: Moment,
        /// When it expires.
        expires: Moment,
    },
    /// There was too much back and forth.
    #[error("the covenant has {max} steps already; propose a new one", max = super::History::MOST_STEPS)]
    TooLong,
    /// The bytes are not a stored covenant.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
}

/// A transition that did not happen, with the covenant as it was.
pub struct Refused<C> {
    /// The covenant, unchanged.
    pub covenant: Box<C>,
    /// Why.
    pub why: LifecycleError,
}

impl<C> std::fmt::Debug for Refused<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Refused({:?})", self.why)
    }
}

impl<C> std::fmt::Display for Refused<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.why.fmt(f)
    }
}

impl<C> std::error::Error for Refused<C> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.why)
    }
}
