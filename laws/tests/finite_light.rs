//! Light's test against brute force.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use lawful::evidence::Proof;
use lawful::finite::light::{Associativity, MOST_ELEMENTS, check, generators};
use lawful::finite::{TableError, Triple};
use proptest::prelude::*;

/// Visits all triples.
fn brute_force(n: usize, table: &[u16]) -> Option<Triple> {
    let mul = |a: usize, b: usize| usize::from(table[a * n + b]);
    for a in 0..n {
        for b in 0..n {
            for c in 0..n {
                let (left, right) = (mul(mul(a, b), c), mul(a, mul(b, c)));
                if left != right {
                    return Some(Triple {
                        a,
                        b,
                        c,
                        left,
                        right,
                    });
                }
            }
        }
    }
    None
}

fn agrees(n: usize, table: &[u16]) -> Result<(), TestCaseError> {
    match (check(n, table), brute_force(n, table)) {
        (Ok(Associativity::Proved(proof)), None) => {
            prop_assert_eq!(proof.elements, n as u64);
            prop_assert_eq!(proof.comparisons, proof.generators * (n * n) as u64);
        }
        (Ok(Associativity::Refuted(found)), Some(first)) => prop_assert_eq!(found, first),
        other => prop_assert!(false, "light and brute force differ: {:?}", other),
    }
    Ok(())
}

fn table_of(n: usize, mul: impl Fn(usize, usize) -> usize) -> Vec<u16> {
    (0..n * n).map(|k| mul(k / n, k % n) as u16).collect()
}

/// The composition of all maps on `points` points: `points ^ points` elements.
fn transformations(points: usize) -> (usize, Vec<u16>) {
    let n = points.pow(points as u32);
    let digit = |f: usize, p: usize| f / points.pow(p as u32) % points;
    let table = table_of(n, |f, g| {
        (0..points)
            .map(|p| digit(f, digit(g, p)) * points.pow(p as u32))
            .sum()
    });
    (n, table)
}

/// Associative tables of many kinds.
fn semigroup() -> impl Strategy<Value = (usize, Vec<u16>)> {
    (1usize..=16, 0u8..9).prop_map(|(n, kind)| {
        let table = match kind {
            0 => table_of(n, |a, b| (a + b) % n),
            1 => table_of(n, |a, b| a * b % n),
            2 => table_of(n, usize::max),
            3 => table_of(n, |a, _| a),
            4 => table_of(n, |_, _| 0),
            5 => table_of(n, |a, b| (a + b).min(n - 1)),
            6 => return (16, table_of(16, |a, b| a ^ b)),
            7 => return (4, table_of(4, |a, b| (a & 2) | (b & 1))),
            // The symmetries of a polygon: rotations 0..m, reflections m..2m.
            _ => {
                let m = n;
                return (
                    2 * m,
                    table_of(2 * m, |a, b| match (a < m, b < m) {
                        (true, true) => (a + b) % m,
                        (true, false) => m + (a + b - m) % m,
                        (false, true) => m + (a - m + m - b) % m,
                        (false, false) => (a + m - b) % m,
                    }),
                );
            }
        };
        (n, table)
    })
}

/// Renames the elements, so that generators are not in a lucky order.
fn renamed(n: usize, table: &[u16], names: &[usize]) -> Vec<u16> {
    let mut place = vec![0; n];
    for (old, new) in names.iter().enumerate() {
        place[*new] = old;
    }
    table_of(n, |a, b| names[usize::from(table[place[a] * n + place[b]])])
}

