//! Not public API. Used by generated code.

pub use crate::machine::generated::*;
pub use crate::machine::plain::*;
pub use crate::model::{arg, lawbreaker_parts::*};

use crate::sort::Sort;
use crate::theory::{LawDef, Signature, TheoryDef};
use crate::value::Element;
use std::cmp::Ordering;

/// Returns whether a comparison says "at most".
#[inline]
pub fn at_most(order: Option<Ordering>) -> bool {
    matches!(order, Some(Ordering::Less | Ordering::Equal))
}

/// Starts a theory with what its parents have.
pub fn inherit(
    id: &'static str,
    role: &'static str,
    about: &'static str,
    law_set: u32,
    parents: Vec<TheoryDef>,
) -> TheoryDef {
    let mut theory = TheoryDef {
        id: if role.is_empty() {
            id.to_owned()
        } else {
            format!("{id}[{role}]")
        },
        about: about.into(),
        law_set,
        parents: parents.iter().map(|p| p.id.clone()).collect(),
        signature: Signature::default(),
        laws: Vec::new(),
        own_laws: 0,
    };
    for parent in parents {
        theory.signature.extend(&parent.signature);
        for law in parent.laws {
            add(&mut theory.laws, law);
        }
    }
    theory
}

/// Adds what a theory declares itself.
pub fn declare(theory: &mut TheoryDef, own: Signature, laws: Vec<LawDef>) {
    theory.signature.extend(&own);
    theory.own_laws = laws.len();
    for law in laws {
        add(&mut theory.laws, law);
    }
}

/// A diamond: the same law of the same operation is one law.
fn add(laws: &mut Vec<LawDef>, law: LawDef) {
    if laws.iter().all(|known| known.id != law.id) {
        laws.push(law);
    }
}

/// Returns the sort of a built-in type.
pub fn built_in<T: Element + PartialEq + BuiltIn>() -> Sort<T> {
    T::sort()
}

/// The types that every theory has as sorts.
pub trait BuiltIn: Sized {
    /// Returns the sort.
    fn sort() -> Sort<Self>;
}

macro_rules! built_in {
    ($($t:ty),*) => {
        $(impl BuiltIn for $t {
            fn sort() -> Sort<$t> {
                Sort::any()
            }
        })*
    };
}

built_in!(bool, u64, i64, String);

impl BuiltIn for Ordering {
    fn sort() -> Sort<Ordering> {
        Sort::finite(vec![Ordering::Less, Ordering::Equal, Ordering::Greater]).ordered()
    }
}
