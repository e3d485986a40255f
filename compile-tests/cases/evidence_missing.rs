//! An unordered merge needs commutativity; the model was checked as a monoid only.

use lawful::prelude::*;

struct Words;

impl Carrier for Words {
    type Elem = String;
    fn elem(&self) -> Sort<String> {
        Sort::any()
    }
}
impl Semigroup for Words {
    fn combine(&self, a: &String, b: &String) -> String {
        format!("{a}{b}")
    }
}
impl Monoid for Words {
    fn empty(&self) -> String {
        String::new()
    }
}

fn main() {
    let words = lawful::checked::<monoid::Theory, _>("words", Words).unwrap();
    lawful::merge_unordered(&words, [String::from("a"), String::from("b")]);
}
