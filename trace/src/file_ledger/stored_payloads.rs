//! Payloads in files, until somebody asks for them.

use super::FileLedgerError;
use super::payload_body::opening_of;
use crate::file::{Body, Disk, FileError, Identity, Place, Pruned, read_body};
use crate::node::{CannotRead, Commitment, Opening, StoredOpening};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// What reading the payloads of a ledger needs, and which of them are gone. The nodes of the ledger hold
/// it, also after the ledger was closed: it keeps no file open and no lock.
pub(super) struct StoredPayloads {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    identity: Identity,
    /// Those of nodes below were pruned.
    first: AtomicU64,
    /// Those whose erasure is recorded and, by another process, not carried out yet.
    hidden: RwLock<BTreeSet<u64>>,
}

impl StoredPayloads {
    /// Knows where the payloads are, and where the ledger begins.
    pub(super) fn new(
        disk: Arc<dyn Disk>,
        folder: &Path,
        identity: Identity,
        first: u64,
    ) -> StoredPayloads {
        StoredPayloads {
            disk,
            folder: folder.to_owned(),
            identity,
            first: AtomicU64::new(first),
            hidden: RwLock::default(),
        }
    }

    /// Returns whether the payload of a node is pruned, or its erasure is recorded.
    pub(super) fn is_gone(&self, index: u64) -> bool {
        index < self.first.load(Ordering::Acquire)
            || self
                .hidden
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .contains(&index)
    }

    /// Hides the payloads of nodes, which another process is to erase.
    pub(super) fn hide(&self, indices: &[u64]) {
        let mut hidden = self.hidden.write().unwrap_or_else(PoisonError::into_inner);
        hidden.extend(indices);
    }

    /// Forgets the payloads of the nodes below an index.
    pub(super) fn prune(&self, first: u64) {
        self.first.fetch_max(first, Ordering::AcqRel);
        let mut hidden = self.hidden.write().unwrap_or_else(PoisonError::into_inner);
        *hidden = hidden.split_off(&first);
    }

    /// Returns the payload of a node, given where it is.
    pub(super) fn at(self: &Arc<Self>, index: u64, place: Place) -> Box<dyn StoredOpening> {
        Box::new(StoredPayload {
            payloads: Arc::clone(self),
            index,
            place,
        })
    }

    /// Returns whether the files say that the payload of a node was pruned: another process may have
    /// done that.
    fn is_noted_as_pruned(&self, index: u64) -> bool {
        let noted = Pruned::read(&*self.disk, &self.folder);
        matches!(noted, Ok(Some(pruned)) if pruned.ledger == self.identity.ledger && index < pruned.first)
    }
}

/// The payload of one node.
struct StoredPayload {
    payloads: Arc<StoredPayloads>,
    index: u64,
    place: Place,
}

impl StoredOpening for StoredPayload {
    fn read(&self, commitment: &Commitment) -> Result<Option<Opening>, CannotRead> {
        let (all, index) = (&*self.payloads, self.index);
        if all.is_gone(index) {
            return Ok(None);
        }
        let body = match read_body(&*all.disk, &all.folder, self.place) {
            Ok(Body::Kept(body)) => body,
            Ok(Body::Erased) => return Ok(None),
            Err(_) if all.is_noted_as_pruned(index) => return Ok(None),
            Err(failure) => {
                return Err(CannotRead {
                    is_damage: is_damage(&failure),
                    why: failure.into(),
                });
            }
        };
        let opening = opening_of(body).map_err(CannotRead::damaged)?;
        if !opening.opens(commitment) {
            return Err(CannotRead::damaged(FileLedgerError::WrongPayload { index }));
        }
        Ok(Some(opening))
    }
}

/// Returns whether a file of bodies that was not read is damaged or missing. The system may refuse to
/// open it for other reasons, such as too many open files.
fn is_damage(failure: &FileError) -> bool {
    match failure {
        FileError::Io { source, .. } => matches!(
            source.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof
        ),
        _ => true,
    }
}
