//! Covenants whose state is in their type.

use super::act::Deed;
use super::history::{History, Step};
use super::status::{Amended, Expired, Granted, Negotiating, Open, Proposed, Revoked, State};
use super::{Act, ActKind, LifecycleError, Refused, Terms};
use crate::clock::Moment;
use crate::delegation::Revocations;
use crate::digest::Digest;
use lawful_platform::Signer;
use std::marker::PhantomData;
use std::sync::Arc;

/// A covenant in a state. Only `Covenant<Granted>` can guard a call, and what is final stays so: a
/// move that cannot be made does not compile.
///
/// ```
/// use lawful_covenant::clock::Moment;
/// use lawful_covenant::delegation::Revocations;
/// use lawful_covenant::lifecycle::{Covenant, Terms};
/// use lawful_platform::{Signer, SoftwareKey};
/// let (owner, agent) = (SoftwareKey::generate_ed25519().unwrap(), SoftwareKey::generate_ed25519().unwrap());
/// let (now, later) = (Moment::from_millis(1_000), Moment::from_millis(9_000));
/// let terms = Terms::new(owner.public_key().clone(), agent.public_key().clone(), now, later).unwrap();
/// let proposed = Covenant::propose(terms, &agent, now).unwrap();
/// // The agent cannot grant its own proposal.
/// let refused = proposed.grant(&agent, now).unwrap_err();
/// let granted = refused.covenant.grant(&owner, now).unwrap();
/// let revoked = granted.revoke(&owner, "the work is done", now, &Revocations::new()).unwrap();
/// assert_eq!(revoked.history().steps().len(), 3);
/// ```
#[derive(Debug)]
pub struct Covenant<S: State> {
    history: History,
    state: PhantomData<fn() -> S>,
}

impl<S: State> Covenant<S> {
    /// Names a history whose status is `S`.
    pub(super) fn of(history: History) -> Covenant<S> {
        debug_assert_eq!(history.status(), S::STATUS);
        Covenant {
            history,
            state: PhantomData,
        }
    }

    /// Returns what happened to it so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Returns its terms.
    pub fn terms(&self) -> &Arc<Terms> {
        self.history.terms()
    }

    /// Returns its name: the digest of its terms.
    pub fn digest(&self) -> &Digest {
        self.history.digest()
    }

    fn step<T: State>(
        mut self,
        step: Result<Step, LifecycleError>,
    ) -> Result<Covenant<T>, Refused<Self>> {
        match step.and_then(|step| self.history.push(step)) {
            Ok(()) => Ok(Covenant::of(self.history)),
            Err(why) => Err(Refused {
                covenant: Box::new(self),
                why,
            }),
        }
    }

    fn deed(
        &self,
        kind: ActKind,
        signer: &dyn Signer,
        reason: &str,
        at: Moment,
    ) -> Result<Act, LifecycleError> {
        let deed = Deed {
            covenant: *self.digest(),
            successor: None,
            at,
            reason,
        };
        Ok(deed.sign(kind, signer)?)
    }
}

/// Signs the first act of new terms.
fn of_terms(
    terms: &Terms,
    kind: ActKind,
    signer: &dyn Signer,
    at: Moment,
) -> Result<Act, LifecycleError> {
    terms.check()?;
    let deed = Deed {
        covenant: terms.digest(),
        successor: None,
        at,
        reason: "",
    };
    Ok(deed.sign(kind, signer)?)
}

impl Covenant<Proposed> {
    /// Proposes a covenant; the signer is the proposer that the terms name.
    ///
    /// # Errors
    /// If the terms cannot be, or name another proposer.
    pub fn propose(
        terms: Terms,
        proposer: &dyn Signer,
        at: Moment,
    ) -> Result<Covenant<Proposed>, LifecycleError> {
        let act = of_terms(&terms, ActKind::Propose, proposer, at)?;
        History::begin(Arc::new(terms), act).map(Covenant::of)
    }
}

// The bound is on each method, so that whoever breaks it reads advice instead of "method not found".
impl<S: State> Covenant<S> {
    /// Answers with other terms, which replace these; the signer is one of the parties.
    ///
    /// # Errors
    /// If the terms cannot be, change the parties, or the key is not one of them.
    pub fn negotiate(
        self,
        mut terms: Terms,
        party: &dyn Signer,
        at: Moment,
    ) -> Result<Covenant<Negotiating>, Refused<Self>>
    where
        S: Open,
    {
        terms.replaces = Some(*self.digest());
        let act = of_terms(&terms, ActKind::Negotiate, party, at);
        self.step(act.map(|act| Step::Negotiate(Arc::new(terms), act)))
    }

    /// Grants the covenant; the signer is the grantor that the terms name.
    ///
    /// # Errors
    /// If the terms name another grantor, or their time is over.
    pub fn grant(self, grantor: &dyn Signer, at: Moment) -> Result<Covenant<Granted>, Refused<Self>>
    where
        S: Open,
    {
        let act = self.deed(ActKind::Grant, grantor, "", at);
        self.step(act.map(Step::Grant))
    }
}

impl Covenant<Granted> {
    /// Revokes the covenant, and with it all that was delegated from it: when this returns, no guard
    /// that looks at `revocations` allows anything under it.
    ///
    /// # Errors
    /// If the terms do not name the key for this.
    pub fn revoke(
        self,
        revoker: &dyn Signer,
        reason: &str,
        at: Moment,
        revocations: &Revocations,
    ) -> Result<Covenant<Revoked>, Refused<Self>> {
        let act = self.deed(ActKind::Revoke, revoker, reason, at);
        let revoked = self.step(act.map(Step::Revoke))?;
        revocations.learn(&revoked);
        Ok(revoked)
    }

    /// Says that the covenant's time is over.
    ///
    /// # Errors
    /// If it is not.
    pub fn expire(self, now: Moment) -> Result<Covenant<Expired>, Refused<Self>> {
        self.step(Ok(Step::Expire(now)))
    }

    /// Proposes an amendment: a new covenant that names this one as what it replaces. This one holds
    /// on until the amendment is granted and [`Covenant::amended_by`] is called.
    ///
    /// # Errors
    /// If the terms cannot be, or change the holder or the grantor.
    pub fn amend(
        &self,
        mut terms: Terms,
        proposer: &dyn Signer,
        at: Moment,
    ) -> Result<Covenant<Proposed>, LifecycleError> {
        terms.replaces = Some(*self.digest());
        self.history.check_successor(&terms)?;
        Covenant::propose(terms, proposer, at)
    }

    /// Puts a granted amendment in the place of this covenant, which ends like a revoked one.
    ///
    /// # Errors
    /// If the other covenant does not replace this one, or the key is not the grantor's.
    pub fn amended_by(
        self,
        amendment: &Covenant<Granted>,
        grantor: &dyn Signer,
        at: Moment,
        revocations: &Revocations,
    ) -> Result<Covenant<Amended>, Refused<Self>> {
        let check = self.history.check_successor(amendment.terms());
        let act = check.map_err(LifecycleError::from).and_then(|()| {
            let deed = Deed {
                covenant: *self.digest(),
                successor: Some(*amendment.digest()),
                at,
                reason: "",
            };
            Ok(deed.sign(ActKind::Amend, grantor)?)
        });
        let amended = self.step(act.map(Step::Amend))?;
        revocations.learn_amended(&amended);
        Ok(amended)
    }
}
