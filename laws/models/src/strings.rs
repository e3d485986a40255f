//! Strings: concatenation, encoding, comparison without case.

use crate::magma;
use lawful::prelude::*;
use lawful::register;
use lawful::theories::commutative_semigroup;
use std::hash::{DefaultHasher, Hash, Hasher};

magma!(Concat, String, Sort::any(), |a, b| format!("{a}{b}"));
impl Monoid for Concat {
    fn empty(&self) -> String {
        String::new()
    }
}
register! {
    id: "text.concat",
    version: "1",
    about: "strings, one after the other",
    model: Concat,
    theories: [Monoid],
    fails: [commutative_semigroup::Commutative(String::from("a"), String::from("b"))],
}

struct Utf8;

impl Carrier for Utf8 {
    type Elem = String;
    fn elem(&self) -> Sort<String> {
        Sort::any()
    }
}
impl RoundTrip for Utf8 {
    type Code = Vec<u8>;
    fn code(&self) -> Sort<Vec<u8>> {
        Sort::any()
    }
    fn encode(&self, a: &String) -> Vec<u8> {
        a.as_bytes().to_vec()
    }
    fn decode(&self, c: &Vec<u8>) -> Option<String> {
        String::from_utf8(c.clone()).ok()
    }
}
register! {
    id: "text.utf8",
    version: "1",
    about: "strings as UTF-8 and back",
    model: Utf8,
    theories: [RoundTrip],
}

struct Decimal;

impl Carrier for Decimal {
    type Elem = i64;
    fn elem(&self) -> Sort<i64> {
        Sort::any()
    }
}
impl RoundTrip for Decimal {
    type Code = String;
    fn code(&self) -> Sort<String> {
        Sort::any()
    }
    fn encode(&self, a: &i64) -> String {
        a.to_string()
    }
    fn decode(&self, c: &String) -> Option<i64> {
        c.parse().ok()
    }
}
register! {
    id: "text.decimal_i64",
    version: "1",
    about: "64-bit integers as decimal digits and back",
    model: Decimal,
    theories: [RoundTrip],
}

/// Strings that count as the same if they differ in the case of ASCII letters only.
struct IgnoreCase;

impl Carrier for IgnoreCase {
    type Elem = String;
    fn elem(&self) -> Sort<String> {
        Sort::any().near(|text: &String, rng| match rng.below(2) {
            0 => text.to_ascii_uppercase(),
            _ => text.to_ascii_lowercase(),
        })
    }
}
impl Equivalence for IgnoreCase {
    fn same(&self, a: &String, b: &String) -> bool {
        a.eq_ignore_ascii_case(b)
    }
}
impl HashAgrees for IgnoreCase {
    fn hash(&self, a: &String) -> u64 {
        let mut hasher = DefaultHasher::new();
        a.to_ascii_lowercase().hash(&mut hasher);
        hasher.finish()
    }
}
register! {
    id: "text.ignore_case",
    version: "1",
    about: "strings without regard to the case of ASCII letters, and a hash that agrees",
    model: IgnoreCase,
    theories: [HashAgrees],
}

/// The number of characters: a map from concatenation to addition.
struct Length;

impl Carrier for Length {
    type Elem = String;
    fn elem(&self) -> Sort<String> {
        Sort::any()
    }
}
impl Semigroup for Length {
    fn combine(&self, a: &String, b: &String) -> String {
        format!("{a}{b}")
    }
}
impl Monoid for Length {
    fn empty(&self) -> String {
        String::new()
    }
}
impl Homomorphism for Length {
    type Image = usize;
    fn image(&self) -> Sort<usize> {
        Sort::any()
    }
    fn combine_images(&self, x: &usize, y: &usize) -> usize {
        x.wrapping_add(*y)
    }
    fn map(&self, a: &String) -> usize {
        a.chars().count()
    }
}
impl MonoidHomomorphism for Length {
    fn empty_image(&self) -> usize {
        0
    }
}
register! {
    id: "text.length",
    version: "1",
    about: "the number of characters, from concatenation to addition",
    model: Length,
    theories: [MonoidHomomorphism],
}
