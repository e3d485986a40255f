//! A lawbreaker has every operation of its theory.

use lawful::prelude::*;

lawful::theory! {
    pub theory Involution: Carrier {
        op flip(a: Elem) -> Elem;
        op flop(a: Elem) -> Elem;
        law involutive(a: Elem) { flip(flop(a)) == a }
        lawbreaker forgetful breaks involutive {
            Elem: u8 = Sort::any();
            flip(_a) => 0;
        }
    }
}

fn main() {}
