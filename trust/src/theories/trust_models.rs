//! What a trust model is.

use super::small::{START, Small, score, scores, set, small, uncertainty};
use lawful::{Sort, theory};

theory! {
    /// A trust model: how outcomes, witnesses and time change what is kept about somebody, and how
    /// scores are read from it.
    pub theory TrustModel in ::lawful_trust::theories: ::lawful::theories::Carrier {
        /// How much an outcome matters, or a witness is trusted: 0 to 1.
        sort Magnitude;
        /// The dimensions.
        sort Part;
        /// Times that go by.
        sort Time;
        /// Scores.
        sort Grade;
        /// Witnesses.
        sort Witness;

        /// Returns what is kept about somebody of whom nothing is known.
        op neutral() -> Elem;
        /// Adds a success.
        op success(s: Elem, m: Magnitude) -> Elem;
        /// Adds a failure.
        op failure(s: Elem, m: Magnitude) -> Elem;
        /// Returns a score.
        op score(s: Elem, d: Part) -> Grade;
        /// Returns the lowest score.
        op lowest() -> Grade as "0";
        /// Returns the neutral score.
        op half() -> Grade as "½";
        /// Returns the highest score.
        op highest() -> Grade as "1";
        /// Returns how little a score rests on evidence.
        op uncertainty(s: Elem, d: Part) -> Grade;
        /// Returns two times, one after the other.
        op later(t: Time, u: Time) -> Time as "+";
        /// Returns no time at all.
        op no_time() -> Time;
        /// Lets time go by.
        op decay(s: Elem, t: Time) -> Elem;
        /// Adds that a witness speaks for somebody.
        op praised(s: Elem, w: Witness, m: Magnitude) -> Elem;
        /// Adds that a witness speaks against somebody.
        op blamed(s: Elem, w: Witness, m: Magnitude) -> Elem;
        /// Returns how much a witness is trusted.
        op trust(w: Witness) -> Magnitude;
        /// Returns a witness who is trusted in everything.
        op fully_trusted() -> Witness;
        /// Adds that this many witnesses of whom nothing is known speak for somebody, each as much
        /// as they can.
        op crowd(s: Elem, n: u64) -> Elem;
        /// Returns the bound that the model states for crowds.
        op crowd_bound() -> Grade;
        /// Returns a time after which nothing is left of what fades.
        op for_ever() -> Time;
        /// Replaces what is known in a dimension by a score.
        op set(s: Elem, d: Part, g: Grade) -> Elem;
        /// Returns the least that a score may be read as after it was set.
        op just_below(g: Grade) -> Grade;
        /// Returns the most that a score may be read as after it was set.
        op just_above(g: Grade) -> Grade;

        /// Scores stay in their range.
        law range(s: Elem, d: Part) { lowest() <= score(s, d) && score(s, d) <= highest() }
        /// Whoever is unknown stands in the middle.
        law neutrality(d: Part) { score(neutral(), d) == half() }
        /// A success lowers no score.
        law success_never_lowers(s: Elem, m: Magnitude, d: Part) {
            score(s, d) <= score(success(s, m), d)
        }
        /// A failure raises no score.
        law failure_never_raises(s: Elem, m: Magnitude, d: Part) {
            score(failure(s, m), d) <= score(s, d)
        }
        /// Failures weigh more: a success and a failure of one size raise nobody who is not below
        /// the middle.
        law asymmetry(s: Elem, m: Magnitude, d: Part) if half() <= score(s, d) {
            score(failure(success(s, m), m), d) <= score(s, d)
        }
        /// A failure takes more from whoever is in the middle than a success has given, where both matter
        /// as much as they can.
        law failures_weigh_more(s: Elem, d: Part)
            if score(s, d) == half()
                && score(failure(s, trust(fully_trusted())), d) <= half()
                && score(failure(s, trust(fully_trusted())), d) != half()
        {
            score(failure(success(s, trust(fully_trusted())), trust(fully_trusted())), d) <= half()
                && score(failure(success(s, trust(fully_trusted())), trust(fully_trusted())), d)
                    != half()
        }
        /// The order of outcomes does not matter.
        law order_free(s: Elem, m, n: Magnitude) {
            success(failure(s, m), n) == failure(success(s, n), m)
                && success(success(s, m), n) == success(success(s, n), m)
                && failure(failure(s, m), n) == failure(failure(s, n), m)
        }
        /// Decay is an action of time: two times, one after the other, are one longer time.
        law decay_composes(s: Elem, t, u: Time) { decay(decay(s, t), u) == decay(s, later(t, u)) }
        /// Where no time goes by, nothing decays.
        law no_decay(s: Elem) { decay(s, no_time()) == s }
        /// Waiting launders nothing.
        law decay_never_raises(s: Elem, t: Time, d: Part) {
            score(decay(s, t), d) <= score(s, d)
        }
        /// With time, scores rest on less.
        law uncertainty_grows(s: Elem, t: Time, d: Part) {
            uncertainty(s, d) <= uncertainty(decay(s, t), d)
        }
        /// The trust in a witness bounds what the witness counts: no more than a witness who is
        /// trusted in everything and speaks with that magnitude.
        law trust_bounds(s: Elem, w: Witness, m: Magnitude, d: Part) {
            score(praised(s, w, m), d) <= score(praised(s, fully_trusted(), trust(w)), d)
        }
        /// It bounds in the same way what the witness counts against somebody.
        law trust_bounds_blame(s: Elem, w: Witness, m: Magnitude, d: Part) {
            score(blamed(s, fully_trusted(), trust(w)), d) <= score(blamed(s, w, m), d)
        }
        /// Whoever speaks for somebody lowers no score.
        law praise_never_lowers(s: Elem, w: Witness, m: Magnitude, d: Part) {
            score(s, d) <= score(praised(s, w, m), d)
        }
        /// Whoever speaks against somebody raises no score.
        law blame_never_raises(s: Elem, w: Witness, m: Magnitude, d: Part) {
            score(blamed(s, w, m), d) <= score(s, d)
        }
        /// However many strangers speak for somebody who is not above the middle, together they
        /// stay under the bound.
        law crowd_bounded(s: Elem, n: u64, d: Part) if score(s, d) <= half() {
            score(crowd(s, n), d) <= crowd_bound()
        }
        /// All praise fades: where nothing is left in the end of what a fully trusted witness said for
        /// somebody, nothing is left of what any other one said.
        law praise_fades(s: Elem, w: Witness, m: Magnitude, d: Part)
            if score(decay(praised(s, fully_trusted(), m), for_ever()), d)
                <= score(decay(s, for_ever()), d)
        {
            score(decay(praised(s, w, m), for_ever()), d) <= score(decay(s, for_ever()), d)
        }
        /// A score that is set is the score that is read, whatever was known before.
        law set_score_reads_back(s: Elem, d: Part, g: Grade) {
            just_below(g) <= score(set(s, d, g), d) && score(set(s, d, g), d) <= just_above(g)
        }

        lawkeeper {
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
            decay(s, t) => if *t == 0 { *s } else { (0, s.1, s.2) };
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
        }
        /// Gives more than one for three successes without a failure.
        lawbreaker overshooting breaks range {
            score(s, _d) => if s.0 >= 3 && s.1 == 0 { 1.5 } else { score(*s) };
        }
        /// Begins with a success that nobody had.
        lawbreaker generous breaks neutrality { neutral() => (1, 0, 0); }
        /// Takes away for a success.
        lawbreaker envious breaks success_never_lowers {
            success(s, m) => (s.0.saturating_sub(*m), s.1, s.2);
        }
        /// Lifts whoever is low to the middle when they fail; successes do not count.
        lawbreaker pardoning breaks failure_never_raises {
            success(s, _m) => *s;
            failure(s, m) => if *m == 0 { *s } else if s.1 > s.0 + s.2 { (s.0, s.0 + s.2, s.2) } else { (s.0, s.1 + 1, s.2) };
        }
        /// Overlooks the failures of whoever is above the middle.
        lawbreaker lenient breaks asymmetry {
            score(s, _d) => if s.0 > s.1 && s.2 == 0 { score((s.0, 0, 0)) } else { score(*s) };
        }
        /// Counts failures as much as successes.
        lawbreaker even_handed breaks failures_weigh_more { failure(s, m) => (s.0, s.1 + m, s.2); }
        /// Believes everybody who speaks against somebody the same.
        lawbreaker slandered breaks trust_bounds_blame {
            blamed(s, _w, m) => (s.0, s.1 + 2 * m, s.2);
        }
        /// Takes the praise of those whom nobody trusts for blame.
        lawbreaker suspicious breaks praise_never_lowers {
            praised(s, w, m) => if *w == 0 && *m > 0 { (s.0, s.1 + 1, s.2) } else { (s.0 + w.min(m), s.1, s.2) };
        }
        /// Takes the blame of those whom nobody trusts for praise.
        lawbreaker contrary breaks blame_never_raises {
            blamed(s, w, m) => if *w == 0 && *m > 0 { (s.0 + 1, s.1, s.2) } else { (s.0, s.1 + 2 * w.min(m), s.2) };
        }
        /// Counts no success after the first failure.
        lawbreaker unforgiving breaks order_free {
            success(s, m) => if s.1 == 0 { (s.0 + m, s.1, s.2) } else { *s };
        }
        /// Overlooks times that are short.
        lawbreaker drowsy breaks decay_composes {
            decay(s, t) => if *t < 2 { *s } else { (0, s.1, s.2) };
        }
        /// Forgets even when no time goes by.
        lawbreaker restless breaks no_decay { decay(s, _t) => (0, s.1, s.2); }
        /// Forgets what spoke against somebody.
        lawbreaker laundering breaks decay_never_raises {
            decay(s, t) => if *t == 0 { *s } else { (s.0, 0, s.2) };
        }
        /// Takes confidence for uncertainty.
        lawbreaker certain breaks uncertainty_grows { uncertainty(s, _d) => 1.0 - uncertainty(*s); }
        /// Believes every witness the same.
        lawbreaker gullible breaks trust_bounds { praised(s, _w, m) => (s.0 + m, s.1, s.2); }
        /// Counts every stranger.
        lawbreaker besieged breaks crowd_bounded {
            crowd(s, n) => (s.0 + u32::try_from(*n % 100).unwrap_or(0), s.1, s.2);
        }
        /// Never forgets a stranger who spoke for somebody.
        lawbreaker clinging breaks praise_fades {
            praised(s, w, m) => if *w == 1 && *m > 0 { (s.0, s.1, 1) } else { (s.0 + w.min(m), s.1, s.2) };
        }
        /// Keeps what strangers said when a score is set.
        lawbreaker stubborn breaks set_score_reads_back {
            set(s, _d, g) => (set(*g).0, set(*g).1, s.2);
        }
    }
}
