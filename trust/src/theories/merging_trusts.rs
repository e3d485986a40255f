//! Trust models whose states merge.

use super::small::{START, Small, score, scores, set, small, uncertainty};
use lawful::{Sort, theory};

theory! {
    /// A trust model in which what several know of somebody can be put together.
    pub theory MergingTrust in ::lawful_trust::theories:
        ::lawful_trust::theories::TrustModel, ::lawful::theories::CommutativeMonoid
    {
        /// It does not matter whether time goes by before or after merging.
        law decay_distributes(a, b: Elem, t: Time) {
            decay(combine(a, b), t) == combine(decay(a, t), decay(b, t))
        }

        /// Forgets little evidence and keeps much.
        lawbreaker impressed breaks decay_distributes {
            Elem: Small = small();
            Magnitude: u32 = Sort::finite([0, 1, 2, 3]);
            Part: () = Sort::any();
            Time: u8 = Sort::finite([0, 1, 2, 3]);
            Grade: f64 = scores();
            Witness: u32 = Sort::finite([0, 1, 2, 3]);
            neutral() => START;
            success(s, m) => (s.0 + m, s.1, s.2);
            failure(s, m) => (s.0, s.1 + 2 * m, s.2);
            score(s, _d) => score(*s);
            lowest() => 0.0;
            half() => 0.5;
            highest() => 1.0;
            uncertainty(s, _d) => uncertainty(*s);
            later(t, u) => t.saturating_add(*u);
            no_time() => 0;
            decay(s, t) => if *t == 0 || s.0 > 1 { *s } else { (0, s.1, s.2) };
            praised(s, w, m) => (s.0 + w.min(m), s.1, s.2);
            blamed(s, w, m) => (s.0, s.1 + 2 * w.min(m), s.2);
            trust(w) => *w;
            fully_trusted() => 3;
            crowd(s, n) => if *n == 0 { *s } else { (s.0, s.1, 1) };
            crowd_bound() => 0.7;
            for_ever() => 3;
            set(_s, _d, g) => set(*g);
            just_below(g) => g.min(0.75);
            just_above(g) => g.max(0.25);
            combine(a, b) => (a.0 + b.0, a.1 + b.1, a.2.max(b.2));
            empty() => START;
        }
    }
}
