//! What a measure of coherence is.

use lawful::{Sort, theory};

/// Numbers from 0 to 1 as quarters, for the lawbreakers.
fn quarters() -> Sort<u8> {
    Sort::finite([0, 1, 2, 3, 4]).ordered()
}

theory! {
    /// A way to make one number from 0 to 1 of the four factors of coherence.
    pub theory Measure in ::lawful_trust::coherence {
        /// Numbers from 0 to 1.
        sort Share;
        /// Returns the coherence of four factors.
        op total(continuity: Share, stability: Share, phi: Share, reachability: Share) -> Share;
        /// Returns the factor that limits it most.
        op limiting(continuity: Share, stability: Share, phi: Share, reachability: Share) -> Share;
        /// Returns 0.
        op zero() -> Share;
        /// Returns 1.
        op one() -> Share;

        /// The coherence is between 0 and 1.
        law range(a, b, c, d: Share) { zero() <= total(a, b, c, d) && total(a, b, c, d) <= one() }
        /// Nothing is lacking if no factor is.
        law full() { total(one(), one(), one(), one()) == one() }
        /// One factor that is zero makes the whole zero.
        law annihilated(a, b, c: Share) {
            total(zero(), a, b, c) == zero() && total(a, zero(), b, c) == zero()
                && total(a, b, zero(), c) == zero() && total(a, b, c, zero()) == zero()
        }
        /// More continuity never lowers it.
        law monotone_in_continuity(a, b, c, d, e: Share) if a <= e {
            total(a, b, c, d) <= total(e, b, c, d)
        }
        /// More stability never lowers it.
        law monotone_in_stability(a, b, c, d, e: Share) if b <= e {
            total(a, b, c, d) <= total(a, e, c, d)
        }
        /// More phi never lowers it.
        law monotone_in_phi(a, b, c, d, e: Share) if c <= e {
            total(a, b, c, d) <= total(a, b, e, d)
        }
        /// More reachability never lowers it.
        law monotone_in_reachability(a, b, c, d, e: Share) if d <= e {
            total(a, b, c, d) <= total(a, b, c, e)
        }
        /// No factor can be made up for by the others: the coherence is at most the limiting factor.
        /// (If that is zero, it is the law before that says so.)
        law limited(a, b, c, d: Share) if limiting(a, b, c, d) != zero() {
            total(a, b, c, d) <= limiting(a, b, c, d)
        }
        /// The limiting factor is one of the factors, and at most each.
        law least(a, b, c, d: Share) {
            (limiting(a, b, c, d) == a || limiting(a, b, c, d) == b
                || limiting(a, b, c, d) == c || limiting(a, b, c, d) == d)
                && limiting(a, b, c, d) <= a && limiting(a, b, c, d) <= b
                && limiting(a, b, c, d) <= c && limiting(a, b, c, d) <= d
        }

        lawkeeper {
            Share: u8 = quarters();
            total(a, b, c, d) => *a.min(b).min(c).min(d);
            limiting(a, b, c, d) => *a.min(b).min(c).min(d);
            zero() => 0;
            one() => 4;
        }
        /// Knows factors above 1, and takes them.
        lawbreaker boundless breaks range { one() => 3; }
        /// Never gives more than three quarters.
        lawbreaker capped breaks full { total(a, b, c, d) => (*a.min(b).min(c).min(d)).min(3); }
        /// Never falls below one quarter.
        lawbreaker kind breaks annihilated {
            total(a, b, c, d) => (*a.min(b).min(c).min(d)).max(1);
        }
        /// Distrusts whoever was always there.
        lawbreaker suspicious breaks monotone_in_continuity {
            total(a, b, c, d) => suspicious(*a, [*b, *c, *d]);
        }
        /// Distrusts whoever never changes.
        lawbreaker restless breaks monotone_in_stability {
            total(a, b, c, d) => suspicious(*b, [*a, *c, *d]);
        }
        /// Distrusts whoever is of one piece.
        lawbreaker scattered breaks monotone_in_phi {
            total(a, b, c, d) => suspicious(*c, [*a, *b, *d]);
        }
        /// Distrusts whoever always answers.
        lawbreaker hiding breaks monotone_in_reachability {
            total(a, b, c, d) => suspicious(*d, [*a, *b, *c]);
        }
        /// Takes the mean of the factors, unless one is zero.
        lawbreaker mean breaks limited {
            total(a, b, c, d) => match a.min(b).min(c).min(d) {
                0 => 0,
                _ => (a + b + c + d) / 4,
            };
        }
        /// Calls continuity the limiting factor, whatever the others are.
        lawbreaker one_eyed breaks least { limiting(a, _b, _c, _d) => *a; }
    }
}

/// The least factor, but the watched one counts as 1 when it is 3.
fn suspicious(watched: u8, rest: [u8; 3]) -> u8 {
    let watched = if watched == 3 { 1 } else { watched };
    rest.into_iter().fold(watched, u8::min)
}
