//! Lets time go by for rows.

use super::rows::Rows;
use crate::evidence::{Decay, DecayRate, Opinion, Parameters, Position, move_on};

impl Rows<'_> {
    #[inline(always)]
    pub(super) fn move_on(self, days: &[f64], rate: DecayRate, parameters: &Parameters) {
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
            let mut opinions: [Opinion; 6] = std::array::from_fn(|at| Opinion {
                recent: recent[at][row],
                earlier: earlier[at][row],
                against: against[at][row],
            });
            let to = move_on(&mut opinions, from, decay, &parameters.decay);
            (*offset, *epoch) = (to.offset, to.epoch);
            parameters.forgive(&mut opinions, decay);
            for (at, opinion) in opinions.into_iter().enumerate() {
                recent[at][row] = opinion.recent;
                earlier[at][row] = opinion.earlier;
                against[at][row] = opinion.against;
            }
        }
    }
}
