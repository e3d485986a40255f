//! Nodes in memory.

use super::{Durability, Records, StorageError};
use crate::merkle::Stump;
use crate::node::{Beside, Opening, TraceNode};
use crate::segment::Segments;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Nodes in memory, and the payloads beside them.
#[derive(Default)]
pub struct MemoryRecords {
    segments: Segments,
    openings: BTreeMap<u64, Arc<Opening>>,
}

impl Records for MemoryRecords {
    fn first(&self) -> u64 {
        self.segments.first()
    }

    #[inline]
    fn len(&self) -> u64 {
        self.segments.len()
    }

    fn bytes(&self, index: u64) -> Option<&[u8]> {
        self.segments.record(index)
    }

    fn share(&self, index: u64) -> Option<Bytes> {
        self.segments.share(index)
    }

    fn wants_settling(&self, index: u64) -> bool {
        self.segments.wants_cut(index)
    }

    fn settle(&mut self) {
        self.segments.cut();
    }

    fn beside(&self, index: u64) -> Beside {
        let opening = self.openings.get(&index).cloned();
        opening.map_or(Beside::Nothing, Beside::AtHand)
    }

    #[inline]
    fn stage(&mut self, node: &TraceNode) {
        if let Some(opening) = node.opening() {
            self.openings
                .insert(self.segments.len(), Arc::clone(opening));
        }
        self.segments.push(node.bytes());
    }

    #[inline]
    fn commit(&mut self) -> Result<Durability, StorageError> {
        Ok(Durability::Volatile)
    }

    fn discard(&mut self, len: u64) {
        self.openings.split_off(&len);
        self.segments.truncate(len);
    }

    fn erase(&mut self, indices: &[u64]) -> Result<(), StorageError> {
        for index in indices {
            self.openings.remove(index);
        }
        Ok(())
    }

    fn prune(&mut self, stump: &Stump) -> Result<(), StorageError> {
        self.openings = self.openings.split_off(&stump.first());
        self.segments.prune(stump.first());
        Ok(())
    }
}
