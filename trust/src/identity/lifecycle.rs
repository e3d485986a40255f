//! A token and what became of it.

use super::{IdentityError, Lct, LctId, Status, StatusChange};
use jiff::Timestamp;
use lawful_platform::{Signer, TrustedKeys};

/// A token with its status: what the changes, one after the other, have made of it.
///
/// The owner may rest, wake and end itself. The parent, while it is active, and trusted authorities
/// may do that too, and only they can slash. What is final stays.
///
/// ```
/// use jiff::Timestamp;
/// use lawful_platform::{Signer, SoftwareKey, TrustedKeys};
/// use lawful_trust::identity::{EntityType, Lct, Lifecycle, Status};
/// let now = Timestamp::UNIX_EPOCH;
/// let (key, court) = (SoftwareKey::from_ed25519_seed(&[1; 32]), SoftwareKey::from_ed25519_seed(&[2; 32]));
/// let authorities = TrustedKeys::from_iter([court.public_key().clone()]);
/// let mut life = Lifecycle::begin(Lct::create(EntityType::Role, &key, now).unwrap());
/// let slash = life.change(Status::Slashed, &court, "broke rule 3", now).unwrap();
/// assert!(life.apply(&slash, &TrustedKeys::default()).is_err(), "a court that nobody trusts");
/// life.apply(&slash, &authorities).unwrap();
/// assert_eq!(life.status(), Status::Slashed);
/// assert!(life.change(Status::Active, &court, "pardon", now).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifecycle {
    lct: Lct,
    status: Status,
    changes: u64,
    changed_at: Timestamp,
}

impl Lifecycle {
    /// Begins the life of a token: it is active.
    pub fn begin(lct: Lct) -> Lifecycle {
        Lifecycle {
            changed_at: lct.created_at(),
            lct,
            status: Status::Active,
            changes: 0,
        }
    }

    /// Returns the token.
    pub fn lct(&self) -> &Lct {
        &self.lct
    }

    /// Returns the status.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Returns how often the status changed.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Returns when the status changed last; before that, when the token was made.
    pub fn changed_at(&self) -> Timestamp {
        self.changed_at
    }

    /// Makes and signs the next change. It counts when it is applied.
    ///
    /// # Errors
    /// If the status cannot follow, the clock went back, the reason is too long, or the key cannot
    /// sign.
    pub fn change(
        &self,
        to: Status,
        signer: &(impl Signer + ?Sized),
        reason: &str,
        at: Timestamp,
    ) -> Result<StatusChange, IdentityError> {
        self.check_transition(self.status, to)?;
        self.check_time(at)?;
        StatusChange::sign(
            self.lct.id(),
            self.changes,
            [self.status, to],
            at,
            reason,
            signer,
        )
    }

    /// Applies a change. Its signature was verified when it was made or read.
    ///
    /// What became of the parent is not known here: it counts as active. A
    /// [`StatusLedger`](super::StatusLedger) knows it, and asks for it.
    ///
    /// # Errors
    /// If the change is of another token, does not follow what is known, cannot be, or the signer
    /// may not make it. Then nothing changes.
    pub fn apply(
        &mut self,
        change: &StatusChange,
        authorities: &TrustedKeys,
    ) -> Result<(), IdentityError> {
        self.apply_under(change, authorities, Status::Active)
    }

    /// Applies a change while the parent has a status.
    ///
    /// # Errors
    /// As [`apply`](Self::apply), and if only the parent may do this and it is not active.
    pub(super) fn apply_under(
        &mut self,
        change: &StatusChange,
        authorities: &TrustedKeys,
        parent: Status,
    ) -> Result<(), IdentityError> {
        self.check_step(change)?;
        self.check_transition(change.from(), change.to())?;
        self.check_time(change.at())?;
        self.check_signer(change, authorities, parent)?;
        self.status = change.to();
        self.changes += 1;
        self.changed_at = change.at();
        Ok(())
    }

    fn check_step(&self, change: &StatusChange) -> Result<(), IdentityError> {
        let problem = if change.lct() != self.lct.id() {
            format!("it is of `{}`", change.lct())
        } else if change.sequence() != self.changes {
            format!(
                "it is number `{}`, and {} are known",
                change.sequence(),
                self.changes
            )
        } else if change.from() != self.status {
            format!("it begins at {}, not at {}", change.from(), self.status)
        } else {
            return Ok(());
        };
        Err(IdentityError::OutOfStep {
            lct: self.lct.id(),
            problem,
        })
    }

    fn check_transition(&self, from: Status, to: Status) -> Result<(), IdentityError> {
        if from.may_become(to) {
            return Ok(());
        }
        let lct = self.lct.id();
        Err(IdentityError::Transition { lct, from, to })
    }

    fn check_time(&self, at: Timestamp) -> Result<(), IdentityError> {
        if at >= self.changed_at {
            return Ok(());
        }
        Err(IdentityError::ClockWentBack {
            at,
            earlier: self.changed_at,
        })
    }

    fn check_signer(
        &self,
        change: &StatusChange,
        authorities: &TrustedKeys,
        parent: Status,
    ) -> Result<(), IdentityError> {
        let by = change.by();
        let owner = self.lct.public_key() == by && change.to() != Status::Slashed;
        if owner || authorities.contains(by) {
            return Ok(());
        }
        let lineage = self.lct.lineage();
        match lineage.filter(|lineage| lineage.parent_key() == by) {
            Some(lineage) => check_active(lineage.parent(), parent, "change their children"),
            None => Err(IdentityError::NotAllowed {
                lct: self.lct.id(),
                to: change.to(),
                by: LctId::of_key(by),
            }),
        }
    }

    /// Refuses what only active entities can do.
    pub(super) fn check_active(&self, action: &'static str) -> Result<(), IdentityError> {
        check_active(self.lct.id(), self.status, action)
    }
}

fn check_active(lct: LctId, status: Status, action: &'static str) -> Result<(), IdentityError> {
    match status {
        Status::Active => Ok(()),
        _ => Err(IdentityError::NotActive {
            lct,
            status,
            action,
        }),
    }
}
