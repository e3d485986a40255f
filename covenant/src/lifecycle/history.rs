//! The steps of a covenant's life, each checked before it is taken.

use super::terms::BadTerms;
use super::{Act, ActKind, LifecycleError, Status, Terms};
use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::{EncodingError, Reader, Writer};
use lawful_platform::PublicKey;
use std::sync::Arc;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The first proposal.
    Propose(Arc<Terms>, Act),
    /// Other terms in the place of the last ones.
    Negotiate(Arc<Terms>, Act),
    /// The grant.
    Grant(Act),
    /// The revocation.
    Revoke(Act),
    /// The time that was past the end. Nobody signs it: it follows from the terms.
    Expire(Moment),
    /// Another covenant in the place of this one.
    Amend(Act),
}

/// What happened to a covenant, from the proposal on. Where it stands follows from that, and is never
/// believed.
///
/// Rules: the proposer named proposes; holder, grantor and proposer may answer with other terms that
/// keep holder and grantor; the grantor grants, before the end; grantor and revokers revoke; the
/// grantor amends. Acts do not go back in time. Revoked, expired and amended are final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    steps: Vec<Step>,
    terms: Arc<Terms>,
    digest: Digest,
    status: Status,
    latest: Moment,
}

const MAGIC: &str = "LWCV";

impl History {
    /// The most steps.
    pub const MOST_STEPS: usize = 64;
    /// The largest stored form, in bytes.
    pub const LARGEST: usize = 1 << 24;

    /// Begins with a proposal.
    ///
    /// # Errors
    /// If the terms cannot be, or the act is not of the proposer they name.
    pub fn begin(terms: Arc<Terms>, act: Act) -> Result<History, LifecycleError> {
        terms.check()?;
        let digest = terms.digest();
        check_act(&act, ActKind::Propose, &digest)?;
        named(
            act.key == terms.parties.proposer,
            &act,
            "its proposer for proposing",
        )?;
        Ok(History {
            latest: act.at,
            steps: vec![Step::Propose(Arc::clone(&terms), act)],
            terms,
            digest,
            status: Status::Proposed,
        })
    }

    /// Returns the terms as they stand.
    pub fn terms(&self) -> &Arc<Terms> {
        &self.terms
    }

    /// Returns the digest of the terms: the name of the covenant.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Returns where the covenant is in its life.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Returns the steps.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the grant, if there was one.
    pub fn grant(&self) -> Option<&Act> {
        self.steps.iter().find_map(|step| match step {
            Step::Grant(act) => Some(act),
            _ => None,
        })
    }

    /// Takes one more step.
    ///
    /// # Errors
    /// If it is not one that can be taken from here, by this key, at this time; nothing is changed.
    pub fn push(&mut self, step: Step) -> Result<(), LifecycleError> {
        if self.steps.len() >= Self::MOST_STEPS {
            return Err(LifecycleError::TooLong);
        }
        let parties = &self.terms.parties;
        let (terms, digest, status, at) = match &step {
            Step::Propose(..) => return Err(self.misplaced("proposed again")),
            Step::Negotiate(terms, act) => {
                self.must_be_open("negotiated")?;
                self.check_successor(terms)?;
                let digest = terms.digest();
                check_act(act, ActKind::Negotiate, &digest)?;
                let may = [&parties.holder, &parties.grantor, &parties.proposer];
                named(may.contains(&&act.key), act, "its parties for negotiating")?;
                (Arc::clone(terms), digest, Status::Negotiating, act.at)
            }
            Step::Grant(act) => {
                self.must_be_open("granted")?;
                check_act(act, ActKind::Grant, &self.digest)?;
                named(act.key == parties.grantor, act, "its grantor for granting")?;
                if act.at >= self.terms.expires {
                    return Err(LifecycleError::Over {
                        at: act.at,
                        expires: self.terms.expires,
                    });
                }
                self.next(Status::Granted, act.at)
            }
            Step::Revoke(act) => {
                self.must_be_granted("revoked")?;
                check_act(act, ActKind::Revoke, &self.digest)?;
                let may = may_revoke(&self.terms, &act.key);
                named(may, act, "its grantor and revokers for revoking")?;
                self.next(Status::Revoked, act.at)
            }
            Step::Expire(at) => {
                self.must_be_granted("declared expired")?;
                if *at < self.terms.expires {
                    return Err(LifecycleError::NotOver {
                        at: *at,
                        expires: self.terms.expires,
                    });
                }
                self.next(Status::Expired, *at)
            }
            Step::Amend(act) => {
                self.must_be_granted("amended")?;
                check_act(act, ActKind::Amend, &self.digest)?;
                named(act.key == parties.grantor, act, "its grantor for amending")?;
                if act.successor.is_none() {
                    return Err(self.misplaced("amended by nothing"));
                }
                self.next(Status::Amended, act.at)
            }
        };
        if at < self.latest {
            return Err(LifecycleError::BackInTime {
                at,
                latest: self.latest,
            });
        }
        (self.terms, self.digest, self.status, self.latest) = (terms, digest, status, at);
        self.steps.push(step);
        Ok(())
    }

