//! Small pauses that make threads meet in different ways.

use std::hint;
use std::thread;

/// A source of pauses that depend on the seed alone.
pub(super) struct Jitter(u64);

/// Where a thread pauses around one operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    BeforeCall,
    AfterCall,
    BeforeReturn,
}

/// The pause for one operation.
pub(super) struct Pause {
    place: Place,
    /// How long to spin; nothing means to give up the processor once.
    spins: Option<u32>,
}

impl Jitter {
    pub(super) fn new(seed: u64, thread: usize) -> Jitter {
        let mut jitter = Jitter(seed ^ (thread as u64).wrapping_mul(0xa076_1d64_78bd_642f));
        jitter.number();
        jitter
    }

    /// Draws the pause for the next operation.
    ///
    /// Half of the operations are not slowed down: their times are as tight as can be, which shows
    /// stale answers. Pauses between the times of the call and the return make operations overlap.
    pub(super) fn pause(&mut self) -> Pause {
        let number = self.number();
        let place = match number % 8 {
            0..4 => Place::Nowhere,
            4 | 5 => Place::BeforeCall,
            6 => Place::AfterCall,
            _ => Place::BeforeReturn,
        };
        let spins = (number >> 8) % 512;
        Pause {
            place,
            spins: (spins < 256).then_some(spins as u32),
        }
    }

    /// The SplitMix64 sequence.
    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Pause {
    pub(super) fn before_call(&self) {
        self.at(Place::BeforeCall);
    }

    pub(super) fn after_call(&self) {
        self.at(Place::AfterCall);
    }

    pub(super) fn before_return(&self) {
        self.at(Place::BeforeReturn);
    }

    fn at(&self, place: Place) {
        if self.place != place {
            return;
        }
        match self.spins {
            None => thread::yield_now(),
            Some(spins) => (0..spins).for_each(|_| hint::spin_loop()),
        }
    }
}
