//! Tokens and their status on a ledger.

use super::{IdentityError, Lct, LctId, Lifecycle, StatusChange};
use jiff::Timestamp;
use lawful_platform::TrustedKeys;
use lawful_trace::{AppendError, Ledger, Receipt, Relation, TraceNode};

/// The kind of the nodes that mint tokens.
pub const MINT_KIND: &str = "lct.mint";

/// The kind of the nodes that change a status.
pub const STATUS_KIND: &str = "lct.status";

const ORIGIN: &str = "lawful.trust";

/// A ledger on which tokens are minted and their changes recorded, in one order for everybody.
///
/// The node of a token has the token's id; the node of its change number `n` is `ID#n` and continues
/// the one before it. So a token can be minted once, and of two changes with one number the ledger
/// takes one. What is read back is verified as if it came from a stranger.
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
/// statuses.mint(&lct, now).unwrap();
/// assert!(statuses.mint(&lct, now).is_err());
/// let life = statuses.lifecycle(&lct.id(), &nobody).unwrap();
/// let end = life.change(Status::Void, &key, "done", now).unwrap();
/// statuses.record(&end, &nobody, now).unwrap();
/// assert_eq!(statuses.lifecycle(&lct.id(), &nobody).unwrap().status(), Status::Void);
/// ```
#[derive(Clone, Copy)]
pub struct StatusLedger<'l> {
    ledger: &'l dyn Ledger,
}

impl<'l> StatusLedger<'l> {
    /// Uses a ledger. Other nodes on it are in nobody's way.
    pub fn new(ledger: &'l dyn Ledger) -> StatusLedger<'l> {
        StatusLedger { ledger }
    }

    /// Puts a token on the ledger.
    ///
    /// # Errors
    /// If it is there already, its parent is said to be on the ledger and does not fit, or the
    /// ledger refuses.
    pub fn mint(&self, lct: &Lct, now: Timestamp) -> Result<Receipt, IdentityError> {
        let parent = match lct.parent() {
            Some(parent) if self.ledger.index_of(&parent.to_string()).is_some() => {
                lct.verify_lineage(&self.token(&parent)?)?;
                Some(parent.to_string())
            }
            _ => None,
        };
        let id = lct.id().to_string();
        let payload = lct.to_bytes();
        let mut node = TraceNode::builder(&id, ORIGIN, nanoseconds(now)?)
            .kind(MINT_KIND)
            .walk_id(&id)
            .payload(&payload);
        if let Some(parent) = &parent {
            node = node.link(Relation::Branches, parent);
        }
        let node = node.build().map_err(refused)?;
        let receipt = self.ledger.append(&node).map_err(|error| match error {
            AppendError::DuplicateId { .. } => IdentityError::AlreadyMinted(lct.id()),
            other => refused(other),
        })?;
        // The ledger takes the very same node again and appends nothing.
        if receipt.appended == 0 {
            return Err(IdentityError::AlreadyMinted(lct.id()));
        }
        Ok(receipt)
    }

    /// Puts a change on the ledger, if it may follow what is there.
    ///
    /// # Errors
    /// If the token is not on the ledger, the change cannot be applied (see [`Lifecycle::apply`]),
    /// somebody else recorded one with this number meanwhile, or the ledger refuses.
    pub fn record(
        &self,
        change: &StatusChange,
        authorities: &TrustedKeys,
        now: Timestamp,
    ) -> Result<Receipt, IdentityError> {
        let mut life = self.lifecycle(&change.lct(), authorities)?;
        life.apply(change, authorities)?;
        let token = change.lct().to_string();
        let id = name(&token, change.sequence());
        let before = match change.sequence().checked_sub(1) {
            Some(before) => name(&token, before),
            None => token.clone(),
        };
        let payload = change.to_bytes();
        let node = TraceNode::builder(&id, ORIGIN, nanoseconds(now)?)
            .kind(STATUS_KIND)
            .walk_id(&token)
            .tag(change.to().name())
            .link(Relation::Continues, &before)
            .payload(&payload)
            .build()
            .map_err(refused)?;
        self.ledger.append(&node).map_err(|error| match error {
            AppendError::DuplicateId { .. } => IdentityError::OutOfStep {
                lct: change.lct(),
                problem: format!("change number `{}` was just recorded", change.sequence()),
            },
            other => refused(other),
        })
    }

    /// Reads a token from the ledger.
    ///
    /// # Errors
    /// If it is not there, or what is there is not it.
    pub fn token(&self, id: &LctId) -> Result<Lct, IdentityError> {
        let text = id.to_string();
        let node = self
            .ledger
            .find(&text)
            .ok_or(IdentityError::NotMinted(*id))?;
        let lct = Lct::from_bytes(node.payload_bytes().unwrap_or_default())?;
        if lct.id() == *id && node.kind() == Some(MINT_KIND) {
            Ok(lct)
        } else {
            Err(IdentityError::garbage(
                "the mint of this token",
                format_args!("node `{text}` is something else"),
            ))
        }
    }

    /// Reads a token with all its changes from the ledger, and verifies each.
    ///
    /// # Errors
    /// If the token is not there, or a change does not verify or may not be.
    pub fn lifecycle(
        &self,
        id: &LctId,
        authorities: &TrustedKeys,
    ) -> Result<Lifecycle, IdentityError> {
        let mut life = Lifecycle::begin(self.token(id)?);
        let token = id.to_string();
        while let Some(node) = self.ledger.find(&name(&token, life.changes())) {
            let bytes = node.payload_bytes().unwrap_or_default();
            life.apply(&StatusChange::from_bytes(bytes)?, authorities)?;
        }
        Ok(life)
    }
}

fn name(token: &str, sequence: u64) -> String {
    format!("{token}#{sequence}")
}

fn refused(error: impl std::fmt::Display) -> IdentityError {
    IdentityError::Ledger(error.to_string())
}

fn nanoseconds(time: Timestamp) -> Result<i64, IdentityError> {
    i64::try_from(time.as_nanosecond())
        .map_err(|_| IdentityError::Ledger(format!("`{time}` is not a time that nodes can have")))
}
