//! A ledger with the index in which its nodes are looked up.

use lawful_trace::query::{Index, Query};
use lawful_trace::{AppendError, Ledger, NodeError, Receipt, TraceNode};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A ledger with its index, which is made when it is first asked.
pub(crate) struct Indexed<'l> {
    pub(crate) ledger: &'l dyn Ledger,
    index: Held<'l>,
}

enum Held<'l> {
    Here(Box<Mutex<Option<Index>>>),
    Shared(&'l Mutex<Option<Index>>),
}

/// A node that the ledger has and cannot give.
#[derive(Debug, thiserror::Error)]
#[error("its node `{0}` cannot be read; restore the ledger from a backup")]
pub(crate) struct UnreadableNode(u64);

/// Why no node could be put on the ledger.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotPut {
    #[error(transparent)]
    Node(#[from] NodeError),
    #[error(transparent)]
    Append(#[from] AppendError),
}

impl<'l> Indexed<'l> {
    pub(crate) fn new(ledger: &'l dyn Ledger) -> Indexed<'l> {
        let index = Held::Here(Box::default());
        Indexed { ledger, index }
    }

    pub(crate) fn shared(ledger: &'l dyn Ledger, index: &'l Mutex<Option<Index>>) -> Indexed<'l> {
        let index = Held::Shared(index);
        Indexed { ledger, index }
    }

    fn held(&self) -> MutexGuard<'_, Option<Index>> {
        let index: &Mutex<Option<Index>> = match &self.index {
            Held::Here(index) => index,
            Held::Shared(index) => index,
        };
        index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the nodes below an index that fulfil a query, with their indices, in the order of the
    /// ledger.
    ///
    /// # Errors
    /// If a node is there and cannot be read. What was pruned is left out.
    pub(crate) fn find(
        &self,
        query: Query,
        length: u64,
    ) -> Result<Vec<(u64, TraceNode)>, UnreadableNode> {
        let query = query.indices(0..length);
        let places: Vec<u64> = {
            let mut held = self.held();
            let index = held.get_or_insert_with(|| Index::of(self.ledger));
            index.catch_up(self.ledger);
            if index.end() < length {
                return Err(UnreadableNode(index.end()));
            }
            index.matches(&query).collect()
        };
        let mut nodes = Vec::with_capacity(places.len());
        for place in places {
            match self.ledger.get(place) {
                Some(node) if query.matches(place, node.view()) => nodes.push((place, node)),
                Some(_) => {}
                None if place < self.ledger.first() => {}
                None => return Err(UnreadableNode(place)),
            }
        }
        Ok(nodes)
    }

    /// Appends a node under a name, or, if another node has it, under the name with a number after
    /// it: whoever takes a name of somebody else keeps nobody from the ledger.
    pub(crate) fn put(
        &self,
        name: &str,
        build: impl Fn(&str) -> Result<TraceNode, NodeError>,
    ) -> Result<Receipt, NotPut> {
        let mut number = 0_u64;
        loop {
            let id = match number {
                0 => name.to_owned(),
                _ => format!("{name}#{number}"),
            };
            number += 1;
            if self.ledger.index_of(&id).is_some() {
                continue;
            }
            match self.ledger.append(&build(&id)?) {
                // Somebody was faster, with the same node or another.
                Ok(receipt) if receipt.appended == 0 => {}
                Err(AppendError::DuplicateId { .. }) => {}
                done => return Ok(done?),
            }
        }
    }
}
