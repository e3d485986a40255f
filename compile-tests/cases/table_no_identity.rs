use frunk::HList;
use lawful::finite::law::{LeftIdentity, RightIdentity};
use lawful::finite::{ProvedTable, Table};

const MINIMUM: ProvedTable<3, HList![RightIdentity, LeftIdentity]> =
    Table::new([[0, 0, 0], [0, 1, 1], [0, 1, 2]]).prove_identity(0);

fn main() {
    println!("{:?}", MINIMUM);
}
