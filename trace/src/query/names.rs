//! Names as numbers, and where each name is.

use rustc_hash::FxHashMap;

/// Names of one field, and the positions of the nodes that have each, in ascending order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) numbers: FxHashMap<Box<str>, u32>,
    pub(super) positions: Vec<Vec<u32>>,
}

/// The number of a field that a node does not have.
pub(super) const NO_NAME: u32 = u32::MAX;

impl Names {
    /// Adds the position of a node, which is not smaller than any before, to a name.
    pub(super) fn add(&mut self, name: &str, position: u32) -> u32 {
        let number = match self.numbers.get(name) {
            Some(number) => *number,
            None => {
                let number = self.positions.len() as u32;
                self.numbers.insert(name.into(), number);
                self.positions.push(Vec::new());
                number
            }
        };
        if let Some(positions) = self.positions.get_mut(number as usize) {
            positions.push(position);
        }
        number
    }

    /// Returns the number of a name, if any node has it.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// Returns the positions of the nodes that have a name.
    pub(super) fn positions(&self, name: &str) -> &[u32] {
        let number = self.number(name).and_then(|n| usize::try_from(n).ok());
        number
            .and_then(|number| self.positions.get(number))
            .map_or(&[], Vec::as_slice)
    }

    /// Returns all names with how many nodes have each, the most frequent first.
    pub(super) fn counts(&self) -> Vec<(&str, u64)> {
        let count = |number: u32| self.positions.get(number as usize).map_or(0, Vec::len);
        let mut counts: Vec<(&str, u64)> = self
            .numbers
            .iter()
            .map(|(name, number)| (&**name, count(*number) as u64))
            .collect();
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        counts
    }
}
