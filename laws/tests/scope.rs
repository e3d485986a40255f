//! Which models a test target tests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests fail by panicking"
)]

use lawful::harness::Scope;
use lawful::prelude::*;

struct Longest;

impl Carrier for Longest {
    type Elem = u32;
    fn elem(&self) -> Sort<u32> {
        Sort::any()
    }
}

impl Semigroup for Longest {
    fn combine(&self, a: &u32, b: &u32) -> u32 {
        *a.max(b)
    }
}

lawful::register! {
    id: "game.longest", version: "1", model: Longest, theories: [Semigroup],
}

#[test]
fn a_scope_is_everything_or_a_package_or_names() {
    let models = lawful::registry::models().unwrap();
    let own = models.iter().find(|m| m.id() == "game.longest").unwrap();
    assert!(Scope::Linked.has_model(own));
    assert!(Scope::Package("lawful").has_model(own));
    assert!(!Scope::Package("lawful-models").has_model(own));
    assert!(Scope::Models(&["game.longest"]).has_model(own));
    assert!(Scope::Models(&["other", "game"]).has_model(own));
    // A name ends where a dot or the id ends.
    assert!(!Scope::Models(&["game.long"]).has_model(own));
    assert!(!Scope::Models(&["game.longest.path"]).has_model(own));
}
