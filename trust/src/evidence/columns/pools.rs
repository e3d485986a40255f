//! The pools of the few rows that have one.

use super::EvidenceColumns;
use crate::Dimension;
use crate::evidence::{Decay, DecayRate, Parameters, Pool, Position};

impl EvidenceColumns {
    pub(super) fn set_pool(&mut self, row: usize, pool: Pool) {
        if pool.is_empty() {
            self.pools.remove(&row);
        } else {
            self.pools.insert(row, pool);
        }
    }

    /// Lets time go by for the pools, before the positions of their rows move.
    pub(super) fn move_pools_on(&mut self, days: &[f64], rate: DecayRate, parameters: &Parameters) {
        let EvidenceColumns {
            pools,
            offset,
            epoch,
            ..
        } = self;
        pools.retain(|row, pool| {
            let from = Position {
                epoch: epoch[*row],
                offset: offset[*row],
            };
            if let Ok(decay) = Decay::days(days[*row], rate) {
                pool.decay(from, decay, parameters);
            }
            !pool.is_empty()
        });
    }

    /// Computes the rows of a block that have a pool, which are few.
    pub(super) fn fill_pooled<T>(
        &self,
        first: usize,
        out: &mut [T],
        dimensions: &[Dimension],
        parameters: &Parameters,
        read: impl Fn(f64) -> T,
    ) {
        for row in self
            .pools
            .range(first..first + out.len())
            .map(|(row, _)| row)
        {
            if let (Some(evidence), Some(place)) = (self.row(*row), out.get_mut(row - first)) {
                let scores = dimensions.iter().map(|d| evidence.score(*d, parameters));
                *place = read(scores.fold(0.0, |sum, score| sum + score));
            }
        }
    }
}
