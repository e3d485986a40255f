//! What terms are asked for, and what is to be different in terms that there are.

use super::budget::{amounts, resource};
use super::parties::{Party, keys};
use super::permission_texts::PermissionTexts;
use super::review_gate::ReviewGate;
use super::time;
use crate::errors::invalid;
use lawful_covenant::budget::RateLimit;
use lawful_covenant::capability::Permissions;
use lawful_covenant::clock::Moment;
use lawful_covenant::delegation::Request;
use lawful_covenant::lifecycle::Terms;
use lawful_covenant::review;
use pyo3::prelude::*;
use std::collections::BTreeSet;

/// At most so much of a resource in a window of milliseconds.
pub type Rate = (String, u64, u64);

/// What Python asks for; what it does not say stays as it is.
pub struct Asked<'a, 'py> {
    pub permissions: Option<PermissionTexts>,
    pub budget: Option<&'a Bound<'py, PyAny>>,
    pub review_gates: Option<Vec<Bound<'py, ReviewGate>>>,
    pub rates: Option<Vec<Rate>>,
    pub reason: Option<&'a str>,
    pub seconds: Option<f64>,
    pub expires: Option<&'a Bound<'py, PyAny>>,
    pub not_before: Option<&'a Bound<'py, PyAny>>,
    pub revokers: Option<Vec<Party<'py>>>,
    pub depth: Option<u8>,
    pub may_use: Option<bool>,
}

impl Asked<'_, '_> {
    fn permissions(&self) -> PyResult<Option<Permissions>> {
        let parse = |texts: &PermissionTexts| Permissions::parse(texts.iter()).map_err(invalid);
        self.permissions.as_ref().map(parse).transpose()
    }

    fn rates(&self) -> PyResult<Option<BTreeSet<RateLimit>>> {
        let one = |(name, most, millis): &Rate| {
            RateLimit::new(resource(name)?, *most, *millis).map_err(invalid)
        };
        let all = |rates: &Vec<Rate>| rates.iter().map(one).collect();
        self.rates.as_ref().map(all).transpose()
    }

    fn gates(&self) -> Option<BTreeSet<review::ReviewGate>> {
        let gates = self.review_gates.as_ref()?;
        Some(gates.iter().map(|gate| gate.get().0.clone()).collect())
    }

    /// Returns from when and until when, if that is said.
    fn times(&self, start: Moment) -> PyResult<(Option<Moment>, Option<Moment>)> {
        let not_before = self.not_before.map(time::given).transpose()?;
        let expires = match (self.expires, self.seconds) {
            (None, None) => None,
            (Some(expires), None) => Some(time::given(expires)?),
            (None, Some(seconds)) => Some(time::after(not_before.unwrap_or(start), seconds)?),
            (Some(_), Some(_)) => {
                return Err(invalid("give `expires` or `seconds`, not both"));
            }
        };
        Ok((not_before, expires))
    }

    /// Changes terms.
    ///
    /// # Errors
    /// If something is not what it should be.
    pub fn change(&self, terms: &mut Terms, now: Moment) -> PyResult<()> {
        let (not_before, expires) = self.times(now)?;
        terms.not_before = not_before.unwrap_or(terms.not_before);
        terms.expires = expires.unwrap_or(terms.expires);
        if let Some(permissions) = self.permissions()? {
            terms.permissions = permissions;
        }
        if let Some(budget) = self.budget {
            terms.budget = amounts(budget)?;
        }
        if let Some(rates) = self.rates()? {
            terms.rates = rates;
        }
        if let Some(gates) = self.gates() {
            terms.gates = gates;
        }
        if let Some(revokers) = &self.revokers {
            terms.parties.revokers = keys(revokers)?;
        }
        if let Some(reason) = self.reason {
            reason.clone_into(&mut terms.reason);
        }
        terms.delegation.depth = self.depth.unwrap_or(terms.delegation.depth);
        terms.delegation.may_use = self.may_use.unwrap_or(terms.delegation.may_use);
        Ok(())
    }

    /// Narrows what is asked of somebody who passes on.
    ///
    /// # Errors
    /// If something is not what it should be.
    pub fn narrow(&self, request: &mut Request, now: Moment) -> PyResult<()> {
        let (not_before, expires) = self.times(now)?;
        request.not_before = not_before.unwrap_or(request.not_before);
        request.expires = expires.unwrap_or(request.expires);
        if let Some(permissions) = self.permissions()? {
            request.permissions = permissions;
        }
        if let Some(budget) = self.budget {
            request.budget = amounts(budget)?;
        }
        request.rates = self.rates()?.unwrap_or_default();
        request.gates = self.gates().unwrap_or_default();
        request.delegation.depth = self.depth.unwrap_or(request.delegation.depth);
        request.delegation.may_use = self.may_use.unwrap_or(request.delegation.may_use);
        Ok(())
    }
}
