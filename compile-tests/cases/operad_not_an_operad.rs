//! Only an operad can be composed slot by slot.

use lawful_operad::FullOperad;

struct Nothing;

fn slots<M: FullOperad>(model: &M, f: &M::Operation) -> usize {
    model.inputs(f).len()
}

fn main() {
    slots(&Nothing, &());
}
