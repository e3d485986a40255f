use frunk::HList;
use lawful::finite::ProvedTable;
use lawful::finite::law::Associative;
use std::marker::PhantomData;

// Written by hand, without a proof.
const FORGED: ProvedTable<2, HList![Associative]> = ProvedTable {
    entries: [[0, 0], [1, 0]],
    identity: None,
    inverses: None,
    laws: PhantomData,
};

fn main() {
    println!("{:?}", FORGED);
}
