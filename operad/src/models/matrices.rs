//! Matrices over the integers modulo 2^64, with columns in blocks.

use crate::full_operad::spliced;
use crate::theories::*;
use crate::{FullOperad, Permutation};
use lawful::rng::Rng;
use lawful::{Sort, register};

/// A linear map from a sum of modules to a module: one block of columns for each input.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Matrix {
    rows: usize,
    /// For each input its columns; each column has as many entries as there are rows.
    blocks: Vec<Vec<Vec<i64>>>,
}

impl Matrix {
    /// Makes a matrix from its blocks of columns; `None` if a column has not `rows` entries, or
    /// there are more than 16 rows or columns in a block.
    ///
    /// ```
    /// use lawful_operad::models::Matrix;
    /// assert!(Matrix::new(1, [vec![vec![2]], vec![vec![3]]]).is_some());
    /// assert!(Matrix::new(2, [vec![vec![2]]]).is_none());
    /// ```
    pub fn new(rows: usize, blocks: impl Into<Vec<Vec<Vec<i64>>>>) -> Option<Matrix> {
        let blocks = blocks.into();
        let fits = |block: &Vec<Vec<i64>>| {
            block.len() <= 16 && block.iter().all(|column| column.len() == rows)
        };
        (rows <= 16 && blocks.iter().all(fits)).then_some(Matrix { rows, blocks })
    }

    /// Returns the map applied to a vector.
    fn apply(columns: &[Vec<i64>], vector: &[i64], rows: usize) -> Vec<i64> {
        let mut sum = vec![0i64; rows];
        for (column, factor) in columns.iter().zip(vector) {
            for (entry, part) in sum.iter_mut().zip(column) {
                *entry = entry.wrapping_add(part.wrapping_mul(*factor));
            }
        }
        sum
    }

    fn drawn(rng: &mut Rng) -> Matrix {
        let rows = 1 + rng.below(2);
        let blocks = (0..rng.below(4))
            .map(|_| {
                (0..=rng.below(2))
                    .map(|_| (0..rows).map(|_| rng.below(7) as i64 - 3).collect())
                    .collect()
            })
            .collect();
        Matrix { rows, blocks }
    }
}

/// The operad of matrices, coloured by dimension.
pub struct Matrices;

impl FullOperad for Matrices {
    type Color = usize;
    type Operation = Matrix;

    fn colors(&self) -> Sort<usize> {
        Sort::finite([1, 2])
    }

    fn operations(&self) -> Sort<Matrix> {
        let edges = [
            Matrix::new(1, []),
            Matrix::new(2, []),
            Matrix::new(1, [vec![vec![2]]]),
            Matrix::new(2, [vec![vec![0, 1], vec![1, 0]]]),
            Matrix::new(2, [vec![vec![1, 2]]]),
            Matrix::new(1, [vec![vec![1], vec![3]], vec![vec![-1]]]),
        ];
        Sort::drawn(Matrix::drawn).edges_from(edges.into_iter().flatten().collect::<Vec<_>>())
    }

    fn output(&self, f: &Matrix) -> usize {
        f.rows
    }

    fn inputs(&self, f: &Matrix) -> Vec<usize> {
        f.blocks.iter().map(Vec::len).collect()
    }

    fn identity_of(&self, color: &usize) -> Matrix {
        let column = |k: usize| (0..*color).map(|row| i64::from(row == k)).collect();
        Matrix {
            rows: *color,
            blocks: vec![(0..*color).map(column).collect()],
        }
    }

    fn compose_at(&self, f: &Matrix, slot: usize, g: &Matrix) -> Matrix {
        let outer = f.blocks.get(slot).map(Vec::as_slice).unwrap_or_default();
        let image = |column: &Vec<i64>| Matrix::apply(outer, column, f.rows);
        let inner: Vec<Vec<Vec<i64>>> = g
            .blocks
            .iter()
            .map(|block| block.iter().map(image).collect())
            .collect();
        Matrix {
            rows: f.rows,
            blocks: spliced(&f.blocks, slot, &inner),
        }
    }

    fn permute(&self, f: &Matrix, s: &Permutation) -> Matrix {
        Matrix {
            rows: f.rows,
            blocks: s.rearrange(&f.blocks),
        }
    }
}

register! {
    id: "operad.matrices",
    version: "1",
    about: "integer matrices with columns in blocks, coloured by dimension",
    model: Matrices,
    theories: [SymmetricOperad],
}
