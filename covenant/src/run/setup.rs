//! What a guard needs beside a covenant.

use super::{Earning, Mode, Policy};
use lawful_platform::Signer;
use lawful_trace::DurableLedger;
use lawful_trace::checkpoint::NoteName;
use std::sync::Arc;

/// What a guard needs beside a covenant: a ledger, and whatever else there is.
///
/// ```
/// use lawful_covenant::run::{Mode, RunSetup};
/// use lawful_trace::MemoryLedger;
/// use std::sync::Arc;
/// let setup = RunSetup::new(Arc::new(MemoryLedger::new())).in_mode(Mode::Shadow);
/// # let _ = setup;
/// ```
#[derive(Clone)]
pub struct RunSetup {
    pub(super) ledger: Arc<dyn DurableLedger>,
    pub(super) mode: Mode,
    pub(super) policies: Vec<Arc<dyn Policy>>,
    pub(super) earning: Option<Earning>,
    pub(super) sealer: Option<Sealer>,
}

/// Who signs heads.
#[derive(Clone)]
pub(super) struct Sealer {
    pub origin: NoteName,
    pub signer: Arc<dyn Signer>,
}

impl RunSetup {
    /// Records on a ledger; nothing else.
    pub fn new(ledger: Arc<dyn DurableLedger>) -> RunSetup {
        RunSetup {
            ledger,
            mode: Mode::Enforced,
            policies: Vec::new(),
            earning: None,
            sealer: None,
        }
    }

    /// Enforces, or only decides and records.
    #[must_use]
    pub fn in_mode(mut self, mode: Mode) -> RunSetup {
        self.mode = mode;
        self
    }

    /// Asks a further policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Arc<dyn Policy>) -> RunSetup {
        self.policies.push(policy);
        self
    }

    /// Updates trust from outcomes.
    #[must_use]
    pub fn with_trust(mut self, earning: Earning) -> RunSetup {
        self.earning = Some(earning);
        self
    }

    /// Signs heads of the ledger, as the log of this name, after the ledger was made durable. The key is an Ed25519 key.
    #[must_use]
    pub fn with_signer(mut self, origin: NoteName, signer: Arc<dyn Signer>) -> RunSetup {
        self.sealer = Some(Sealer { origin, signer });
        self
    }
}