    fn next(&self, status: Status, at: Moment) -> (Arc<Terms>, Digest, Status, Moment) {
        (Arc::clone(&self.terms), self.digest, status, at)
    }

    fn misplaced(&self, deed: &'static str) -> LifecycleError {
        LifecycleError::Status {
            status: self.status,
            deed,
        }
    }

    fn must_be_open(&self, deed: &'static str) -> Result<(), LifecycleError> {
        match self.status {
            Status::Proposed | Status::Negotiating => Ok(()),
            _ => Err(self.misplaced(deed)),
        }
    }

    fn must_be_granted(&self, deed: &'static str) -> Result<(), LifecycleError> {
        match self.status {
            Status::Granted => Ok(()),
            _ => Err(self.misplaced(deed)),
        }
    }

    /// Checks terms that are to take the place of these.
    pub(super) fn check_successor(&self, terms: &Terms) -> Result<(), BadTerms> {
        terms.check()?;
        if terms.replaces != Some(self.digest) {
            let shown = |digest: Option<Digest>| match digest {
                Some(digest) => digest.to_string(),
                None => "nothing".to_owned(),
            };
            return Err(BadTerms::Replaces {
                found: shown(terms.replaces),
                expected: shown(Some(self.digest)),
            });
        }
        let (ours, theirs) = (&self.terms.parties, &terms.parties);
        if ours.holder != theirs.holder || ours.grantor != theirs.grantor {
            return Err(BadTerms::OtherParties);
        }
        Ok(())
    }

    /// Returns the stored form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::stored(MAGIC);
        writer.count(self.steps.len());
        for step in &self.steps {
            match step {
                Step::Propose(terms, act) => {
                    terms.write(writer.u8(1));
                    act.write(&mut writer);
                }
                Step::Negotiate(terms, act) => {
                    terms.write(writer.u8(2));
                    act.write(&mut writer);
                }
                Step::Grant(act) => act.write(writer.u8(3)),
                Step::Revoke(act) => act.write(writer.u8(4)),
                Step::Expire(at) => {
                    writer.u8(5).u64(at.as_millis());
                }
                Step::Amend(act) => act.write(writer.u8(6)),
            }
        }
        writer.finish()
    }

    /// Reads a stored form, and takes every step again: signatures, keys, times and order.
    ///
    /// # Errors
    /// If the bytes are of another version, not canonical, or tell of a step that cannot be taken.
    pub fn from_bytes(bytes: &[u8]) -> Result<History, LifecycleError> {
        let mut reader = Reader::stored(bytes, Self::LARGEST, MAGIC)?;
        let count = reader.count(Self::MOST_STEPS)?;
        let mut history: Option<History> = None;
        for _ in 0..count {
            let step = read_step(&mut reader)?;
            match (&mut history, step) {
                (None, Step::Propose(terms, act)) => history = Some(History::begin(terms, act)?),
                (None, _) => reader.wrong("a covenant begins with its proposal")?,
                (Some(history), step) => history.push(step)?,
            }
        }
        let Some(history) = history else {
            return Ok(reader.wrong("there are no steps")?);
        };
        reader.finish()?;
        // Texts may be spelled in several ways that are read as one.
        if history.to_bytes() != bytes {
            return Err(EncodingError::NotCanonical.into());
        }
        Ok(history)
    }
}

fn read_step(reader: &mut Reader<'_>) -> Result<Step, EncodingError> {
    Ok(match reader.u8()? {
        1 => Step::Propose(Arc::new(Terms::read(reader)?), Act::read(reader)?),
        2 => Step::Negotiate(Arc::new(Terms::read(reader)?), Act::read(reader)?),
        3 => Step::Grant(Act::read(reader)?),
        4 => Step::Revoke(Act::read(reader)?),
        5 => Step::Expire(Moment::from_millis(reader.u64()?)),
        6 => Step::Amend(Act::read(reader)?),
        other => return reader.wrong(format_args!("`{other}` is not a step")),
    })
}

/// Returns whether a key may revoke.
fn may_revoke(terms: &Terms, key: &PublicKey) -> bool {
    terms.parties.grantor == *key || terms.parties.revokers.contains(key)
}

fn named(may: bool, act: &Act, named: &'static str) -> Result<(), LifecycleError> {
    if may {
        return Ok(());
    }
    Err(LifecycleError::NotNamed {
        key: Box::new(act.key.clone()),
        named,
    })
}

pub(crate) fn check_act(act: &Act, kind: ActKind, covenant: &Digest) -> Result<(), LifecycleError> {
    if act.covenant != *covenant {
        return Err(LifecycleError::OtherCovenant {
            found: act.covenant,
            expected: *covenant,
        });
    }
    act.verify(kind)
        .map_err(|why| LifecycleError::Signature { kind, why })
}
