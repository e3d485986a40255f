//! An operation with two inputs is called with one value.

use frunk::hlist;
use lawful_operad::typed::Op;

fn main() {
    let add = Op::new(|a: i64, b: i64| a + b);
    add.call(hlist![1i64]);
}
