//! Not public API. Used by generated code to put lawbreakers together.

use super::{Builder, Model};
use crate::theory::{Lawbreaker, TheoryDef};
use std::sync::Arc;

/// Starts a lawbreaker: it claims every law of its theory.
///
/// # Panics
/// If the id is too long: it is made from the names of the theory and the lawbreaker.
#[expect(clippy::panic, reason = "the id is made from identifiers")]
pub fn lawbreaker(id: &'static str, about: &str, theory: &TheoryDef) -> Builder {
    match Model::builder(id, "1") {
        Ok(builder) => {
            let mut builder = builder.about(about);
            builder.claim_theory(theory);
            builder
        }
        Err(why) => panic!("{why}"),
    }
}

/// Finishes a lawbreaker.
///
/// # Panics
/// If it lacks a part; the macro has checked that it does not.
#[expect(
    clippy::panic,
    reason = "the macro has checked the parts; this is a bug in it"
)]
pub fn finish_lawbreaker(builder: Builder, breaks: &[&'static str]) -> Option<Lawbreaker> {
    match builder.build() {
        Ok(model) => Some(Lawbreaker {
            model: Arc::new(model),
            breaks: breaks.iter().map(|law| (*law).into()).collect(),
        }),
        Err(why) => panic!("{why}"),
    }
}
