//! A part of a pair.

use lawful::prelude::*;
use lawful::register;

struct First;

impl Lens for First {
    type Whole = (i64, String);
    type Part = i64;
    fn whole(&self) -> Sort<(i64, String)> {
        Sort::<i64>::any().pair(Sort::<String>::any())
    }
    fn part(&self) -> Sort<i64> {
        Sort::any()
    }
    fn get(&self, s: &(i64, String)) -> i64 {
        s.0
    }
    fn set(&self, s: &(i64, String), a: &i64) -> (i64, String) {
        (*a, s.1.clone())
    }
}
register! {
    id: "lens.first_of_pair",
    version: "1",
    about: "the first part of a pair",
    model: First,
    theories: [Lens],
}
