//! An operation with two inputs has the slots `S0` and `S1`.

use lawful_operad::typed::{Op, S2};

fn main() {
    let add = Op::new(|a: i64, b: i64| a + b);
    let double = Op::new(|a: i64| 2 * a);
    add.at(S2, double);
}
