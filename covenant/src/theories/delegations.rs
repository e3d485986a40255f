//! What passing on is.

use lawful::{Sort, theory};

theory! {
    /// Passing on: a child never has more than its parent, is nearer to the end, and ends with it.
    pub theory Delegating in ::lawful_covenant::theories {
        /// What somebody may do; perhaps nothing.
        sort Holding;
        /// What somebody asks for.
        sort Wish;
        /// Passes on what a wish leaves; nothing if it may not be passed on.
        op pass_on(h: Holding, w: Wish) -> Holding;
        /// Returns whether one has at most what the other has: permissions, budget, rates, gates, time.
        op at_most(a: Holding, b: Holding) -> bool;
        /// Returns how often it may be passed on, and one more if it is anything.
        op depth(h: Holding) -> u64;
        /// Returns one less; 0 of 0.
        op less(n: u64) -> u64;
        /// Returns whether a holding is dead after another one was revoked.
        op dead_after(h: Holding, revoked: Holding) -> bool;

        /// A child has at most what its parent has, whatever it asked for.
        law never_more(h: Holding, w: Wish) { at_most(pass_on(h, w), h) }
        /// Every time it is passed on it may be passed on less often.
        law shorter(h: Holding, w: Wish) { depth(pass_on(h, w)) <= less(depth(h)) }
        /// Revoking a parent revokes what was passed on, and what was passed on from that.
        law cascades(h: Holding, v, w: Wish) { dead_after(pass_on(pass_on(h, v), w), h) }

        lawkeeper {
            Holding: [u8; 2] = holdings();
            Wish: u8 = Sort::finite((0..8).collect::<Vec<u8>>());
            pass_on(h, w) => if h[1] < 2 { [0, 0] } else { [*w, h[1] - 1] };
            at_most(a, b) => a[1] == 0 || a[0] & !b[0] == 0;
            depth(h) => u64::from(h[1]);
            less(n) => n.saturating_sub(1);
            dead_after(_h, _r) => true;
        }
        /// Gives whatever is asked for.
        lawbreaker generous breaks never_more {
        }
        /// Does not count how often.
        lawbreaker bottomless breaks shorter { pass_on(h, w) => [h[0] & w, h[1]]; }
        /// Looks at the parent, and not at its parent.
        lawbreaker shortsighted breaks cascades {
            pass_on(h, w) => if h[1] < 2 { [0, 0] } else { [h[0] & w, h[1] - 1] };
            dead_after(h, revoked) => h[1] == 0 || h[1] + 1 >= revoked[1];
        }
    }
}

/// Holdings of lawbreakers: a set of three permissions, and a depth.
fn holdings() -> Sort<[u8; 2]> {
    let all = (0..8).flat_map(|set| (0..5).map(move |depth| [set, depth]));
    Sort::finite(all.collect::<Vec<[u8; 2]>>())
}
