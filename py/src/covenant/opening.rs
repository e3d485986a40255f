//! What a guard is opened with.

use super::chain::Chain;
use super::contract::{Covenant, no_covenant};
use super::gate::surroundings;
use super::parties::{LaterSigner, Party, granted_by_one_of, grantors};
use super::refusal;
use super::standing::Standing;
use crate::errors::invalid;
use crate::guard::detached;
use crate::platform::Key;
use crate::trace::TraceLedger;
use crate::trust::{ManualClock, TrustStore};
use lawful_covenant::run::{Earning, Guard, Mode, RunSetup};
use pyo3::prelude::*;
use std::sync::Arc;

/// What Python gives a guard beside the covenant.
pub struct Given<'a, 'py> {
    pub ledger: &'a Bound<'py, TraceLedger>,
    pub enforced: bool,
    pub clock: Option<&'a Bound<'py, ManualClock>>,
    pub grantors: Option<Vec<Party<'py>>>,
    pub trust: Option<&'a Bound<'py, TrustStore>>,
    pub entity: Option<&'a str>,
    pub magnitude: f64,
    pub standing: Option<&'a Bound<'py, Standing>>,
    pub signer: Option<Bound<'py, Key>>,
    pub origin: Option<&'a str>,
}

impl Given<'_, '_> {
    fn setup(&self, py: Python<'_>) -> PyResult<RunSetup> {
        // A closed one would record nothing.
        self.ledger.get().ledger()?;
        let mut setup = RunSetup::new(self.ledger.get().kept.clone());
        if !self.enforced {
            setup = setup.in_mode(Mode::Shadow);
        }
        match (self.trust, self.entity) {
            (None, None) => {}
            (Some(store), Some(entity)) => {
                let store = store.get().run(py, |store| Ok(store.clone()))?;
                let magnitude = self.magnitude;
                let earning = detached(py, || Earning::new(store, entity, magnitude))?;
                setup = setup.with_trust(earning.map_err(invalid)?);
            }
            _ => {
                return Err(invalid(
                    "give `trust` and `entity` together: the store, and whose trust is updated",
                ));
            }
        }
        match (&self.signer, self.origin) {
            (None, None) => {}
            (Some(signer), Some(origin)) => {
                let origin = origin.parse().map_err(invalid)?;
                let signer = LaterSigner(signer.clone().unbind());
                setup = setup.with_signer(origin, Arc::new(signer));
            }
            _ => {
                return Err(invalid(
                    "give `signer` and `origin` together: the key, and the name of the ledger",
                ));
            }
        }
        Ok(setup)
    }

    /// Opens the guard.
    ///
    /// # Errors
    /// If the covenant is not granted, the chain does not hold, or the ledger does not take the
    /// record.
    pub fn open(&self, py: Python<'_>, covenant: &Bound<'_, PyAny>) -> PyResult<Guard> {
        let setup = self.setup(py)?;
        let around = surroundings(self.clock, self.standing);
        let opened = if let Ok(covenant) = covenant.cast::<Covenant>() {
            let granted = covenant.get().granted()?;
            granted_by_one_of(&granted, self.grantors.as_deref())?;
            detached(py, || Guard::open(&granted, &around, setup))?
        } else if let Ok(chain) = covenant.cast::<Chain>() {
            let grantors = grantors(self.grantors.as_deref())?;
            let chain = &chain.get().chain;
            detached(py, || Guard::open_chain(chain, &grantors, &around, setup))?
        } else {
            return Err(no_covenant(covenant));
        };
        opened.map_err(refusal::guard)
    }
}
