//! Review gates as a covenant states them.

use crate::capability::Pattern;
use lawful_platform::PublicKey;
use std::collections::BTreeSet;

/// A place where people look at a call before it happens.
///
/// The gate counts the allowed calls that its trigger matches, whatever their case. The call that
/// would be number `threshold` is stopped, and every one after it, until reviewers have approved one
/// of them; then counting begins again. A gate with threshold 1 stops every call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReviewGate {
    name: String,
    trigger: Pattern,
    threshold: u64,
    reviewers: BTreeSet<PublicKey>,
    quorum: u8,
    timeout_millis: u64,
}

/// A gate that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadGate {
    /// The name is empty, too long, or has a character that does not print.
    #[error("`{0}` is not the name of a gate; use 1 to 64 printable characters")]
    Name(String),
    /// The threshold is 0.
    #[error("the threshold of gate `{0}` is 0; 1 stops every call")]
    Threshold(String),
    /// Nobody, or too many, may review.
    #[error("the gate `{name}` has {found} reviewers; use 1 to {max}", max = ReviewGate::MOST_REVIEWERS)]
    Reviewers {
        /// The gate.
        name: String,
        /// How many there are.
        found: usize,
    },
    /// The quorum cannot be reached, or asks for nobody.
    #[error(
        "the quorum `{quorum}` of gate `{name}` is not in 1 to {reviewers}, the number of its reviewers"
    )]
    Quorum {
        /// The gate.
        name: String,
        /// The quorum.
        quorum: u8,
        /// How many reviewers there are.
        reviewers: usize,
    },
    /// The time-out is 0.
    #[error("the time-out of gate `{0}` is 0 ms; nobody could review in time")]
    Timeout(String),
}

impl ReviewGate {
    /// The most reviewers of a gate.
    pub const MOST_REVIEWERS: usize = 32;
    /// The time-out that kgents uses: five minutes.
    pub const USUAL_TIMEOUT_MILLIS: u64 = 300_000;

    /// Makes a gate: of the distinct `reviewers`, `quorum` must approve within the time-out;
    /// otherwise the call is denied.
    ///
    /// # Errors
    /// If the gate could never open, or never stop anything.
    pub fn new(
        name: &str,
        trigger: Pattern,
        threshold: u64,
        reviewers: impl IntoIterator<Item = PublicKey>,
        quorum: u8,
        timeout_millis: u64,
    ) -> Result<ReviewGate, BadGate> {
        let shown = || crate::capability::printable(name);
        let odd = |c: char| c.is_control();
        if name.is_empty() || name.len() > 64 || name.contains(odd) {
            return Err(BadGate::Name(shown()));
        }
        if threshold == 0 {
            return Err(BadGate::Threshold(shown()));
        }
        if timeout_millis == 0 {
            return Err(BadGate::Timeout(shown()));
        }
        let reviewers: BTreeSet<PublicKey> = reviewers
            .into_iter()
            .take(4 * Self::MOST_REVIEWERS)
            .collect();
        let found = reviewers.len();
        if found == 0 || found > Self::MOST_REVIEWERS {
            return Err(BadGate::Reviewers {
                name: shown(),
                found,
            });
        }
        if quorum == 0 || usize::from(quorum) > found {
            return Err(BadGate::Quorum {
                name: shown(),
                quorum,
                reviewers: found,
            });
        }
        Ok(ReviewGate {
            name: name.to_owned(),
            trigger,
            threshold,
            reviewers,
            quorum,
            timeout_millis,
        })
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns which calls it counts.
    pub fn trigger(&self) -> &Pattern {
        &self.trigger
    }

    /// Returns the number of the call that it stops, from 1.
    pub fn threshold(&self) -> u64 {
        self.threshold
    }

    /// Returns who may review.
    pub fn reviewers(&self) -> &BTreeSet<PublicKey> {
        &self.reviewers
    }

    /// Returns how many of them must approve.
    pub fn quorum(&self) -> u8 {
        self.quorum
    }

    /// Returns how long a review may take.
    pub fn timeout_millis(&self) -> u64 {
        self.timeout_millis
    }
}
