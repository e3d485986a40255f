//! What entities make of what witnesses say.

use super::small::scores;
use lawful::{Sort, theory};

/// A listener of the lawbreakers: one bit for each kind of event, and a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Heard {
    words: u8,
    sum: u32,
}

fn heard() -> Sort<Heard> {
    Sort::finite([0, 1, 2, 3, 6].map(|words| Heard { words, sum: 0 }))
}

fn events() -> Sort<(u8, u8)> {
    Sort::finite([(0, 0), (1, 0), (2, 0), (3, 1)])
}

theory! {
    /// Entities that hear numbered events of witnesses.
    ///
    /// Events with one witness and one number are one event, and numbers of one witness lie less
    /// than 64 apart.
    pub theory Witnessing in ::lawful_trust::theories {
        /// The entities.
        sort Entity;
        /// Numbered events of witnesses other than the entity.
        sort Event;
        /// The dimensions.
        sort Part;
        /// Scores.
        sort Grade;
        /// Hears an event.
        op hear(e: Entity, v: Event) -> Entity;
        /// Hears the same of the entity itself.
        op own_word(e: Entity, v: Event) -> Entity;
        /// Hears this many strangers who speak for the entity, each for the first time and as much
        /// as they can.
        op strangers(e: Entity, n: u64) -> Entity;
        /// Returns a score.
        op score(e: Entity, d: Part) -> Grade;
        /// Returns the neutral score.
        op half() -> Grade as "½";
        /// Returns the bound that is stated for strangers.
        op bound() -> Grade;

        /// Hearing an event twice changes nothing.
        law idempotent(e: Entity, v: Event) { hear(hear(e, v), v) == hear(e, v) }
        /// Events may come in any order.
        law order_free(e: Entity, v, w: Event) { hear(hear(e, v), w) == hear(hear(e, w), v) }
        /// What somebody says about themselves counts nothing.
        law self_counts_nothing(e: Entity, v: Event) { own_word(e, v) == e }
        /// However many strangers speak for somebody who is not above the middle, together they
        /// stay under the bound.
        law strangers_bounded(e: Entity, n: u64, d: Part) if score(e, d) <= half() {
            score(strangers(e, n), d) <= bound()
        }

        lawkeeper {
            Entity: Heard = heard();
            Event: (u8, u8) = events();
            Part: () = Sort::any();
            Grade: f64 = scores();
            hear(e, v) => if v.0 == 0 { *e } else { Heard { words: e.words | 1 << (v.0 % 8), sum: e.sum } };
            own_word(e, _v) => *e;
            score(e, _d) => f64::from(e.words.count_ones() + e.sum) / 100.0;
            strangers(e, _n) => *e;
            bound() => 0.5;
            half() => 0.5;
        }
        /// Counts every event as often as it comes.
        lawbreaker parrot breaks idempotent {
            hear(e, v) => Heard { words: e.words, sum: e.sum + u32::from(v.0) };
        }
        /// Hears only the first event.
        lawbreaker first_come breaks order_free {
            hear(e, v) => if e.words == 0 { Heard { words: v.0, sum: e.sum } } else { *e };
        }
        /// Counts what somebody says about themselves.
        lawbreaker vain breaks self_counts_nothing {
            own_word(e, v) => Heard { words: e.words, sum: e.sum + u32::from(v.0) };
        }
        /// Counts every stranger.
        lawbreaker popular breaks strangers_bounded {
            strangers(e, n) => Heard { words: e.words, sum: e.sum + u32::try_from(*n % 100).unwrap_or(0) };
        }
    }
}
