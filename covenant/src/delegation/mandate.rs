//! What somebody may do, whether granted or passed on.

use super::{DelegationError, Request};
use crate::budget::{Amounts, RateLimit};
use crate::capability::Permissions;
use crate::clock::Moment;
use crate::digest::Digest;
use crate::lifecycle::{Covenant, Delegation, Granted, Terms, check_gates};
use crate::review::ReviewGate;
use lawful_platform::PublicKey;
use std::collections::BTreeSet;

/// What somebody may do: the terms of a granted covenant, or what is left of them after they were
/// passed on. There is no other way to get one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    pub(super) lineage: Vec<Digest>,
    pub(super) holders: Vec<PublicKey>,
    pub(super) grantor: PublicKey,
    pub(super) revokers: BTreeSet<PublicKey>,
    pub(super) permissions: Permissions,
    pub(super) budget: Amounts,
    pub(super) rates: BTreeSet<RateLimit>,
    pub(super) gates: BTreeSet<ReviewGate>,
    pub(super) not_before: Moment,
    pub(super) expires: Moment,
    pub(super) delegation: Delegation,
}

impl Mandate {
    pub(crate) fn of_terms(terms: &Terms, digest: Digest) -> Mandate {
        Mandate {
            lineage: vec![digest],
            holders: vec![terms.parties.holder.clone()],
            grantor: terms.parties.grantor.clone(),
            revokers: terms.parties.revokers.clone(),
            permissions: terms.permissions.clone(),
            budget: terms.budget,
            rates: terms.rates.clone(),
            gates: terms.gates.clone(),
            not_before: terms.not_before,
            expires: terms.expires,
            delegation: terms.delegation,
        }
    }

    /// Returns what a request leaves of this mandate for its holder: the meet of both.
    ///
    /// Never more permissions, budget or time, never a higher rate, never fewer gates, never deeper.
    /// Whether the child may use what it gets, and not only pass it on, is for the request to say.
    ///
    /// # Errors
    /// If this mandate may not be passed on, its holder asks itself, or nothing would be left.
    pub fn attenuate(&self, request: &Request, link: Digest) -> Result<Mandate, DelegationError> {
        let Some(depth) = self.delegation.depth.checked_sub(1) else {
            return Err(DelegationError::TooDeep);
        };
        if self.holders.contains(&request.holder) {
            return Err(DelegationError::SameHolder(Box::new(
                request.holder.clone(),
            )));
        }
        let not_before = self.not_before.max(request.not_before);
        let expires = self.expires.min(request.expires);
        if not_before >= expires {
            return Err(DelegationError::NoTime);
        }
        let gates: BTreeSet<ReviewGate> = self.gates.union(&request.gates).cloned().collect();
        check_gates(&gates, &request.holder)?;
        let rates: BTreeSet<RateLimit> = self.rates.union(&request.rates).copied().collect();
        if rates.len() > Terms::MOST_RATES {
            return Err(DelegationError::TooManyRates);
        }
        let mut lineage = self.lineage.clone();
        lineage.push(link);
        let mut holders = self.holders.clone();
        holders.push(request.holder.clone());
        Ok(Mandate {
            lineage,
            holders,
            grantor: self.grantor.clone(),
            revokers: self.revokers.clone(),
            permissions: self.permissions.meet(&request.permissions)?,
            budget: self.budget.meet(&request.budget),
            rates,
            gates,
            not_before,
            expires,
            delegation: Delegation {
                depth: depth.min(request.delegation.depth),
                may_use: request.delegation.may_use,
            },
        })
    }

    /// Returns whether this is at most the other: in permissions, budget, rates, gates, time, depth.
    pub fn is_at_most(&self, other: &Mandate) -> bool {
        self.permissions.is_at_most(&other.permissions)
            && other.budget.lacks(&self.budget).is_none()
            && other.rates.is_subset(&self.rates)
            && other.gates.is_subset(&self.gates)
            && self.not_before >= other.not_before
            && self.expires <= other.expires
            && self.delegation.depth <= other.delegation.depth
    }

    /// Returns the digest of the covenant or link that gave it last.
    pub fn name(&self) -> Digest {
        self.lineage
            .last()
            .copied()
            .unwrap_or(Digest::from_bytes([0; 32]))
    }

    /// Returns the digests from the covenant to the last link.
    pub fn lineage(&self) -> &[Digest] {
        &self.lineage
    }

    /// Returns who may act.
    pub fn holder(&self) -> &PublicKey {
        self.holders.last().unwrap_or(&self.grantor)
    }

    /// Returns what may be done.
    pub fn permissions(&self) -> &Permissions {
        &self.permissions
    }

    /// Returns how much may be spent.
    pub fn budget(&self) -> &Amounts {
        &self.budget
    }

    /// Returns how fast.
    pub fn rates(&self) -> &BTreeSet<RateLimit> {
        &self.rates
    }

    /// Returns with which reviews.
    pub fn gates(&self) -> &BTreeSet<ReviewGate> {
        &self.gates
    }

    /// Returns from when it holds.
    pub fn not_before(&self) -> Moment {
        self.not_before
    }

    /// Returns from when on it does not hold any more.
    pub fn expires(&self) -> Moment {
        self.expires
    }

    /// Returns how far it may be passed on.
    pub fn delegation(&self) -> Delegation {
        self.delegation
    }

    /// Returns whether a key may revoke the covenant or link at a place of the lineage: the grantor,
    /// the revokers it names, and whoever passed it on up to there.
    pub(super) fn may_revoke(&self, place: usize, key: &PublicKey) -> bool {
        let above = self.holders.get(..place).unwrap_or_default();
        self.grantor == *key || self.revokers.contains(key) || above.contains(key)
    }
}

impl From<&Covenant<Granted>> for Mandate {
    fn from(covenant: &Covenant<Granted>) -> Mandate {
        Mandate::of_terms(covenant.terms(), *covenant.digest())
    }
}
