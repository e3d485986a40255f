//! Orders of integers and strings.

use lawful::prelude::*;
use lawful::register;
use lawful::theories::equivalence;

struct Integers;

impl Carrier for Integers {
    type Elem = i64;
    fn elem(&self) -> Sort<i64> {
        Sort::any()
    }
}
impl PartialOrder for Integers {
    fn at_most(&self, a: &i64, b: &i64) -> bool {
        a <= b
    }
}
impl TotalOrder for Integers {}
register! {
    id: "order.i64",
    version: "1",
    about: "64-bit integers by size",
    model: Integers,
    theories: [TotalOrder],
}

struct Lexicographic;

impl Carrier for Lexicographic {
    type Elem = String;
    fn elem(&self) -> Sort<String> {
        Sort::any()
    }
}
impl PartialOrder for Lexicographic {
    fn at_most(&self, a: &String, b: &String) -> bool {
        a <= b
    }
}
impl TotalOrder for Lexicographic {}
register! {
    id: "order.text",
    version: "1",
    about: "strings by their bytes",
    model: Lexicographic,
    theories: [TotalOrder],
}

/// Numbers that are close: not an equivalence, which is why one must not deduplicate by closeness.
struct Close;

impl Carrier for Close {
    type Elem = i64;
    fn elem(&self) -> Sort<i64> {
        Sort::any()
    }
}
impl Equivalence for Close {
    fn same(&self, a: &i64, b: &i64) -> bool {
        a.abs_diff(*b) <= 1
    }
}
register! {
    id: "order.close",
    version: "1",
    about: "integers that differ by at most one",
    model: Close,
    theories: [Equivalence],
    fails: [equivalence::Transitive(0i64, 1i64, 2i64)],
}
