//! Elements that act on states: what durations do to moments.

use crate::theories::{Monoid, Semigroup};
use crate::{Sort, theory};

theory! {
    /// A semigroup whose elements act on states.
    pub theory SemigroupAction in ::lawful::theories: Semigroup {
        /// The states.
        sort State;
        /// Returns the state after an element has acted.
        op act(a: Elem, s: State) -> State as "•";

        /// A product acts as its factors do, the last one first.
        law compatible(a, b: Elem, s: State) { act(combine(a, b), s) == act(a, act(b, s)) }

        /// Adds the square: two short steps are not one long step.
        lawbreaker squares breaks compatible {
            Elem: i64 = Sort::any();
            State: i64 = Sort::any();
            combine(a, b) => a.wrapping_add(*b);
            act(a, s) => s.wrapping_add(a.wrapping_mul(*a));
        }
    }
}

theory! {
    /// A monoid whose elements act on states, the neutral one without effect.
    pub theory MonoidAction in ::lawful::theories: SemigroupAction, Monoid {
        /// The neutral element changes no state.
        law neutral(s: State) { act(empty(), s) == s }

        /// Sets every state back.
        lawbreaker reset breaks neutral {
            Elem: i64 = Sort::any();
            State: i64 = Sort::any();
            combine(a, b) => a.wrapping_add(*b);
            empty() => 0;
            act(_a, _s) => 0;
        }
    }
}
