//! Tables that are proved while this file compiles, and refutations at run time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use frunk::HList;
use lawful::finite::law::{
    Associative, Commutative, Idempotent, LeftIdentity, LeftInverse, RightIdentity, RightInverse,
};
use lawful::finite::light::{Associativity, check};
use lawful::finite::{ProvedTable, Refutation, Table};
use proptest::prelude::*;

type Monoid = HList![RightIdentity, LeftIdentity, Associative];

const XOR: ProvedTable<2, Monoid> = Table::new([[0, 1], [1, 0]])
    .prove_associative()
    .prove_identity(0);

type Group = HList![
    RightInverse,
    LeftInverse,
    RightIdentity,
    LeftIdentity,
    Commutative,
    Associative
];

const SUM_MOD_3: ProvedTable<3, Group> = Table::new([[0, 1, 2], [1, 2, 0], [2, 0, 1]])
    .prove_associative()
    .prove_commutative()
    .prove_identity(0)
    .prove_left_inverse([0, 2, 1])
    .prove_right_inverse([0, 2, 1]);

const MAX: ProvedTable<3, HList![Idempotent, LeftIdentity]> =
    Table::new([[0, 1, 2], [1, 1, 2], [2, 2, 2]])
        .prove_identity(0)
        .prove_idempotent()
        .select();

const fn sums<const N: usize>() -> [[u8; N]; N] {
    let mut table = [[0; N]; N];
    let mut a = 0;
    while a < N {
        let mut b = 0;
        while b < N {
            table[a][b] = ((a + b) % N) as u8;
            b += 1;
        }
        a += 1;
    }
    table
}

/// The largest table there is.
const BYTES: ProvedTable<256, HList![Associative]> = Table::new(sums()).prove_associative();

/// Only constants with the right laws are accepted here.
fn fold<const N: usize, L, I>(table: ProvedTable<N, L>, values: &[u8]) -> Option<u8>
where
    L: frunk::hlist::Selector<Associative, I>,
{
    let mut values = values.iter().copied();
    let first = values.next()?;
    values.try_fold(first, |sum, value| table.get(sum, value))
}

#[test]
fn proved_tables_can_be_used() {
    assert_eq!(fold(XOR, &[1, 1, 1]), Some(1));
    assert_eq!(fold(BYTES, &[200, 100]), Some(44));
    assert_eq!(fold(XOR, &[1, 2]), None);
    assert_eq!(SUM_MOD_3.identity(), Some(0));
    assert_eq!(SUM_MOD_3.inverses(), Some(&[0, 2, 1]));
    assert_eq!(MAX.get(1, 2), Some(2));
    assert_eq!(MAX.get(3, 0), None);
}

fn told(refutation: Option<Refutation>) -> String {
    refutation.map_or("no refutation".to_owned(), |r| r.to_string())
}

#[test]
fn refutations_name_the_elements() {
    let table = Table::new([[0, 1, 2], [1, 2, 2], [1, 0, 2]]);
    assert_eq!(
        told(table.refute_commutative()),
        "not commutative: 0 . 2 = 2 but 2 . 0 = 1"
    );
    assert_eq!(told(table.refute_idempotent()), "not idempotent: 1 . 1 = 2");
    assert_eq!(told(table.refute_left_identity(0)), "no refutation");
    assert_eq!(
        told(table.refute_left_identity(2)),
        "2 is not a left identity: 2 . 0 = 1"
    );
    assert_eq!(
        told(table.refute_right_identity(0)),
        "0 is not a right identity: 2 . 0 = 1"
    );
    assert_eq!(
        told(table.refute_associative()),
        "not associative: (1 . 1) . 0 = 1 but 1 . (1 . 0) = 2"
    );
    assert_eq!(
        told(table.refute_left_identity(3)),
        "3 is not an element: the elements are 0 to 2"
    );
    assert_eq!(
        told(table.refute_left_inverse(&[0, 0, 0])),
        "no identity is proved: prove one before the inverses"
    );
    let table = table.prove_left_identity(0);
    assert_eq!(
        told(table.refute_left_inverse(&[0, 2, 1])),
        "1 is not a left inverse of 2: 1 . 2 = 2 but the identity is 0"
    );
    assert_eq!(
        told(SUM_MOD_3.refute_right_inverse(&[0, 1, 2])),
        "1 is not a right inverse of 1: 1 . 1 = 2 but the identity is 0"
    );
    assert_eq!(
        told(SUM_MOD_3.refute_right_inverse(&[0, 2, 7])),
        "7 is not an element: the elements are 0 to 2"
    );
}

/// What a proof says when it runs late, in place of the compile error.
fn refusal(proof: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(proof).unwrap_err();
    payload
        .downcast_ref::<String>()
        .cloned()
        .unwrap_or_default()
}

#[test]
fn a_second_identity_or_other_inverses_are_refused() {
    let second = Table::new([[0, 1], [0, 1]]);
    assert_eq!(
        refusal(move || {
            let _ = second.prove_left_identity(0).prove_left_identity(1);
        }),
        "0 was proved to be the identity, so 1 cannot be named too"
    );
    // A loop that is not a group: 2 has the left inverses 0 and 3.
    let other = Table::new([[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 1, 0], [3, 2, 0, 1]]);
    assert_eq!(
        refusal(move || {
            let _ = other
                .prove_identity(0)
                .prove_left_inverse([0, 1, 3, 2])
                .prove_right_inverse([0, 1, 2, 3]);
        }),
        "2 is not a right inverse of 2: 2 . 2 = 1 but the identity is 0"
    );
    let many = Table::new([[0, 1, 2], [1, 0, 0], [2, 0, 0]]);
    assert_eq!(
        refusal(move || {
            let _ = many
                .prove_identity(0)
                .prove_left_inverse([0, 1, 1])
                .prove_right_inverse([0, 2, 1]);
        }),
        "the inverse of 1 was listed as 1, so it cannot be 2"
    );
}

#[test]
fn tables_that_are_none_are_refused() {
    let none: [[u8; 0]; 0] = [];
    assert_eq!(
        Table::try_new(none).unwrap_err().to_string(),
        "the table has no elements: give it at least one"
    );
    assert_eq!(
        Table::try_new([[0u8; 257]; 257]).unwrap_err().to_string(),
        "the table has 257 elements: at most 256 are allowed"
    );
    assert_eq!(
        Table::try_new([[0, 9], [0, 0]]).unwrap_err().to_string(),
        "entry out of range: 0 . 1 = 9 but the elements are 0 to 1"
    );
}

fn flat<const N: usize>(table: &[[u8; N]; N]) -> Vec<u8> {
    table.iter().flatten().copied().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(800) })]

    /// The `const` search and Light's test are two programs; they must name the same triple.
    #[test]
    fn the_constant_search_agrees_with_light(entries in any::<[[u8; 4]; 4]>(), corrupt in any::<bool>(), place in (0usize..4, 0usize..4)) {
        let entries = if corrupt {
            let mut entries = *Table::new(sums::<4>()).entries();
            entries[place.0][place.1] = 0;
            entries
        } else {
            entries.map(|row| row.map(|entry| entry % 4))
        };
        let constant = match Table::try_new(entries).unwrap().refute_associative() {
            Some(Refutation::NotAssociative(triple)) => Some(triple),
            _ => None,
        };
        let light = match check(4, &flat(&entries)) {
            Ok(Associativity::Refuted(triple)) => Some(triple),
            _ => None,
        };
        prop_assert_eq!(constant, light);
    }
}
