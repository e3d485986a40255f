//! What a covenant says.

use crate::budget::{Amounts, RateLimit};
use crate::capability::Permissions;
use crate::clock::Moment;
use crate::digest::Digest;
use crate::random::{NoRandomness, nonce};
use crate::review::ReviewGate;
use lawful_platform::PublicKey;
use std::collections::BTreeSet;

/// Who may do what with a covenant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Parties {
    /// Who proposes it.
    pub proposer: PublicKey,
    /// Who alone can grant it.
    pub grantor: PublicKey,
    /// The agent that may act under it.
    pub holder: PublicKey,
    /// Who can revoke it, beside the grantor.
    pub revokers: BTreeSet<PublicKey>,
}

/// How far a covenant may be passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Delegation {
    /// How many times it may be passed on, one after the other; 0 for never.
    pub depth: u8,
    /// Whether the holder may use it, and not only pass it on.
    pub may_use: bool,
}

/// What a covenant says: who, what, how much, how long, with which reviews, and why.
///
/// A resource without a budget cannot be spent. The covenant holds from `not_before` until just
/// before `expires`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Terms {
    /// Makes two proposals of the same terms two covenants.
    pub nonce: [u8; 16],
    /// The covenant, or the earlier proposal, that these terms are to replace.
    pub replaces: Option<Digest>,
    /// Who.
    pub parties: Parties,
    /// What.
    pub permissions: Permissions,
    /// How much.
    pub budget: Amounts,
    /// How fast.
    pub rates: BTreeSet<RateLimit>,
    /// With which reviews; no two gates have one name.
    pub gates: BTreeSet<ReviewGate>,
    /// From when.
    pub not_before: Moment,
    /// Until when.
    pub expires: Moment,
    /// Passed on how far.
    pub delegation: Delegation,
    /// Why; at most 4,096 bytes.
    pub reason: String,
}

/// Terms that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadTerms {
    /// The covenant would never hold.
    #[error("the covenant would hold from `{from}` until `{until}`, which is never")]
    NoTime {
        /// From when.
        from: Moment,
        /// Until when.
        until: Moment,
    },
    /// Too many of something.
    #[error("there are {found} {what}; at most {most} are allowed")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        found: usize,
        /// The limit.
        most: usize,
    },
    /// The holder reviews its own calls.
    #[error("the holder reviews its own calls at gate `{0}`; name another reviewer")]
    ReviewsItself(String),
    /// Two gates have one name.
    #[error("two gates are named `{0}`")]
    GateTwice(String),
    /// The terms change who the parties are.
    #[error("a negotiation or an amendment keeps the holder and the grantor; propose anew")]
    OtherParties,
    /// The terms do not say what they replace.
    #[error("the terms replace `{found}`, and here they can only replace `{expected}`")]
    Replaces {
        /// What they say.
        found: String,
        /// What they must say.
        expected: String,
    },
}

impl Terms {
    /// The longest reason, in bytes.
    pub const LONGEST_REASON: usize = 4096;
    /// The most gates.
    pub const MOST_GATES: usize = 32;
    /// The most rate limits.
    pub const MOST_RATES: usize = 16;
    /// The most revokers.
    pub const MOST_REVOKERS: usize = 32;
    /// The most often that a covenant may be passed on, one after the other.
    pub const DEEPEST: u8 = (Permissions::MOST_LAYERS - 1) as u8;

    /// Makes terms that allow nothing; the holder proposes, and only the grantor can revoke.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn new(
        grantor: PublicKey,
        holder: PublicKey,
        not_before: Moment,
        expires: Moment,
    ) -> Result<Terms, NoRandomness> {
        Ok(Terms {
            nonce: nonce()?,
            replaces: None,
            parties: Parties {
                proposer: holder.clone(),
                grantor,
                holder,
                revokers: BTreeSet::new(),
            },
            permissions: Permissions::nothing(),
            budget: Amounts::NONE,
            rates: BTreeSet::new(),
            gates: BTreeSet::new(),
            not_before,
            expires,
            delegation: Delegation {
                depth: 0,
                may_use: true,
            },
            reason: String::new(),
        })
    }

    /// Checks that the terms can be.
    pub(crate) fn check(&self) -> Result<(), BadTerms> {
        let few = |what, found: usize, most: usize| {
            if found > most {
                return Err(BadTerms::TooMany { what, found, most });
            }
            Ok(())
        };
        if self.not_before >= self.expires {
            return Err(BadTerms::NoTime {
                from: self.not_before,
                until: self.expires,
            });
        }
        few("bytes of reason", self.reason.len(), Self::LONGEST_REASON)?;
        few("rate limits", self.rates.len(), Self::MOST_RATES)?;
        few("revokers", self.parties.revokers.len(), Self::MOST_REVOKERS)?;
        let depth = usize::from(self.delegation.depth);
        few("levels of delegation", depth, usize::from(Self::DEEPEST))?;
        check_gates(&self.gates, &self.parties.holder)
    }
}

/// Checks the gates of a holder.
pub(crate) fn check_gates(
    gates: &BTreeSet<ReviewGate>,
    holder: &PublicKey,
) -> Result<(), BadTerms> {
    if gates.len() > Terms::MOST_GATES {
        return Err(BadTerms::TooMany {
            what: "review gates",
            found: gates.len(),
            most: Terms::MOST_GATES,
        });
    }
    let mut names = BTreeSet::new();
    for gate in gates {
        if gate.reviewers().contains(holder) {
            return Err(BadTerms::ReviewsItself(gate.name().to_owned()));
        }
        if !names.insert(gate.name()) {
            return Err(BadTerms::GateTwice(gate.name().to_owned()));
        }
    }
    Ok(())
}
