//! Evidence about many entities, column by column.

use super::amount::{amount_at, amount_up};
use super::{Decay, DecayRate, Evidence, Fading, Opinion, Parameters, Pool, Position, evidence_of};
use crate::error::{finite, within};
use crate::{Dimension, TrustError, TrustLevel};

/// Rows that one task works on.
const BLOCK: usize = 1 << 14;

/// Rows whose intermediate numbers stay in the nearest cache.
const PIECE: usize = 256;

/// The evidence of many entities: a structure of arrays, updated in place and on all cores.
///
/// Each row has the same numbers, to the last bit, as [`Evidence`] that was treated one by one.
///
/// ```
/// use lawful_trust::evidence::{EvidenceColumns, Parameters};
/// let parameters = Parameters::STANDARD;
/// let mut all = EvidenceColumns::neutral(3);
/// all.update(&[true, true, false], &[0.1, 0.2, 0.1], &parameters).unwrap();
/// let mut averages = [0.0; 3];
/// all.t3_averages(&parameters, &mut averages).unwrap();
/// assert_eq!(format!("{:.4}", averages[0]), "0.5167");
/// assert!(all.update(&[true], &[0.1], &parameters).is_err());
/// assert!(all.update(&[true; 3], &[0.1, f64::NAN, 0.1], &parameters).is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceColumns {
    recent: [Vec<u64>; 6],
    earlier: [Vec<u64>; 6],
    against: [Vec<u64>; 6],
    offset: Vec<u64>,
    epoch: Vec<u32>,
    pool: Vec<Pool>,
}

