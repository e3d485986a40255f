//! Running a tool under a guard.

use super::crash::caught;
use super::{Finished, Guard, Meter, Outcome, RunError, Running};
use crate::call::Call;
use crate::review::Reviewed;
use std::fmt::Display;

impl Guard {
    /// Runs a tool if the call is allowed, and records all of it.
    ///
    /// # Errors
    /// If the call is refused, and then the tool did not run; if the tool failed or crashed.
    ///
    /// ```
    /// use lawful_covenant::call::Call;
    /// use lawful_covenant::capability::Permissions;
    /// use lawful_covenant::clock::{ManualClock, Moment, Watch};
    /// use lawful_covenant::delegation::Revocations;
    /// use lawful_covenant::gate::Surroundings;
    /// use lawful_covenant::lifecycle::{Covenant, Terms};
    /// use lawful_covenant::run::{Guard, RunSetup};
    /// use lawful_platform::{Signer, SoftwareKey};
    /// use lawful_trace::{Ledger, MemoryLedger};
    /// use std::sync::Arc;
    ///
    /// let (owner, agent) = (SoftwareKey::from_ed25519_seed(&[1; 32]), SoftwareKey::from_ed25519_seed(&[2; 32]));
    /// let (now, later) = (Moment::from_millis(1_000), Moment::from_millis(9_000));
    /// let mut terms = Terms::new(owner.public_key().clone(), agent.public_key().clone(), now, later).unwrap();
    /// terms.permissions = Permissions::parse(["fs.read:/srv/**"]).unwrap();
    /// let covenant = Covenant::propose(terms, &agent, now).unwrap().grant(&owner, now).unwrap();
    ///
    /// let watch = Arc::new(Watch::new(ManualClock::at(now)));
    /// let around = Surroundings::new(Arc::new(Revocations::new()), watch);
    /// let ledger = Arc::new(MemoryLedger::new());
    /// let guard = Guard::open(&covenant, &around, RunSetup::new(ledger.clone())).unwrap();
    ///
    /// let read = Call::new("fs.read:/srv/notes".parse().unwrap());
    /// let done = guard.run(&read, &[], |_| Ok::<_, String>("text")).unwrap();
    /// assert_eq!(done.value, "text");
    /// assert_eq!(ledger.len(), 5); // opened; proposed, authorised, executed, returned
    ///
    /// let write = Call::new("fs.write:/srv/notes".parse().unwrap());
    /// let refused = guard.run(&write, &[], |_| Ok::<_, String>(unreachable!())).unwrap_err();
    /// assert_eq!(refused.to_string(), "the call is denied: no permission allows it");
    /// assert_eq!(ledger.len(), 7); // proposed, denied
    /// ```
    pub fn run<T, E: Display>(
        &self,
        call: &Call,
        reviewed: &[Reviewed],
        tool: impl FnOnce(&mut Meter) -> Result<T, E>,
    ) -> Result<Finished<T>, RunError<E>> {
        match self.begin(call, reviewed) {
            Ok(running) => running.run(tool),
            Err(refused) => Err(RunError::Refused(Box::new(refused))),
        }
    }
}

impl Running {
    /// Runs the tool, and ends the call with what comes of it.
    ///
    /// # Errors
    /// If the tool failed or crashed.
    pub fn run<T, E: Display>(
        self,
        tool: impl FnOnce(&mut Meter) -> Result<T, E>,
    ) -> Result<Finished<T>, RunError<E>> {
        let mut meter = Meter::default();
        let ended = caught(|| tool(&mut meter));
        let spent = meter.spent();
        match ended {
            Ok(Ok(value)) => {
                let receipt = self.finish(Outcome::Succeeded, spent, None);
                Ok(Finished { value, receipt })
            }
            Ok(Err(error)) => {
                let said = error.to_string();
                let receipt = self.finish(Outcome::Failed, spent, Some(&said));
                let receipt = Box::new(receipt);
                Err(RunError::Failed { error, receipt })
            }
            Err(message) => {
                let receipt = self.finish(Outcome::Panicked, spent, Some(&message));
                let receipt = Box::new(receipt);
                Err(RunError::Panicked { message, receipt })
            }
        }
    }
}
