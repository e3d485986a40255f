//! Entities as models of the theory of witnessing.

use super::Witnessing;
use crate::model::{Rules, Testimony, WitnessStanding};
use crate::{Decay, DecayRate, Dimension, EntityTrust, TrustError};
use jiff::Timestamp;
use lawful::Sort;
use lawful::rng::Rng;

const ID: &str = "test:heard";

/// An event of one of four witnesses. What it says follows from who says it and its number, as it
/// does for signed events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbered {
    /// The witness, 0 to 3.
    pub witness: u8,
    /// The number, 0 to 63.
    pub number: u8,
}

impl Numbered {
    fn id(self) -> String {
        format!("witness:{}", self.witness)
    }

    fn testimony(self) -> Result<Testimony, TrustError> {
        let part = |factor: u32| f64::from(u32::from(self.number) * factor % 101) / 100.0;
        let standing = WitnessStanding::new(part(37), part(53))?;
        Testimony::new(!self.number.is_multiple_of(3), part(71), standing)
    }
}

/// Entities under some rules, which hear signed events.
pub struct Hearing<R: 'static>(pub &'static R);

fn changed<T>(
    entity: &EntityTrust,
    change: impl FnOnce(&mut EntityTrust) -> Result<T, TrustError>,
) -> EntityTrust {
    let mut copy = entity.clone();
    // What is refused changes nothing.
    let _ = change(&mut copy);
    copy
}

fn drawn_event(rng: &mut Rng) -> Numbered {
    Numbered {
        witness: rng.below(4) as u8,
        number: rng.below(64) as u8,
    }
}

impl<R: Rules> Hearing<R> {
    pub(super) fn fresh(&self) -> Option<EntityTrust> {
        EntityTrust::with_model(ID, self.0, Timestamp::UNIX_EPOCH).ok()
    }
}

fn wander(mut entity: EntityTrust, rng: &mut Rng) -> EntityTrust {
    for _ in 0..rng.below(7) {
        let (success, m) = (rng.below(2) == 0, rng.below(101) as f64 / 100.0);
        entity = match rng.below(4) {
            0 => changed(&entity, |e| {
                e.update_from_outcome(success, m, Timestamp::UNIX_EPOCH)
            }),
            1 => changed(&entity, |e| {
                let rate = DecayRate::new(DecayRate::STANDARD)?;
                e.decay(Decay::days(rng.below(3000) as f64, rate)?)
            }),
            _ => hear(&entity, drawn_event(rng)),
        };
    }
    entity
}

fn hear(entity: &EntityTrust, event: Numbered) -> EntityTrust {
    changed(entity, |e| {
        e.receive_event(&event.id(), event.number.into(), &event.testimony()?)
    })
}

impl<R: Rules> Witnessing for Hearing<R> {
    type Entity = EntityTrust;
    type Event = Numbered;
    type Part = Dimension;
    type Grade = f64;

    /// Two entities are equal if all that is known of them is, but for the order in which witnesses
    /// were met.
    fn entity(&self) -> Sort<EntityTrust> {
        let Some(fresh) = self.fresh() else {
            return Sort::finite(Vec::new());
        };
        let start = fresh.clone();
        Sort::drawn(move |rng| wander(start.clone(), rng))
            .edges_from([fresh])
            .stored()
            .observed(|entity| {
                let mut record = entity.record();
                record.witnessed_by.sort_by(|a, b| a.id.cmp(&b.id));
                record
            })
    }

    fn event(&self) -> Sort<Numbered> {
        let at = |witness, number| Numbered { witness, number };
        Sort::drawn(drawn_event).edges_from([at(0, 0), at(0, 1), at(0, 63), at(1, 1)])
    }

    fn part(&self) -> Sort<Dimension> {
        Sort::finite(Dimension::ALL)
    }

    fn grade(&self) -> Sort<f64> {
        Sort::finite([0.0, 0.5, 1.0]).ordered()
    }

    fn hear(&self, e: &EntityTrust, v: &Numbered) -> EntityTrust {
        hear(e, *v)
    }

    fn own_word(&self, e: &EntityTrust, v: &Numbered) -> EntityTrust {
        changed(e, |e| e.receive_event(ID, v.number.into(), &v.testimony()?))
    }

    /// A hundred strangers stand for any larger number.
    fn strangers(&self, e: &EntityTrust, n: &u64) -> EntityTrust {
        (0..*n.min(&100)).fold(e.clone(), |e, k| {
            changed(&e, |e| {
                e.receive_witness(&format!("stranger:{k}"), true, 1.0)
            })
        })
    }

    fn score(&self, e: &EntityTrust, d: &Dimension) -> f64 {
        e.score(*d)
    }

    fn half(&self) -> f64 {
        0.5
    }

    fn bound(&self) -> f64 {
        0.75
    }
}
