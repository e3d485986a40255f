//! Typed operations: splicing, identity, permutation, and side by side, against plain calls.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use frunk::hlist;
use lawful_operad::typed::{Op, S0, S1, S2};

fn join(a: String, b: u8, c: bool) -> String {
    format!("{a}{b}{c}")
}

#[test]
fn inputs_are_spliced_in_place() {
    let join = Op::new(join);
    let parse =
        Op::new(|text: &'static str, base: u32| u8::from_str_radix(text, base).unwrap_or(0));
    let spliced = join.at(S1, parse);
    let told = spliced.call(hlist![String::from("x"), "ff", 16, true]);
    assert_eq!(told, "x255true");
}

#[test]
fn constants_take_their_slot_away() {
    let add = Op::new(|a: i32, b: i32| a - b);
    let seven = Op::new(|| 7);
    assert_eq!(add.at(S0, seven).call(hlist![2]), 5);
    assert_eq!(add.at(S1, seven).at(S0, seven).call(hlist![]), 0);
}

#[test]
fn sequential_and_parallel_composition_agree_in_either_order() {
    let f = Op::new(|a: i64, b: i64| a * 10 + b);
    let g = Op::new(|a: i64, b: i64| a - b);
    let h = Op::new(|a: i64| a + 1);
    let inputs = hlist![8, 3, 4];
    let (one, other) = (f.at(S0, g).at(S1, h), f.at(S0, g.at(S1, h)));
    assert_eq!(one.call(inputs), other.call(inputs));
    let (one, other) = (f.at(S0, g).at(S2, h), f.at(S1, h).at(S0, g));
    assert_eq!(one.call(inputs), other.call(inputs));
    assert_eq!(one.call(inputs), 55);
}

#[test]
fn the_identity_changes_nothing() {
    let f = Op::new(|a: i64, b: &'static str| format!("{a}{b}"));
    let one = f.at(S1, Op::identity()).at(S0, Op::identity());
    assert_eq!(one.call(hlist![1, "a"]), f.call(hlist![1, "a"]));
    let other = Op::<frunk::HList![String], String, _>::identity().at(S0, f);
    assert_eq!(other.call(hlist![1, "a"]), "1a");
}

#[test]
fn permutation_feeds_the_named_slots() {
    let join = Op::new(join);
    // Slot 0 feeds slot 2, slot 1 feeds slot 0, slot 2 feeds slot 1.
    let turned = join.permute(hlist![S2, S0, S1]);
    assert_eq!(turned.call(hlist![false, String::from("y"), 9]), "y9false");
    let back = turned.permute(hlist![S1, S2, S0]);
    assert_eq!(back.call(hlist![String::from("y"), 9, false]), "y9false");
}

#[test]
fn side_by_side_takes_all_inputs() {
    let sum = Op::new(|a: i32, b: i32| a + b);
    let upper = Op::new(|s: &'static str| s.to_uppercase());
    let both = sum.beside(upper);
    assert_eq!(both.call(hlist![1, 2, "a"]), (3, String::from("A")));
}
