//! Reading and replacing a part of a whole.

use crate::{Sort, theory};

theory! {
    /// A part that can be read and replaced.
    pub theory Lens in ::lawful::theories {
        /// The wholes.
        sort Whole;
        /// The parts.
        sort Part;
        /// Returns the part.
        op get(s: Whole) -> Part;
        /// Returns the whole with the part replaced.
        op set(s: Whole, a: Part) -> Whole;

        /// Putting back what is there changes nothing.
        law get_set(s: Whole) { set(s, get(s)) == s }
        /// What was put is there.
        law set_get(s: Whole, a: Part) { get(set(s, a)) == a }
        /// The last one put wins.
        law set_set(s: Whole, a, b: Part) { set(set(s, a), b) == set(s, b) }

        /// Clears the rest.
        lawbreaker clears_the_rest breaks get_set {
            Whole: (u8, u8) = Sort::any();
            Part: u8 = Sort::any();
            get(s) => s.0;
            set(_s, a) => (*a, 0);
        }
        /// Does not replace anything.
        lawbreaker deaf breaks set_get {
            Whole: (u8, u8) = Sort::any();
            Part: u8 = Sort::any();
            get(s) => s.0;
            set(s, _a) => *s;
        }
        /// Counts the changes.
        lawbreaker counts_changes breaks set_set {
            Whole: (u8, u8) = Sort::any();
            Part: u8 = Sort::any();
            get(s) => s.0;
            set(s, a) => if *a == s.0 { *s } else { (*a, s.1.wrapping_add(1)) };
        }
    }
}
