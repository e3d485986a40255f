//! Evidence cannot be made by hand.

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
    let _: lawful::Checked<Words, monoid::Laws> = lawful::Checked {
        model: std::sync::Arc::new(Words),
        laws: std::marker::PhantomData,
        evidence: todo!(),
    };
}
