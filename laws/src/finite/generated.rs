//! The elements that some elements of a table generate.

use super::light::Entry;

/// A set of elements that is closed under the operation of a table, and grows.
pub(super) struct Generated<'t, E> {
    elements: usize,
    table: &'t [E],
    member: Vec<bool>,
    list: Vec<u32>,
    /// How many members of the list have been multiplied with all members before them.
    multiplied: usize,
}

impl<'t, E: Entry> Generated<'t, E> {
    /// Makes the empty set. The table must have `elements * elements` entries below `elements`.
    pub(super) fn nothing(elements: usize, table: &'t [E]) -> Self {
        Generated {
            elements,
            table,
            member: vec![false; elements],
            list: Vec::with_capacity(elements),
            multiplied: 0,
        }
    }

    pub(super) fn contains(&self, element: usize) -> bool {
        self.member[element]
    }

    pub(super) fn is_everything(&self) -> bool {
        self.list.len() == self.elements
    }

    /// Adds an element and all products that can then be made.
    ///
    /// All calls together look at every entry of the table at most twice.
    pub(super) fn add(&mut self, element: usize) {
        self.insert(element);
        while self.multiplied < self.list.len() && !self.is_everything() {
            let x = self.list[self.multiplied] as usize;
            for k in 0..=self.multiplied {
                let y = self.list[k] as usize;
                self.insert(self.table[x * self.elements + y].index());
                self.insert(self.table[y * self.elements + x].index());
            }
            self.multiplied += 1;
        }
    }

    fn insert(&mut self, element: usize) {
        if !self.member[element] {
            self.member[element] = true;
            self.list.push(element as u32);
        }
    }
}
