use lawful::finite::Table;

const TABLE: Table<2> = Table::new([[0, 1], [2, 0]]);

fn main() {
    println!("{:?}", TABLE);
}
