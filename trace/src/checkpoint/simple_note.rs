//! The simple note: what the theory of signed heads means, without cryptography.

use super::SignsHeads;
use std::collections::BTreeSet;

/// A log and the size of its head.
pub(super) type SimpleHead = (u8, u8);

/// A note that says who signed it, and whether somebody touched it since.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SimpleNote {
    pub(super) key: u8,
    pub(super) name: u8,
    pub(super) head: SimpleHead,
    pub(super) seen: Vec<u8>,
    pub(super) touched: Option<u64>,
}

impl SimpleNote {
    pub(super) fn new(key: u8, name: u8, head: SimpleHead) -> SimpleNote {
        SimpleNote {
            key,
            name,
            head,
            seen: Vec::new(),
            touched: None,
        }
    }

    pub(super) fn seen_by(&self, who: &[u8]) -> SimpleNote {
        let seen = [self.seen.as_slice(), who].concat();
        SimpleNote {
            seen,
            ..self.clone()
        }
    }

    pub(super) fn touched(&self, bit: u64) -> SimpleNote {
        SimpleNote {
            touched: Some(bit),
            ..self.clone()
        }
    }

    pub(super) fn open(&self, key: u8, name: u8, log: u8) -> Option<SimpleHead> {
        let is_right = (self.key, self.name, self.head.0) == (key, name, log);
        (is_right && self.touched.is_none()).then_some(self.head)
    }

    /// Returns how many witnesses signed of those with smaller numbers.
    pub(super) fn witnesses_under(&self, known: u8) -> u8 {
        let seen: BTreeSet<&u8> = self.seen.iter().filter(|by| **by < known).collect();
        seen.len() as u8
    }

    pub(super) fn is_met(&self, key: u8, name: u8, log: u8, needed: u8) -> bool {
        let seen = self.witnesses_under(SignsHeads::KNOWN);
        self.open(key, name, log).is_some() && seen >= needed
    }
}
