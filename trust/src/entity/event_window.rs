//! Which numbered events have been counted.

use serde::{Deserialize, Serialize};

/// The numbers of the events that a witness has been heard with: the largest one, and which of the
/// 63 before it.
///
/// Events may come out of order by up to 63 places and any number of times; each counts once. An
/// event that is older than that is refused, because nobody remembers whether it was counted.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct EventWindow {
    /// The largest number so far; 0 if there is none.
    pub largest: u64,
    /// Bit `k` is set if the event `largest - k` has been counted.
    pub counted: u64,
}

/// What a numbered event is to those that came before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It has not been counted yet.
    New,
    /// It has been counted.
    Repeated,
    /// It is too old to know.
    TooOld,
}

impl Arrival {
    /// Returns what it is in words: `new`, `repeated` or `too old`.
    pub fn name(self) -> &'static str {
        match self {
            Arrival::New => "new",
            Arrival::Repeated => "repeated",
            Arrival::TooOld => "too old",
        }
    }
}

impl EventWindow {
    /// How many places out of order events may come.
    pub const REACH: u64 = 64;

    /// Returns whether no event has been counted.
    pub fn is_new(&self) -> bool {
        *self == EventWindow::default()
    }

    /// Returns what an event is, without counting it.
    pub fn look(&self, number: u64) -> Arrival {
        if number > self.largest || self.counted == 0 {
            return Arrival::New;
        }
        match self.largest - number {
            back if back >= EventWindow::REACH => Arrival::TooOld,
            back if self.counted >> back & 1 == 1 => Arrival::Repeated,
            _ => Arrival::New,
        }
    }

    /// Counts an event, if it is new.
    pub fn arrive(&mut self, number: u64) -> Arrival {
        let arrival = self.look(number);
        if arrival == Arrival::New {
            if self.counted == 0 {
                *self = EventWindow {
                    largest: number,
                    counted: 1,
                };
            } else if number > self.largest {
                let on = number - self.largest;
                let kept = if on < 64 { self.counted << on } else { 0 };
                *self = EventWindow {
                    largest: number,
                    counted: kept | 1,
                };
            } else {
                self.counted |= 1 << (self.largest - number);
            }
        }
        arrival
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_counts_once_in_any_order() {
        let mut window = EventWindow::default();
        for number in [5, 3, 5, 70, 68, 7, 6, 70, 0] {
            window.arrive(number);
        }
        assert_eq!(window.largest, 70);
        assert_eq!(window.look(7), Arrival::Repeated);
        assert_eq!(window.look(6), Arrival::TooOld);
        assert_eq!(window.look(8), Arrival::New);
        assert_eq!(window.look(u64::MAX), Arrival::New);
        assert_eq!(window.arrive(u64::MAX), Arrival::New);
        assert_eq!(window.counted, 1);
    }
}
