//! Covenants whose state is known only at run time.

use super::covenant::Covenant;
use super::history::History;
use super::status::{Amended, Expired, Granted, Negotiating, Proposed, Revoked};
use super::{LifecycleError, Status};

/// A covenant in any state, as it comes from storage.
///
/// The stored form is binary: `LWCV`, the version of two bytes, then the steps. Reading it takes
/// every step again, so a stored covenant is in the state that its signed acts lead to.
#[derive(Debug)]
pub enum AnyCovenant {
    /// It was proposed.
    Proposed(Covenant<Proposed>),
    /// Somebody answered with other terms.
    Negotiating(Covenant<Negotiating>),
    /// It holds.
    Granted(Covenant<Granted>),
    /// It was revoked.
    Revoked(Covenant<Revoked>),
    /// Its time is over.
    Expired(Covenant<Expired>),
    /// Another one took its place.
    Amended(Covenant<Amended>),
}

impl AnyCovenant {
    /// Reads the stored form.
    ///
    /// # Errors
    /// If the bytes are of another version, not canonical, or tell of a step that cannot be taken.
    pub fn from_bytes(bytes: &[u8]) -> Result<AnyCovenant, LifecycleError> {
        History::from_bytes(bytes).map(AnyCovenant::from)
    }

    /// Returns the stored form.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.history().to_bytes()
    }

    /// Returns what happened to it so far.
    pub fn history(&self) -> &History {
        match self {
            AnyCovenant::Proposed(covenant) => covenant.history(),
            AnyCovenant::Negotiating(covenant) => covenant.history(),
            AnyCovenant::Granted(covenant) => covenant.history(),
            AnyCovenant::Revoked(covenant) => covenant.history(),
            AnyCovenant::Expired(covenant) => covenant.history(),
            AnyCovenant::Amended(covenant) => covenant.history(),
        }
    }

    /// Returns where it is in its life.
    pub fn status(&self) -> Status {
        self.history().status()
    }

    /// Returns the granted covenant.
    ///
    /// # Errors
    /// If it is in another state.
    pub fn into_granted(self) -> Result<Covenant<Granted>, LifecycleError> {
        match self {
            AnyCovenant::Granted(covenant) => Ok(covenant),
            other => Err(LifecycleError::Status {
                status: other.status(),
                deed: "used as a granted one",
            }),
        }
    }
}

impl From<History> for AnyCovenant {
    fn from(history: History) -> AnyCovenant {
        match history.status() {
            Status::Proposed => AnyCovenant::Proposed(Covenant::of(history)),
            Status::Negotiating => AnyCovenant::Negotiating(Covenant::of(history)),
            Status::Granted => AnyCovenant::Granted(Covenant::of(history)),
            Status::Revoked => AnyCovenant::Revoked(Covenant::of(history)),
            Status::Expired => AnyCovenant::Expired(Covenant::of(history)),
            Status::Amended => AnyCovenant::Amended(Covenant::of(history)),
        }
    }
}
