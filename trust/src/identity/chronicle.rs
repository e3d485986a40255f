//! What a ledger says of a token and its ancestors.

use super::status_ledger::{MINT_KIND, STATUS_KIND};
use super::{IdentityError, Lct, LctId, Lifecycle, Status, StatusChange};
use crate::indexed::Indexed;
use lawful_platform::TrustedKeys;
use lawful_trace::TraceNode;
use lawful_trace::query::Query;
use std::collections::{BTreeMap, BTreeSet};

/// A node that says something of a token and does not count.
#[derive(Debug)]
pub struct PassedOver {
    /// Its index on the ledger.
    pub index: u64,
    /// Why it does not count.
    pub why: IdentityError,
}

/// What a ledger says of some tokens and of all their ancestors: each node judged by what the nodes
/// before it say.
pub(super) struct Chronicle {
    told: BTreeMap<LctId, Told>,
    passed_over: Vec<(LctId, PassedOver)>,
    /// How long the ledger was: the same for all of them, or a child could be told of later than
    /// its parent.
    pub(super) length: u64,
}

/// What is told of a token.
pub(super) struct Told {
    pub(super) life: Lifecycle,
    /// The id of the node that minted it.
    pub(super) minted: String,
    /// The id of the last node that counted.
    pub(super) last: String,
}

/// What a node says, if it can be verified.
enum Said {
    Minted(Box<Result<Lct, IdentityError>>),
    Changed(Box<Result<StatusChange, IdentityError>>),
}

impl Chronicle {
    /// Reads what the ledger says.
    ///
    /// # Errors
    /// If a node cannot be read. What can be read and is not good is passed over.
    pub(super) fn read(
        ledger: &Indexed<'_>,
        ids: impl IntoIterator<Item = LctId>,
        authorities: &TrustedKeys,
    ) -> Result<Chronicle, IdentityError> {
        let mut said = BTreeMap::new();
        let mut chronicle = Chronicle {
            told: BTreeMap::new(),
            passed_over: Vec::new(),
            length: ledger.ledger.len(),
        };
        let mut wanted: Vec<LctId> = ids.into_iter().collect();
        let mut asked = BTreeSet::new();
        while let Some(id) = wanted.pop() {
            if !asked.insert(id) {
                continue;
            }
            for kind in [MINT_KIND, STATUS_KIND] {
                let query = Query::new().kind(kind).walk(id.to_string());
                let found = ledger.find(query, chronicle.length);
                for (index, node) in found.map_err(IdentityError::ledger)? {
                    let read = read(&id, kind, &node)?;
                    if let Said::Minted(lct) = &read
                        && let Ok(lct) = lct.as_ref()
                    {
                        wanted.extend(lct.parent());
                    }
                    said.insert(index, (id, node.id().to_owned(), read));
                }
            }
        }
        for (index, (id, node, said)) in said {
            let counted = match said {
                Said::Minted(lct) => lct.and_then(|lct| chronicle.mint(lct, &node)),
                Said::Changed(change) => {
                    change.and_then(|change| chronicle.change(&change, authorities, &node))
                }
            };
            if let Err(why) = counted {
                let passed = PassedOver { index, why };
                chronicle.passed_over.push((id, passed));
            }
        }
        Ok(chronicle)
    }

    /// Lets a token be minted by a node.
    pub(super) fn mint(&mut self, lct: Lct, node: &str) -> Result<(), IdentityError> {
        if self.told.contains_key(&lct.id()) {
            return Err(IdentityError::AlreadyMinted(lct.id()));
        }
        if let Some(parent) = lct.parent().and_then(|parent| self.told.get(&parent)) {
            lct.verify_lineage(parent.life.lct())?;
            parent.life.check_active("mint children")?;
        }
        let told = Told {
            minted: node.to_owned(),
            last: node.to_owned(),
            life: Lifecycle::begin(lct),
        };
        self.told.insert(told.life.lct().id(), told);
        Ok(())
    }

    /// Lets a status be changed by a node.
    pub(super) fn change(
        &mut self,
        change: &StatusChange,
        authorities: &TrustedKeys,
        node: &str,
    ) -> Result<(), IdentityError> {
        let id = change.lct();
        let parent = self.parent(&id).map(Lifecycle::status);
        let told = self.told.get_mut(&id).ok_or(IdentityError::NotMinted(id))?;
        // Of a parent that is not on the ledger nothing is known that would forbid it.
        let parent = parent.unwrap_or(Status::Active);
        told.life.apply_under(change, authorities, parent)?;
        node.clone_into(&mut told.last);
        Ok(())
    }

    fn parent(&self, id: &LctId) -> Option<&Lifecycle> {
        let parent = self.told.get(id)?.life.lct().parent()?;
        self.told.get(&parent).map(|told| &told.life)
    }

    /// Returns what is told of a token.
    pub(super) fn of(&self, id: &LctId) -> Result<&Told, IdentityError> {
        self.told.get(id).ok_or(IdentityError::NotMinted(*id))
    }

    /// Returns what was passed over.
    pub(super) fn into_passed_over(self, id: &LctId) -> Vec<PassedOver> {
        let passed = self.passed_over.into_iter();
        passed
            .filter(|(of, _)| of == id)
            .map(|(_, passed)| passed)
            .collect()
    }
}

/// Reads a node and verifies what can be verified without the others.
///
/// # Errors
/// If its payload is damaged. One that was erased was never ours: it is as good as another text.
fn read(id: &LctId, kind: &str, node: &TraceNode) -> Result<Said, IdentityError> {
    let bytes = node.read_payload().map_err(IdentityError::ledger)?;
    let bytes = bytes.unwrap_or_default();
    let other = |found: LctId| IdentityError::OtherNode {
        node: node.id().to_owned(),
        expected: *id,
        found,
    };
    Ok(if kind == MINT_KIND {
        Said::Minted(Box::new(match Lct::from_bytes(bytes) {
            Ok(lct) if lct.id() != *id => Err(other(lct.id())),
            read => read,
        }))
    } else {
        Said::Changed(Box::new(match StatusChange::from_bytes(bytes) {
            Ok(change) if change.lct() != *id => Err(other(change.lct())),
            read => read,
        }))
    })
}
