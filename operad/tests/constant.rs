//! Operads and diagrams that are proved while this file compiles.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use frunk::hlist;
use lawful_operad::constant::{NONE, OperadRefutation, SmallOperad};
use lawful_operad::typed::{S0, S1, S2};
use lawful_operad::{diagram, operad};

operad! {
    /// Words of two letters by their order: the associative operad up to two slots.
    const ORDERS: full {
        slots: [1, 2, 2],
        identity: 0,
        compose: [
            [[0, 1, 2], [_, _, _]],
            [[1, _, _], [1, _, _]],
            [[2, _, _], [2, _, _]],
        ],
        exchange: [[_, _], [2, _], [1, _]],
    }
}

operad! {
    /// Constants, the identity, and one commutative operation with unit 0.
    const UNITAL: full {
        slots: [0, 1, 2],
        identity: 1,
        compose: [
            [[_, _, _], [_, _, _]],
            [[0, 1, 2], [_, _, _]],
            [[1, 2, _], [1, 2, _]],
        ],
        exchange: [[_, _], [_, _], [2, _]],
    }
}

diagram! {
    f: (u8, u16) -> u32;
    g: (i8) -> u8;
    h: () -> u16;
    [f.at(S0, g).at(S1, h)] = [f.at(S1, h).at(S0, g)]
}

diagram! {
    f: (u8, u16, u32) -> u64;
    same: identity u64;
    [same.at(S0, f.permute(hlist![S2, S0, S1]))] = [f.permute(hlist![S1, S2, S0]).permute(hlist![S1, S2, S0])]
}

#[test]
fn proved_operads_keep_their_tables() {
    assert_eq!(ORDERS.tables().exchange[1][0], 2);
    assert_eq!(UNITAL.tables().compose[2][1][0], 1);
}

/// The associative operad up to three slots: permutations, 1 + 2 + 6 of them.
fn orders_of_three() -> SmallOperad<9, 3> {
    let words: Vec<Vec<usize>> = vec![
        vec![0],
        vec![0, 1],
        vec![1, 0],
        vec![0, 1, 2],
        vec![0, 2, 1],
        vec![1, 0, 2],
        vec![1, 2, 0],
        vec![2, 0, 1],
        vec![2, 1, 0],
    ];
    let place = |w: &[usize]| words.iter().position(|x| x == w).unwrap() as u8;
    let mut tables = SmallOperad {
        slots: [1, 2, 2, 3, 3, 3, 3, 3, 3],
        identity: 0,
        compose: [[[NONE; 9]; 3]; 9],
        exchange: [[NONE; 3]; 9],
    };
    for (f, outer) in words.iter().enumerate() {
        for i in 0..outer.len() {
            for (g, inner) in words.iter().enumerate() {
                if outer.len() + inner.len() > 4 {
                    continue;
                }
                let mut word = Vec::new();
                for letter in outer {
                    match letter.cmp(&i) {
                        std::cmp::Ordering::Less => word.push(*letter),
                        std::cmp::Ordering::Equal => word.extend(inner.iter().map(|l| l + i)),
                        std::cmp::Ordering::Greater => word.push(letter + inner.len() - 1),
                    }
                }
                tables.compose[f][i][g] = place(&word);
            }
            if i + 1 < outer.len() {
                let swap = |l: &usize| match *l {
                    l if l == i => i + 1,
                    l if l == i + 1 => i,
                    l => l,
                };
                tables.exchange[f][i] = place(&outer.iter().map(swap).collect::<Vec<_>>());
            }
        }
    }
    tables
}

#[test]
fn the_associative_operad_up_to_three_slots_is_one() {
    assert_eq!(orders_of_three().refute(), None);
}

#[test]
fn one_wrong_entry_is_found_and_named() {
    let right = orders_of_three();
    let mut wrong = right;
    wrong.compose[1][0][1] = 4;
    let told = wrong.refute().unwrap();
    assert!(
        matches!(
            told,
            OperadRefutation::Associative { .. } | OperadRefutation::Equivariant { .. }
        ),
        "{told}"
    );
    let mut wrong = right;
    wrong.exchange[1][0] = 1;
    assert!(matches!(
        wrong.refute(),
        Some(OperadRefutation::Action { .. } | OperadRefutation::Equivariant { .. })
    ));
    let mut wrong = right;
    wrong.compose[0][0][1] = 2;
    assert_eq!(
        wrong.refute().unwrap().to_string(),
        "no identity: the identity with operation 1 in its slot is 2"
    );
    let mut wrong = right;
    wrong.compose[0][0][1] = 3;
    assert_eq!(
        wrong.refute().unwrap().to_string(),
        "a composite has the wrong number of slots: operation 0, slot 0, operation 1"
    );
    let mut wrong = right;
    wrong.identity = 200;
    assert!(matches!(
        wrong.refute(),
        Some(OperadRefutation::Shape { .. })
    ));
}

/// Every single wrong entry of the right size is found: no law of the tables is forgotten.
#[test]
fn every_single_wrong_composite_is_found() {
    let right = orders_of_three();
    let mut tried = 0;
    for f in 0..9 {
        for i in 0..3 {
            for g in 0..9 {
                let entry = right.compose[f][i][g];
                if entry == NONE {
                    continue;
                }
                for other in 0..9u8 {
                    let same_width =
                        right.slots[usize::from(other)] == right.slots[usize::from(entry)];
                    if other != entry && same_width {
                        let mut wrong = right;
                        wrong.compose[f][i][g] = other;
                        assert!(wrong.refute().is_some(), "{f} {i} {g} {other}");
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 100, "{tried}");
}
