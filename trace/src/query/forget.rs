//! Forgets what was pruned.

use super::edges::Edges;
use super::index::Index;
use super::names::{NO_NAME, Names};

impl Index {
    /// Forgets the nodes below an index, and becomes what it would be if it had never read them.
    pub(super) fn forget_below(&mut self, first: u64) {
        let Some(count) = first.checked_sub(self.first).filter(|count| *count > 0) else {
            return;
        };
        if first >= self.end() {
            *self = Index::starting_at(first);
            return;
        }
        // Fewer than there are positions.
        let count = count as u32;
        self.first = first;
        self.times.drain(..count as usize);
        self.in_order = self.times.is_sorted();
        let columns = [
            (&mut self.origins, &mut self.origin_of),
            (&mut self.kinds, &mut self.kind_of),
            (&mut self.walks, &mut self.walk_of),
        ];
        for (names, column) in columns {
            column.drain(..count as usize);
            let numbers = names.forget_below(count);
            for number in column {
                *number = numbers.get(*number as usize).copied().unwrap_or(NO_NAME);
            }
        }
        self.tags.forget_below(count);
        self.edges = self.edges.from(count);
    }
}

impl Names {
    /// Forgets the positions below one, and counts the others from there. Returns the new number of each
    /// old one.
    fn forget_below(&mut self, position: u32) -> Vec<u32> {
        for positions in &mut self.positions {
            let gone = positions.partition_point(|at| *at < position);
            positions.drain(..gone);
            positions.iter_mut().for_each(|at| *at -= position);
        }
        let mut left: Vec<(u32, Box<str>, u32)> = self
            .numbers
            .drain()
            .filter_map(|(name, number)| {
                let positions = self.positions.get(number as usize)?;
                Some((*positions.first()?, name, number))
            })
            .collect();
        // Names are numbered as they come, and those of one node in their order.
        left.sort_unstable();
        let mut new = vec![NO_NAME; self.positions.len()];
        let mut kept = Vec::with_capacity(left.len());
        for (_, name, old) in left {
            let number = kept.len() as u32;
            if let Some(positions) = self.positions.get_mut(old as usize) {
                kept.push(std::mem::take(positions));
            }
            if let Some(new) = new.get_mut(old as usize) {
                *new = number;
            }
            self.numbers.insert(name, number);
        }
        self.positions = kept;
        new
    }
}

impl Edges {
    /// Returns the links among the nodes from a position on, which are counted from there.
    fn from(&self, position: u32) -> Edges {
        let mut left = Edges::default();
        for at in position..self.nodes() {
            let causes = self.causes(at);
            left.add(
                causes
                    .filter_map(|(relation, cause)| Some((relation, cause.checked_sub(position)?))),
            );
        }
        left
    }
}
