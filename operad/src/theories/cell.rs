//! A small operad for the lawbreakers: marks on the slots and a label, added up.

use crate::Permutation;
use crate::full_operad::spliced;
use lawful::Sort;

/// Where a cell comes from. Equality does not see it, so that a lawbreaker can break one law and no
/// other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Listed,
    Unit,
    Composite,
    Permuted,
}

/// An operation with a colour and a mark for each slot, and a label; marks and labels are numbers
/// below 3 that are added up.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub target: u8,
    pub sources: Vec<u8>,
    pub marks: Vec<u8>,
    pub label: u8,
    pub origin: Origin,
}

impl Cell {
    pub(super) fn unit(color: u8) -> Cell {
        Cell {
            target: color,
            sources: vec![color],
            marks: vec![0],
            label: 0,
            origin: Origin::Unit,
        }
    }

    pub(super) fn insert(&self, i: usize, inner: &Cell) -> Cell {
        let mark = self.marks.get(i).copied().unwrap_or(0);
        let inner_marks: Vec<u8> = inner.marks.iter().map(|m| (m + mark) % 3).collect();
        Cell {
            target: self.target,
            sources: spliced(&self.sources, i, &inner.sources),
            marks: spliced(&self.marks, i, &inner_marks),
            label: (self.label + inner.label) % 3,
            origin: Origin::Composite,
        }
    }

    pub(super) fn permuted(&self, s: &Permutation) -> Cell {
        Cell {
            target: self.target,
            sources: s.rearrange(&self.sources),
            marks: s.rearrange(&self.marks),
            label: self.label,
            origin: Origin::Permuted,
        }
    }

    pub(super) fn labelled(self, label: u8) -> Cell {
        Cell {
            label: label % 3,
            ..self
        }
    }
}

fn cell(target: u8, slots: &[(u8, u8)], label: u8) -> Cell {
    Cell {
        target,
        sources: slots.iter().map(|(color, _)| *color).collect(),
        marks: slots.iter().map(|(_, mark)| *mark).collect(),
        label,
        origin: Origin::Listed,
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Cell) -> bool {
        self.target == other.target
            && self.sources == other.sources
            && self.marks == other.marks
            && self.label == other.label
    }
}

/// Cells of none to two slots in two colours.
pub(super) fn cells() -> Sort<Cell> {
    Sort::finite(vec![
        cell(0, &[], 1),
        cell(1, &[], 2),
        cell(0, &[(0, 0)], 1),
        cell(0, &[(0, 1)], 2),
        cell(1, &[(0, 0)], 0),
        cell(0, &[(1, 2)], 1),
        cell(0, &[(0, 1), (0, 0)], 1),
        cell(0, &[(0, 1), (1, 2)], 0),
        cell(1, &[(1, 2), (1, 1)], 2),
    ])
}

/// Cells that have slots.
pub(super) fn cells_with_slots() -> Sort<Cell> {
    Sort::finite(vec![
        cell(0, &[(0, 0)], 1),
        cell(0, &[(0, 1)], 2),
        cell(1, &[(0, 0)], 0),
        cell(0, &[(1, 2)], 1),
        cell(0, &[(0, 1), (0, 0)], 1),
        cell(1, &[(1, 2), (1, 1)], 2),
    ])
}

/// The slots that the cells have.
pub(super) fn slots() -> Sort<usize> {
    Sort::finite([0, 1]).ordered()
}

/// The permutations of as many slots as the cells have.
pub(super) fn permutations() -> Sort<Permutation> {
    Sort::finite(Permutation::all(2))
}
