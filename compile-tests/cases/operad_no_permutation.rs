//! A permutation names every slot once.

use frunk::hlist;
use lawful_operad::typed::{Op, S0};

fn main() {
    let add = Op::new(|a: i64, b: i64| a + b);
    add.permute(hlist![S0, S0]);
}
