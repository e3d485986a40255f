//! Reads scores of rows.

use super::EvidenceColumns;
use super::rows::{BLOCK, PIECE};
use super::widest::widest;
use crate::evidence::{Fading, Opinion, Parameters, Position};
use crate::{Dimension, TrustError, TrustLevel};
use lawful_trace::workers::on_all_cores;

impl EvidenceColumns {
    /// Adds the scores of a dimension of some rows, without their pools, to what is there already.
    #[inline(always)]
    fn add_scores(
        &self,
        first: usize,
        dimension: Dimension,
        parameters: &Parameters,
        out: &mut [f64],
    ) {
        let at = dimension.index();
        let decay = parameters.decay[at];
        let rows = first..first + out.len();
        let opinions = self.recent[at][rows.clone()]
            .iter()
            .zip(&self.earlier[at][rows.clone()])
            .zip(&self.against[at][rows.clone()]);
        let places = self.offset[rows.clone()].iter().zip(&self.epoch[rows]);
        for (sum, (((recent, earlier), against), (offset, epoch))) in
            out.iter_mut().zip(opinions.zip(places))
        {
            let position = Position {
                epoch: *epoch,
                offset: *offset,
            };
            let opinion = Opinion {
                recent: *recent,
                earlier: *earlier,
                against: *against,
            };
            *sum += opinion.read(Fading::at(position, decay)).score();
        }
    }

    /// Computes rows by pieces that stay in the cache.
    #[inline(always)]
    fn fill_block<T>(
        &self,
        first: usize,
        out: &mut [T],
        dimensions: &[Dimension],
        parameters: &Parameters,
        read: impl Fn(f64) -> T,
    ) {
        let mut sums = [0.0; PIECE];
        for (piece, out) in out.chunks_mut(PIECE).enumerate() {
            let sums = &mut sums[..out.len()];
            sums.fill(0.0);
            for dimension in dimensions {
                self.add_scores(first + piece * PIECE, *dimension, parameters, sums);
            }
            for (place, sum) in out.iter_mut().zip(sums) {
                *place = read(*sum);
            }
        }
    }

    /// Computes all rows, on all cores.
    fn fill<T: Send>(
        &self,
        out: &mut [T],
        dimensions: &[Dimension],
        parameters: &Parameters,
        read: impl Fn(f64) -> T + Sync,
    ) -> Result<(), TrustError> {
        use rayon::prelude::*;
        self.check("out", out.len())?;
        let fill = |(block, out): (usize, &mut [T])| {
            widest(
                #[inline(always)]
                || self.fill_block(block * BLOCK, out, dimensions, parameters, &read),
            );
            self.fill_pooled(block * BLOCK, out, dimensions, parameters, &read);
        };
        if out.len() <= BLOCK {
            fill((0, out));
        } else {
            on_all_cores(|| out.par_chunks_mut(BLOCK).enumerate().for_each(fill));
        }
        Ok(())
    }

    /// Writes the score of a dimension of each row.
    ///
    /// # Errors
    /// If `out` has another length.
    pub fn scores(
        &self,
        dimension: Dimension,
        parameters: &Parameters,
        out: &mut [f64],
    ) -> Result<(), TrustError> {
        self.fill(out, &[dimension], parameters, |score| score)
    }

    /// Writes the mean of talent, training and temperament of each row.
    ///
    /// # Errors
    /// If `out` has another length.
    pub fn t3_averages(&self, parameters: &Parameters, out: &mut [f64]) -> Result<(), TrustError> {
        self.fill(out, &Dimension::TRUST, parameters, |sum| sum / 3.0)
    }

    /// Writes the mean of valuation, veracity and validity of each row.
    ///
    /// # Errors
    /// If `out` has another length.
    pub fn v3_averages(&self, parameters: &Parameters, out: &mut [f64]) -> Result<(), TrustError> {
        self.fill(out, &Dimension::VALUE, parameters, |sum| sum / 3.0)
    }

    /// Writes the trust level of each row.
    ///
    /// # Errors
    /// If `out` has another length.
    pub fn levels(
        &self,
        parameters: &Parameters,
        out: &mut [TrustLevel],
    ) -> Result<(), TrustError> {
        self.fill(out, &Dimension::TRUST, parameters, |sum| {
            TrustLevel::of(sum / 3.0)
        })
    }
}
