//! Evidence about many entities, column by column.

mod learning;
mod moving;
mod pools;
mod reading;
mod rows;
mod widest;

use super::{DecayRate, Evidence, Opinion, Parameters, Pool, Position};
use crate::TrustError;
use crate::error::{finite, within};
use rows::Rows;
use std::collections::BTreeMap;
use widest::widest;

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
    /// The pools of the rows that have one: only entities that were taken over can.
    pools: BTreeMap<usize, Pool>,
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
            pools: BTreeMap::new(),
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
        for column in all.wide_columns() {
            column.try_reserve_exact(rows).map_err(full)?;
        }
        // Nothing is written before there is room for everything.
        all.epoch.resize(rows, 0);
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
        self.set_pool(self.len(), evidence.pool);
        self.offset.push(evidence.position.offset);
        self.epoch.push(evidence.position.epoch);
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
            pool: self.pools.get(&row).copied().unwrap_or_default(),
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
        self.set_pool(row, evidence.pool);
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
                widest(
                    #[inline(always)]
                    || rows.learn(s, m, parameters),
                );
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
        self.move_pools_on(days, rate, parameters);
        self.rows().each_block(days, &split_slice, &|rows, days| {
            rows.move_on(days, rate, parameters);
        });
        Ok(())
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
