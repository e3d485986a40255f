//! Which authenticator, and how it is used.

use crate::Password;
use crate::fido2::RelyingParty;
use std::time::Duration;

/// Which authenticator, and how it is used.
pub struct FidoOptions {
    pub(super) relying_party: RelyingParty,
    pub(super) device: Option<String>,
    pub(super) pin: Option<Password>,
    pub(super) deadline: Duration,
}

impl FidoOptions {
    /// Begins with the relying party that keys are made for: the only authenticator that is plugged
    /// in, no PIN, and 60 seconds for the person to touch it.
    pub fn new(relying_party: RelyingParty) -> FidoOptions {
        FidoOptions {
            relying_party,
            device: None,
            pin: None,
            deadline: Duration::from_secs(60),
        }
    }

    /// Names the authenticator by the path that [`list_devices`](super::list_devices) gives.
    pub fn device(mut self, path: &str) -> FidoOptions {
        self.device = Some(path.to_owned());
        self
    }

    /// Gives the PIN.
    pub fn pin(mut self, pin: Password) -> FidoOptions {
        self.pin = Some(pin);
        self
    }

    /// Sets how long to wait for each answer, the touch included.
    pub fn deadline(mut self, deadline: Duration) -> FidoOptions {
        self.deadline = deadline;
        self
    }
}
