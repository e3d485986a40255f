//! Whether the laws notice faults: mutants of a model against its laws.
//!
//! A law that refutes no mutant has no teeth for this model. A mutant that no law refutes shows what
//! the laws leave open.

mod mutant;

use crate::check::{Compiled, Judged, draw};
use crate::evidence::{Claim, KillMatrix, MutantRow};
use crate::model::{Claimed, Model, Subject};
use crate::rng::CaseKey;
use crate::sort::Probe;
use crate::theory::LawDef;
use crate::value::Value;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How hard each law tries to refute each mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// The root seed.
    pub seed: u64,
    /// Random cases for each law and mutant, besides the grid of edge values.
    pub cases: u64,
    /// The largest grid of edge values, or whole domain, in points.
    pub points: u64,
    /// How long one mutant may take; what has not refuted it by then does not.
    pub time: Duration,
}

impl Default for Effort {
    fn default() -> Self {
        Effort {
            seed: 0,
            cases: 500,
            points: 2_000,
            time: Duration::from_secs(2),
        }
    }
}

/// Measures the laws of one model. `stop` is asked between mutants; a matrix that was cut short
/// has fewer rows.
///
/// Only laws that the model claims and that are about single operations take part: machines are
/// judged by their lawbreakers.
///
/// ```
/// use lawful::adequacy::{Effort, measure};
/// use lawful::prelude::*;
/// struct Sum;
/// impl Carrier for Sum {
///     type Elem = i64;
///     fn elem(&self) -> Sort<i64> { Sort::any() }
/// }
/// impl Semigroup for Sum {
///     fn combine(&self, a: &i64, b: &i64) -> i64 { a.wrapping_add(*b) }
/// }
/// let model = lawful::model::of::<semigroup::Theory, _>("demo.sum", "1", Sum)?;
/// let matrix = measure(&model, &Effort::default(), &mut || false);
/// // Associativity alone cannot tell a sum from "the first of two".
/// assert!(matrix.survivors().any(|m| m.mutant == "combine: returns argument 1"));
/// assert!(matrix.mutants.iter().any(|m| m.killed_by == [true]));
/// # Ok::<(), lawful::model::BuilderError>(())
/// ```
pub fn measure(model: &Model, effort: &Effort, stop: &mut dyn FnMut() -> bool) -> KillMatrix {
    let laws: Vec<(&Claimed, &Arc<LawDef>)> = model
        .claims()
        .iter()
        .filter(|claim| claim.claim() == Claim::Holds)
        .filter_map(|claim| match claim.subject() {
            Subject::Law(def) => Some((claim, def)),
            Subject::Isomorphism { .. } | Subject::Machine(_) => None,
        })
        .collect();
    let mut matrix = KillMatrix {
        model: model.id().to_owned(),
        laws: laws.iter().map(|(claim, _)| claim.id()).collect(),
        mutants: Vec::new(),
    };
    if laws.is_empty() {
        return matrix;
    }
    for mutant in mutant::of(model) {
        if stop() {
            break;
        }
        let mutated = mutant.apply(model);
        let started = Instant::now();
        let mut enough = || stop() || started.elapsed() > effort.time;
        let killed_by: Vec<bool> = laws
            .iter()
            .map(|(claim, def)| refutes(&mutated, def, &claim.id(), effort, &mut enough))
            .collect();
        let same_behaviour = !killed_by.contains(&true) && mutant.is_equivalent(model, effort);
        matrix.mutants.push(MutantRow {
            mutant: mutant.name,
            killed_by,
            same_behaviour,
        });
    }
    matrix
}

/// Returns whether a law refutes a model within the effort.
fn refutes(
    model: &Model,
    def: &LawDef,
    id: &str,
    effort: &Effort,
    enough: &mut dyn FnMut() -> bool,
) -> bool {
    let Some(law) = Compiled::new(def, model) else {
        return false;
    };
    let failed = |values: &[Value]| law.judge(values, &mut Probe::default()) == Judged::Failed;
    let key = CaseKey::new(effort.seed, id, model.id());
    let whole = draw::domain_points(&law).filter(|points| *points <= effort.points);
    let (points, grid) = match (whole, draw::Grid::domain(&law)) {
        (Some(points), Some(domain)) => (points, domain),
        _ => {
            let (points, most) = draw::edge_points(&law, effort.points);
            (points, draw::Grid::edges(&law, most))
        }
    };
    let on_grid = (0..points).filter_map(|point| grid.at(point));
    let random = if whole.is_some() { 0 } else { effort.cases };
    let drawn = (0..random)
        .filter_map(|i| draw::random(def, &law, &mut key.case(i)).ok())
        .map(|case| case.values);
    // Some mutants run far longer than the model: the clock is looked at after every case.
    on_grid
        .chain(drawn)
        .take_while(|_| !enough())
        .any(|values| failed(&values))
}