fn renamed_semigroup() -> impl Strategy<Value = (usize, Vec<u16>)> {
    semigroup().prop_flat_map(|(n, table)| {
        Just((0..n).collect::<Vec<_>>())
            .prop_shuffle()
            .prop_map(move |names| (n, renamed(n, &table, &names)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn random_tables((n, table) in (1usize..7).prop_flat_map(|n| {
        (Just(n), proptest::collection::vec(0..n as u16, n * n))
    })) {
        agrees(n, &table)?;
    }

    #[test]
    fn tables_with_two_elements_are_often_associative(bits in 0u16..16) {
        let table: Vec<u16> = (0..4).map(|k| bits >> k & 1).collect();
        agrees(2, &table)?;
    }

    #[test]
    fn semigroups_are_proved((n, table) in renamed_semigroup()) {
        prop_assert!(brute_force(n, &table).is_none());
        agrees(n, &table)?;
    }

    #[test]
    fn one_corrupted_entry((n, mut table) in renamed_semigroup(), place in any::<usize>(), by in any::<u16>()) {
        let place = place % table.len();
        table[place] = by % n as u16;
        agrees(n, &table)?;
    }

    #[test]
    fn generators_generate((n, table) in renamed_semigroup()) {
        let mut reached = generators(n, &table).unwrap();
        loop {
            let before = reached.len();
            let pairs = (0..before * before).map(|k| (reached[k / before], reached[k % before]));
            let products: Vec<u32> =
                pairs.map(|(a, b)| u32::from(table[a as usize * n + b as usize])).collect();
            reached.extend(products);
            reached.sort_unstable();
            reached.dedup();
            if reached.len() == before {
                break;
            }
        }
        prop_assert_eq!(reached.len(), n);
    }
}

#[test]
fn all_tables_with_two_and_three_elements() {
    let mut semigroups = [0, 0];
    for (place, n) in [2usize, 3].into_iter().enumerate() {
        for code in 0..n.pow((n * n) as u32) {
            let table: Vec<u16> = (0..n * n)
                .map(|k| (code / n.pow(k as u32) % n) as u16)
                .collect();
            agrees(n, &table).unwrap();
            semigroups[place] += u32::from(brute_force(n, &table).is_none());
        }
    }
    // The numbers of labelled semigroups of order 2 and 3.
    assert_eq!(semigroups, [8, 113]);
}

#[test]
fn groups_need_few_generators_and_chains_need_all() {
    let count = |n: usize, table: &[u16]| generators(n, table).unwrap().len();
    assert_eq!(count(97, &table_of(97, |a, b| (a + b) % 97)), 1);
    assert_eq!(count(256, &table_of(256, |a, b| a ^ b)), 8);
    assert_eq!(count(50, &table_of(50, usize::max)), 50);
    let (n, maps) = transformations(4);
    assert_eq!(n, 256);
    assert!(count(n, &maps) <= 6, "{}", count(n, &maps));
    let Ok(Associativity::Proved(proof)) = check(n, &maps) else {
        panic!("composition is associative");
    };
    assert_eq!(proof.comparisons, proof.generators * 65_536);
    assert_eq!(
        Proof::from(proof),
        Proof::Light {
            elements: 256,
            generators: proof.generators,
            comparisons: proof.comparisons
        }
    );
}

#[test]
fn a_fault_in_the_last_corner_of_a_large_table_is_found() {
    let n = 512;
    let mut table = table_of(n, |a, b| (a + b) % n);
    table[n * n - 1] = 0;
    assert_eq!(
        check(n, &table),
        Ok(Associativity::Refuted(brute_force(n, &table).unwrap()))
    );
}

#[test]
fn what_is_not_a_table_is_refused() {
    assert_eq!(check::<u8>(0, &[]), Err(TableError::Empty));
    let most = MOST_ELEMENTS;
    assert_eq!(
        check::<u8>(most + 1, &[]),
        Err(TableError::TooManyElements {
            elements: most + 1,
            most
        })
    );
    assert_eq!(
        check(2, &[0u32, 1, 1]),
        Err(TableError::WrongLength {
            entries: 3,
            elements: 2
        })
    );
    let error = check(2, &[0u32, 1, u32::MAX, 0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "entry out of range: 1 . 0 = 4294967295 but the elements are 0 to 1"
    );
}
