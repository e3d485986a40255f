use frunk::HList;
use lawful::finite::law::Associative;
use lawful::finite::{ProvedTable, Table};

fn needs_associativity(_: ProvedTable<2, HList![Associative]>) {}

fn main() {
    // A table of which nothing is proved.
    needs_associativity(Table::new([[0, 1], [1, 0]]));
}
