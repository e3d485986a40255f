//! Tokens and their status on a ledger.

use super::chronicle::{Chronicle, PassedOver};
use super::{IdentityError, Lct, LctId, Lifecycle, StatusChange};
use crate::hex;
use crate::indexed::Indexed;
use jiff::Timestamp;
use lawful_platform::TrustedKeys;
use lawful_trace::query::Index;
use lawful_trace::{Ledger, Receipt, Relation, TraceNode};
use sha2::{Digest, Sha256};
use std::sync::Mutex;

/// The kind of the nodes that mint tokens.
pub const MINT_KIND: &str = "lct.mint";

/// The kind of the nodes that change a status.
pub const STATUS_KIND: &str = "lct.status";

const ORIGIN: &str = "lawful.trust";

/// A ledger on which tokens are minted and their changes recorded, in one order for everybody.
///
/// The nodes of a token have its id as their walk id, and one of the kinds [`MINT_KIND`] and
/// [`STATUS_KIND`]. What is read back is verified as if it came from a stranger, and judged by what
/// the ledger says before it: the first mint counts, of two changes with one number the first, and
/// what a parent does while it is active. Whatever does not verify or may not be is passed over, so
/// nobody can make a token unreadable; [`passed_over`](StatusLedger::passed_over) tells it.
///
/// ```
/// use jiff::Timestamp;
/// use lawful_platform::{SoftwareKey, TrustedKeys};
/// use lawful_trace::MemoryLedger;
/// use lawful_trust::identity::{EntityType, Lct, Status, StatusLedger};
/// let (now, key) = (Timestamp::UNIX_EPOCH, SoftwareKey::from_ed25519_seed(&[1; 32]));
/// let (ledger, nobody) = (MemoryLedger::new(), TrustedKeys::default());
/// let statuses = StatusLedger::new(&ledger);
/// let lct = Lct::create(EntityType::Human, &key, now).unwrap();
/// statuses.mint(&lct, &nobody, now).unwrap();
/// assert!(statuses.mint(&lct, &nobody, now).is_err());
/// let life = statuses.lifecycle(&lct.id(), &nobody).unwrap();
/// let end = life.change(Status::Void, &key, "done", now).unwrap();
/// statuses.record(&end, &nobody, now).unwrap();
/// assert_eq!(statuses.lifecycle(&lct.id(), &nobody).unwrap().status(), Status::Void);
/// ```
pub struct StatusLedger<'l>(Indexed<'l>);

impl<'l> StatusLedger<'l> {
    /// Uses a ledger. Other nodes on it are in nobody's way. An index of it is made when it is first
    /// asked, and brought up to date later: one `StatusLedger` is to be kept, or an index shared.
    pub fn new(ledger: &'l dyn Ledger) -> StatusLedger<'l> {
        StatusLedger(Indexed::new(ledger))
    }

    /// Uses a ledger with an index that others use too; it is made if there is none yet.
    pub fn with_index(ledger: &'l dyn Ledger, index: &'l Mutex<Option<Index>>) -> StatusLedger<'l> {
        StatusLedger(Indexed::shared(ledger, index))
    }

    /// Puts a token on the ledger. The authorities are those who may have changed the status of the
    /// parent.
    ///
    /// # Errors
    /// If the token is there already, its parent is on the ledger and does not fit or is not active,
    /// or the ledger refuses.
    pub fn mint(
        &self,
        lct: &Lct,
        authorities: &TrustedKeys,
        now: Timestamp,
    ) -> Result<Receipt, IdentityError> {
        let ids = std::iter::once(lct.id()).chain(lct.parent());
        let mut known = Chronicle::read(&self.0, ids, authorities)?;
        known.mint(lct.clone(), "")?;
        let parent = lct.parent().and_then(|parent| known.of(&parent).ok());
        let payload = lct.to_bytes();
        let name = named(MINT_KIND, &payload);
        let (walk, time) = (lct.id().to_string(), nanoseconds(now)?);
        let receipt = self.0.put(&name, |id| {
            let mut node = TraceNode::builder(id, ORIGIN, time)
                .kind(MINT_KIND)
                .walk_id(&walk)
                .payload(&payload);
            if let Some(parent) = parent {
                node = node.link(Relation::Branches, &parent.minted);
            }
            node.build()
        });
        let receipt = receipt.map_err(IdentityError::ledger)?;
        self.confirm(lct.id(), known.length, receipt, authorities)
    }

    /// Puts a change on the ledger, if it may follow what is there.
    ///
    /// # Errors
    /// If the token is not on the ledger, the change cannot be applied (see [`Lifecycle::apply`]),
    /// only its parent may make it and is not active, somebody else recorded one with this number
    /// meanwhile, or the ledger refuses.
    pub fn record(
        &self,
        change: &StatusChange,
        authorities: &TrustedKeys,
        now: Timestamp,
    ) -> Result<Receipt, IdentityError> {
        let mut known = Chronicle::read(&self.0, [change.lct()], authorities)?;
        let before = known.of(&change.lct())?.last.clone();
        known.change(change, authorities, "")?;
        let payload = change.to_bytes();
        let name = named(STATUS_KIND, &payload);
        let (walk, time) = (change.lct().to_string(), nanoseconds(now)?);
        let receipt = self.0.put(&name, |id| {
            TraceNode::builder(id, ORIGIN, time)
                .kind(STATUS_KIND)
                .walk_id(&walk)
                .tag(change.to().name())
                .link(Relation::Continues, &before)
                .payload(&payload)
                .build()
        });
        let receipt = receipt.map_err(IdentityError::ledger)?;
        self.confirm(change.lct(), known.length, receipt, authorities)
    }

    /// Reads a token with all its changes from the ledger, and verifies each. The authorities are
    /// those whose changes count beside those of owners and parents.
    ///
    /// # Errors
    /// If the token is not there, or a node of it or of an ancestor is damaged.
    pub fn lifecycle(
        &self,
        id: &LctId,
        authorities: &TrustedKeys,
    ) -> Result<Lifecycle, IdentityError> {
        let known = Chronicle::read(&self.0, [*id], authorities)?;
        Ok(known.of(id)?.life.clone())
    }

    /// Returns the nodes of a token that do not count, and why, in the order of the ledger. Changes
    /// by authorities that are not named here are among them.
    ///
    /// # Errors
    /// If a node is damaged.
    pub fn passed_over(
        &self,
        id: &LctId,
        authorities: &TrustedKeys,
    ) -> Result<Vec<PassedOver>, IdentityError> {
        Ok(Chronicle::read(&self.0, [*id], authorities)?.into_passed_over(id))
    }

    /// Makes sure that what was appended counts: others may have been faster.
    fn confirm(
        &self,
        id: LctId,
        length: u64,
        receipt: Receipt,
        authorities: &TrustedKeys,
    ) -> Result<Receipt, IdentityError> {
        if receipt.first == length {
            return Ok(receipt);
        }
        let passed = self.passed_over(&id, authorities)?;
        match passed
            .into_iter()
            .find(|passed| passed.index == receipt.first)
        {
            Some(passed) => Err(passed.why),
            None => Ok(receipt),
        }
    }
}

/// Names a node after what it says, which is signed: nobody knows the name before it is signed.
fn named(kind: &str, payload: &[u8]) -> String {
    format!("{kind}:{}", hex::encode(&Sha256::digest(payload)))
}

fn nanoseconds(time: Timestamp) -> Result<i64, IdentityError> {
    i64::try_from(time.as_nanosecond())
        .map_err(|_| IdentityError::Ledger(format!("`{time}` is not a time that nodes can have")))
}
