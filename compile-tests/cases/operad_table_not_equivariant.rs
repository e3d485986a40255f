//! Two operations that are each other's exchange, but only one of them has a constant put in.

lawful_operad::operad! {
    const LOPSIDED: full {
        slots: [0, 1, 2, 2, 1],
        identity: 1,
        compose: [
            [[_, _, _, _, _], [_, _, _, _, _]],
            [[0, 1, 2, 3, 4], [_, _, _, _, _]],
            [[1, 2, _, _, 2], [4, 2, _, _, 2]],
            [[1, 3, _, _, 3], [4, 3, _, _, 3]],
            [[0, 4, 2, 3, 4], [_, _, _, _, _]],
        ],
        exchange: [[_, _], [_, _], [3, _], [2, _], [_, _]],
    }
}

fn main() {
    println!("{LOPSIDED:?}");
}
