//! Adds outcomes to rows.

use super::rows::{PIECE, Rows};
use crate::evidence::amount::{amount_at, amount_up};
use crate::evidence::{Fading, Parameters, Position, clamped, evidence_of};

impl Rows<'_> {
    #[inline(always)]
    pub(super) fn learn(self, success: &[bool], magnitude: &[f64], parameters: &Parameters) {
        let mut evidence = [0.0; PIECE];
        let mut growth = [1.0; PIECE];
        let Rows {
            mut recent,
            mut against,
            offset,
            epoch,
            ..
        } = self;
        let rows = offset.len();
        let mut start = 0;
        while start < rows {
            let end = rows.min(start + PIECE);
            let mut share_of_growth = None;
            for (at, (recent, against)) in recent.iter_mut().zip(&mut against).enumerate() {
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
                    *evidence = evidence_of(share * clamped(*magnitude));
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
}
