use frunk::HList;
use lawful::finite::law::Associative;
use lawful::finite::{ProvedTable, Table};

const SHIFTED: ProvedTable<3, HList![Associative]> =
    Table::new([[0, 1, 2], [1, 2, 2], [1, 0, 2]]).prove_associative();

fn main() {
    println!("{:?}", SHIFTED);
}
