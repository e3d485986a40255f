//! A lawbreaker breaks laws that its own theory states.

use lawful::prelude::*;

lawful::theory! {
    pub theory Involution: Semigroup {
        op flip(a: Elem) -> Elem;
        law involutive(a: Elem) { flip(flip(a)) == a }
        lawbreaker subtraction breaks associative {
            Elem: i64 = Sort::any();
            combine(a, b) => a - b;
            flip(a) => *a;
        }
    }
}

fn main() {}
