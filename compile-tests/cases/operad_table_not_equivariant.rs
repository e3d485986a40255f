//! An operation that is said to be symmetric, but a constant in its two slots gives two things.

lawful_operad::operad! {
    const LOPSIDED: full {
        slots: [0, 1, 2, 1, 2],
        identity: 1,
        compose: [
            [[_, _, _, _, _], [_, _, _, _, _]],
            [[0, 1, 2, 3, 4], [_, _, _, _, _]],
            [[3, 2, _, 4, _], [1, 2, _, 2, _]],
            [[0, 3, 4, 3, 4], [_, _, _, _, _]],
            [[3, 4, _, 4, _], [3, 4, _, 4, _]],
        ],
        exchange: [[_, _], [_, _], [2, _], [_, _], [4, _]],
    }
}

fn main() {
    println!("{LOPSIDED:?}");
}
