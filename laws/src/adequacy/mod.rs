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

/// How hard each law tries to refute each mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// The root seed.
    pub seed: u64,
    /// Random cases for each law and mutant, besides the grid of edge values.
    pub cases: u64,
    /// The largest grid of edge values, or whole domain, in points.
    pub points: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Effort {
            seed: 0,
            cases: 500,
            points: 2_000,
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
        let killed_by: Vec<bool> = laws
            .iter()
            .map(|(claim, def)| refutes(&mutated, def, &claim.id(), effort))
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
fn refutes(model: &Model, def: &LawDef, id: &str, effort: &Effort) -> bool {
    let Some(law) = Compiled::new(def, model) else {
        return false;
    };
    let failed = |values: &[Value]| law.judge(values, &mut Probe::default()) == Judged::Failed;
    if draw::domain_points(&law).is_some_and(|points| points <= effort.points) {
        let points = draw::domain_points(&law).unwrap_or(0);
        let grid = draw::Grid::domain(&law);
        return (0..points)
            .filter_map(|p| grid.as_ref().and_then(|g| g.at(p)))
            .any(|values| failed(&values));
    }
    let (points, most) = draw::edge_points(&law, effort.points);
    let grid = draw::Grid::edges(&law, most);
    if (0..points)
        .filter_map(|p| grid.at(p))
        .any(|values| failed(&values))
    {
        return true;
    }
    let key = CaseKey::new(effort.seed, id, model.id());
    (0..effort.cases)
        .filter_map(|i| draw::random(def, &law, &mut key.case(i)).ok())
        .any(|case| failed(&case.values))
}
