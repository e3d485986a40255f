//! Why something cannot be passed on, or a chain does not hold.

use crate::capability::PermissionsError;
use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::EncodingError;
use crate::lifecycle::{BadTerms, LifecycleError};
use crate::random::NoRandomness;
use lawful_platform::{PublicKey, SignError, VerifyError};

/// Why something cannot be passed on, or a chain does not hold.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DelegationError {
    /// The mandate may not be passed on, or not further.
    #[error("this may not be passed on any further; its depth is used up")]
    TooDeep,
    /// The mandate is passed on to somebody who had it before.
    #[error("the key `{0}` holds this already; nothing is passed on in a circle")]
    SameHolder(Box<PublicKey>),
    /// No time is left.
    #[error("parent and request have no time in common")]
    NoTime,
    /// Too many rate limits come together.
    #[error("parent and request have too many rate limits together")]
    TooManyRates,
    /// The terms cannot be.
    #[error(transparent)]
    Terms(#[from] BadTerms),
    /// The permissions cannot be.
    #[error(transparent)]
    Permissions(#[from] PermissionsError),
    /// The key is not the holder's.
    #[error("the key `{0}` does not hold what it passes on")]
    NotHolder(Box<PublicKey>),
    /// The signature of a link is bad.
    #[error("the signature of link {place} (from 1) is bad: {why}")]
    Signature {
        /// Which link, from 1.
        place: usize,
        /// What is wrong.
        #[source]
        why: VerifyError,
    },
    /// A link does not follow the one before it: one is missing, repeated, or in another place.
    #[error(
        "link {place} (from 1) follows {found}, and before it comes {expected}: a link is missing, repeated or in another place"
    )]
    Order {
        /// Which link, from 1.
        place: usize,
        /// What it follows.
        found: Digest,
        /// What comes before it.
        expected: Digest,
    },
    /// Nobody who is trusted granted the covenant at the root.
    #[error("the grantor `{0}` of the covenant at the root is not trusted here")]
    Untrusted(Box<PublicKey>),
    /// The covenant at the root is not in order.
    #[error(transparent)]
    Root(#[from] LifecycleError),
    /// The time is not one at which the chain holds.
    #[error("the chain holds from `{from}` until `{until}`, and it is `{now}`")]
    NotNow {
        /// From when.
        from: Moment,
        /// Until when.
        until: Moment,
        /// When it was asked.
        now: Moment,
    },
    /// Something in the lineage was revoked.
    #[error("{0} was revoked, and with it all that was passed on from it")]
    Revoked(Digest),
    /// The key may not revoke this.
    #[error(
        "the key `{0}` may not revoke this; the grantor, its revokers and whoever passed it on may"
    )]
    MayNotRevoke(Box<PublicKey>),
    /// The chain has no such link.
    #[error("the chain has no covenant or link {0}")]
    NotInChain(Digest),
    /// There are too many links.
    #[error("the chain has more than {max} links", max = crate::lifecycle::Terms::DEEPEST)]
    TooLong,
    /// The key cannot sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The system gives no random numbers.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The bytes are not a chain.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
}
