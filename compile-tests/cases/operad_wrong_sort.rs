//! A length does not fit a slot that takes a text.

use lawful_operad::typed::{Op, S0};

fn main() {
    let shout = Op::new(|text: String| text.to_uppercase());
    let length = Op::new(|text: String| text.len());
    shout.at(S0, length);
}
