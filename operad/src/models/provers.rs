//! The provers that ship, on trial.

use crate::prover::{Allowance, Equality, Population, Prove, Trial, standard_problems};
use crate::theories::prover;
use lawful::register;
use std::sync::Arc;
use std::time::Duration;

fn trial(prover: impl Prove + 'static) -> Trial {
    Trial {
        prover: Arc::new(prover),
        problems: standard_problems(),
        allowance: Allowance {
            // Enough for any machine; the number of cases ends the search long before.
            time: Duration::from_secs(15),
            cases: 2_000,
            ..Allowance::default()
        },
    }
}

register! {
    id: "prover.equality",
    version: "1",
    about: "a search for derivations in an e-graph",
    model: trial(Equality::default()),
    theories: [Prover],
}

register! {
    id: "prover.population",
    version: "1",
    about: "a population search over configurations of the samplers",
    model: trial(Population::default()),
    theories: [Prover],
}