/// Some rows, to be changed.
struct Rows<'c> {
    recent: [&'c mut [u64]; 6],
    earlier: [&'c mut [u64]; 6],
    against: [&'c mut [u64]; 6],
    offset: &'c mut [u64],
    epoch: &'c mut [u32],
}

fn halves<T>(columns: [&mut [T]; 6], at: usize) -> ([&mut [T]; 6], [&mut [T]; 6]) {
    let mut upper: [&mut [T]; 6] = Default::default();
    let mut places = upper.iter_mut();
    let lower = columns.map(|column| {
        let (low, high) = column.split_at_mut(at);
        if let Some(place) = places.next() {
            *place = high;
        }
        low
    });
    (lower, upper)
}

impl<'c> Rows<'c> {
    fn len(&self) -> usize {
        self.offset.len()
    }

    fn split(self, at: usize) -> (Rows<'c>, Rows<'c>) {
        let (recent, recent_high) = halves(self.recent, at);
        let (earlier, earlier_high) = halves(self.earlier, at);
        let (against, against_high) = halves(self.against, at);
        let (offset, offset_high) = self.offset.split_at_mut(at);
        let (epoch, epoch_high) = self.epoch.split_at_mut(at);
        (
            Rows {
                recent,
                earlier,
                against,
                offset,
                epoch,
            },
            Rows {
                recent: recent_high,
                earlier: earlier_high,
                against: against_high,
                offset: offset_high,
                epoch: epoch_high,
            },
        )
    }

    /// Works on blocks of rows beside blocks of the input, on all cores.
    fn each_block<I: Copy + Send + Sync>(
        self,
        input: I,
        split: &(impl Fn(I, usize) -> (I, I) + Sync),
        work: &(impl Fn(Rows<'_>, I) + Sync),
    ) {
        if self.len() <= BLOCK {
            return work(self, input);
        }
        let middle = self.len() / 2;
        let (low, high) = self.split(middle);
        let (input_low, input_high) = split(input, middle);
        rayon::join(
            || low.each_block(input_low, split, work),
            || high.each_block(input_high, split, work),
        );
    }

    fn learn(self, success: &[bool], magnitude: &[f64], parameters: &Parameters) {
        let mut evidence = [0.0; PIECE];
        let mut growth = [1.0; PIECE];
        let Rows {
            recent,
            against,
            offset,
            epoch,
            ..
        } = self;
        let mut columns: Vec<_> = recent.into_iter().zip(against).collect();
        let rows = offset.len();
        let mut start = 0;
        while start < rows {
            let end = rows.min(start + PIECE);
            let mut share_of_growth = None;
            for (at, (recent, against)) in columns.iter_mut().enumerate() {
                let (share, decay) = (parameters.outcome[at], parameters.decay[at]);
                if share == 0.0 {
                    continue;
                }
                if share_of_growth != Some(decay) {
                    share_of_growth = Some(decay);
                    let places = offset[start..end].iter().zip(&epoch[start..end]);
                    for (growth, (offset, epoch)) in growth.iter_mut().zip(places) {
                        let position = Position {
                            epoch: *epoch,
                            offset: *offset,
                        };
                        *growth = Fading::at(position, decay).growth();
                    }
                }
                for (evidence, magnitude) in evidence.iter_mut().zip(&magnitude[start..end]) {
                    *evidence = evidence_of(share * super::clamped(*magnitude));
                }
                let sums = recent[start..end].iter_mut().zip(&mut against[start..end]);
                let told = success[start..end].iter().zip(evidence.iter().zip(&growth));
                for ((recent, against), (success, (evidence, growth))) in sums.zip(told) {
                    // One of the two is 0: a branch would be guessed wrongly half of the time.
                    let (praise, blame) = if *success {
                        (*evidence, 0.0)
                    } else {
                        (0.0, *evidence)
                    };
                    *recent = recent.saturating_add(amount_at(praise, *growth));
                    *against = against.saturating_add(amount_up(parameters.failure_weight * blame));
                }
            }
            start = end;
        }
    }

    fn move_on(self, days: &[f64], rate: DecayRate, parameters: &Parameters) {
        let Rows {
            recent,
            earlier,
            against,
            offset,
            epoch,
        } = self;
        let plain = parameters.forgiveness == 0.0;
        let places = offset.iter_mut().zip(epoch).zip(days).enumerate();
        for (row, ((offset, epoch), days)) in places {
            let steps = rate.steps_in(*days);
            let (within, turned) = offset.overflowing_add(steps as u64);
            // Within an epoch only the offset moves.
            if plain && !turned && steps >> 64 == 0 {
                *offset = within;
                continue;
            }
            let Ok(decay) = Decay::days(*days, rate) else {
                continue;
            };
            let from = Position {
                epoch: *epoch,
                offset: *offset,
            };
            let to = from.after(decay);
            (*offset, *epoch) = (to.offset, to.epoch);
            let mut opinions: [Opinion; 6] = std::array::from_fn(|at| Opinion {
                recent: recent[at][row],
                earlier: earlier[at][row],
                against: against[at][row],
            });
            super::move_to(&mut opinions, from, to, &parameters.decay);
            parameters.forgive(&mut opinions, decay);
            for (at, opinion) in opinions.into_iter().enumerate() {
                recent[at][row] = opinion.recent;
                earlier[at][row] = opinion.earlier;
                against[at][row] = opinion.against;
            }
        }
    }
}

impl EvidenceColumns {
    /// Makes rows of which nothing is known.
    pub fn neutral(rows: usize) -> EvidenceColumns {
        let column = || std::array::from_fn(|_| vec![0; rows]);
        EvidenceColumns {
            recent: column(),
            earlier: column(),
            against: column(),
            offset: vec![0; rows],
            epoch: vec![0; rows],
            pool: vec![Pool::default(); rows],
        }
    }

    /// Makes rows of which nothing is known, if there is room for them.
    ///
    /// # Errors
    /// If the memory for them is not to be had.
    ///
    /// ```
    /// use lawful_trust::evidence::EvidenceColumns;
    /// assert_eq!(EvidenceColumns::try_neutral(3).unwrap(), EvidenceColumns::neutral(3));
    /// assert!(EvidenceColumns::try_neutral(usize::MAX).is_err());
    /// ```
    pub fn try_neutral(rows: usize) -> Result<EvidenceColumns, TrustError> {
        let mut all = EvidenceColumns::default();
        let full = |_| TrustError::Memory { rows };
        all.epoch.try_reserve_exact(rows).map_err(full)?;
        all.pool.try_reserve_exact(rows).map_err(full)?;
        for column in all.wide_columns() {
            column.try_reserve_exact(rows).map_err(full)?;
        }
        // Nothing is written before there is room for everything.
        all.epoch.resize(rows, 0);
        all.pool.resize(rows, Pool::default());
        for column in all.wide_columns() {
            column.resize(rows, 0);
        }
        Ok(all)
    }

    fn wide_columns(&mut self) -> impl Iterator<Item = &mut Vec<u64>> {
        self.recent
            .iter_mut()
            .chain(&mut self.earlier)
            .chain(&mut self.against)
            .chain([&mut self.offset])
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.offset.len()
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.offset.is_empty()
    }

    /// Adds a row.
    pub fn push(&mut self, evidence: &Evidence) {
        for (at, opinion) in evidence.opinions.into_iter().enumerate() {
            self.recent[at].push(opinion.recent);
            self.earlier[at].push(opinion.earlier);
            self.against[at].push(opinion.against);
        }
        self.offset.push(evidence.position.offset);
        self.epoch.push(evidence.position.epoch);
        self.pool.push(evidence.pool);
    }

    /// Returns a row.
    pub fn row(&self, row: usize) -> Option<Evidence> {
        let position = Position {
            epoch: *self.epoch.get(row)?,
            offset: *self.offset.get(row)?,
        };
        Some(Evidence {
            opinions: std::array::from_fn(|at| Opinion {
                recent: self.recent[at][row],
                earlier: self.earlier[at][row],
                against: self.against[at][row],
            }),
            position,
            pool: self.pool[row],
        })
    }

    /// Replaces a row; returns whether there is one.
    pub fn set_row(&mut self, row: usize, evidence: &Evidence) -> bool {
        if row >= self.len() {
            return false;
        }
        for (at, opinion) in evidence.opinions.into_iter().enumerate() {
            self.recent[at][row] = opinion.recent;
            self.earlier[at][row] = opinion.earlier;
            self.against[at][row] = opinion.against;
        }
        self.offset[row] = evidence.position.offset;
        self.epoch[row] = evidence.position.epoch;
        self.pool[row] = evidence.pool;
        true
    }

    fn rows(&mut self) -> Rows<'_> {
        Rows {
            recent: self.recent.each_mut().map(Vec::as_mut_slice),
            earlier: self.earlier.each_mut().map(Vec::as_mut_slice),
            against: self.against.each_mut().map(Vec::as_mut_slice),
            offset: &mut self.offset,
            epoch: &mut self.epoch,
        }
    }

    fn check(&self, what: &'static str, found: usize) -> Result<(), TrustError> {
        let expected = self.len();
        if found == expected {
            Ok(())
        } else {
            Err(TrustError::Rows {
                what,
                found,
                expected,
            })
        }
    }

    /// Adds one outcome to each row. Magnitudes outside 0 to 1 are taken to the nearer end.
    ///
    /// # Errors
    /// If the lists have another length, or a magnitude is not finite; nothing is changed then.
    pub fn update(
        &mut self,
        success: &[bool],
        magnitude: &[f64],
        parameters: &Parameters,
    ) -> Result<(), TrustError> {
        self.check("success", success.len())?;
        self.check("magnitude", magnitude.len())?;
        // The sum is not finite if one of them is not; only then is it worth to look for it.
        if !magnitude.iter().map(|m| m * 0.0).sum::<f64>().is_finite() {
            for m in magnitude {
                finite("magnitude", *m)?;
            }
        }
        self.rows()
            .each_block((success, magnitude), &split_pair, &|rows, (s, m)| {
                rows.learn(s, m, parameters);
            });
        Ok(())
    }

    /// Lets days go by, for each row its own number, at one rate per day.
    ///
    /// # Errors
    /// If the list has another length, if a number of days is negative or not finite, or the rate is
    /// not from 0 to 1; nothing is changed then.
    pub fn decay(
        &mut self,
        days: &[f64],
        rate: DecayRate,
        parameters: &Parameters,
    ) -> Result<(), TrustError> {
        self.check("days", days.len())?;
        let bad = |d: &f64| !(*d >= 0.0 && *d <= f64::MAX);
        if days.iter().fold(false, |any, d| any | bad(d)) {
            for d in days {
                within("time in days", *d, (0.0, f64::MAX), "from 0 upwards")?;
            }
        }
        self.rows().each_block(days, &split_slice, &|rows, days| {
            rows.move_on(days, rate, parameters);
        });
        Ok(())
    }

    /// Adds the scores of a dimension of some rows to what is there already.
    #[inline(always)]
    fn add_scores(
        &self,
        first: usize,
        dimension: Dimension,
        parameters: &Parameters,
        out: &mut [f64],
    ) {
        let at = dimension.index();
        let (share, weight) = (parameters.witness[at], parameters.failure_weight);
        let decay = parameters.decay[at];
        let rows = first..first + out.len();
        let opinions = self.recent[at][rows.clone()]
            .iter()
            .zip(&self.earlier[at][rows.clone()])
            .zip(&self.against[at][rows.clone()]);
        let places = self.offset[rows.clone()]
            .iter()
            .zip(&self.epoch[rows.clone()])
            .zip(&self.pool[rows]);
        for (sum, (((recent, earlier), against), ((offset, epoch), pool))) in
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
            let mut reading = opinion.read(Fading::at(position, decay));
            pool.count(&mut reading, share, weight);
            *sum += reading.score();
        }
    }

    /// Computes rows by pieces that stay in the cache.
    fn fill<T: Send>(
        &self,
        out: &mut [T],
        dimensions: &[Dimension],
        parameters: &Parameters,
        read: impl Fn(f64) -> T + Sync,
    ) -> Result<(), TrustError> {
        use rayon::prelude::*;
        self.check("out", out.len())?;
        out.par_chunks_mut(BLOCK)
            .enumerate()
            .for_each(|(block, out)| {
                let mut sums = [0.0; PIECE];
                for (piece, out) in out.chunks_mut(PIECE).enumerate() {
                    let sums = &mut sums[..out.len()];
                    sums.fill(0.0);
                    for dimension in dimensions {
                        let first = block * BLOCK + piece * PIECE;
                        self.add_scores(first, *dimension, parameters, sums);
                    }
                    for (place, sum) in out.iter_mut().zip(sums) {
                        *place = read(*sum);
                    }
                }
            });
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

fn split_slice<T>(slice: &[T], at: usize) -> (&[T], &[T]) {
    slice.split_at(at)
}

type Pair<'a> = (&'a [bool], &'a [f64]);

fn split_pair((a, b): Pair<'_>, at: usize) -> (Pair<'_>, Pair<'_>) {
    let ((a, a_high), (b, b_high)) = (a.split_at(at), b.split_at(at));
    ((a, b), (a_high, b_high))
}
