//! The simple gate: three numbers and a truth value.

use serde::{Deserialize, Serialize};

/// What a gate answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The call may happen.
    Allowed,
    /// The call waits for review.
    Review,
    /// The budget does not suffice.
    Budget,
    /// The covenant was revoked.
    Revoked,
    /// Something else.
    Other,
}

/// The reference of [`GuardedCalls`](super::GuardedCalls).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SimpleGate {
    pub(super) free: u64,
    pub(super) watched: u64,
    pub(super) revoked: bool,
}

impl SimpleGate {
    /// What is granted.
    pub(super) const GRANTED: u64 = 6;
    /// The number of the watched call that is stopped.
    pub(super) const THRESHOLD: u64 = 3;

    pub(super) fn new() -> SimpleGate {
        SimpleGate {
            free: Self::GRANTED,
            watched: 0,
            revoked: false,
        }
    }

    pub(super) fn call(&mut self, cost: u64) -> Told {
        if self.revoked {
            return Told::Revoked;
        }
        if self.free < cost {
            return Told::Budget;
        }
        self.free -= cost;
        Told::Allowed
    }

    pub(super) fn watched_call(&mut self, cost: u64) -> Told {
        if !self.revoked && self.watched + 1 >= Self::THRESHOLD {
            return Told::Review;
        }
        let told = self.call(cost);
        self.watched += u64::from(told == Told::Allowed);
        told
    }

    pub(super) fn revoke(&mut self) {
        self.revoked = true;
    }

    pub(super) fn spent(&self) -> u64 {
        Self::GRANTED - self.free
    }
}
