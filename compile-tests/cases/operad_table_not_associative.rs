//! Differences depend on the brackets.

lawful_operad::operad! {
    const DIFFERENCES: simple {
        identity: 0,
        compose: [[0, 1, 2], [1, 0, 1], [2, 1, 0]],
    }
}

fn main() {
    println!("{DIFFERENCES:?}");
}
