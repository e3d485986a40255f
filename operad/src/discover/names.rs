//! The well-known laws, as candidates for every operation that they could be about.

use super::space::Space;
use super::{Candidate, DiscoverError};
use crate::term::{Declared, OpId, TermId};

const FOLD: &str = "claim it to fold in parallel";
const MERGE: &str = "claim it to merge in any order";
const REPEAT: &str = "claim it to take what arrives more than once";
const START: &str = "claim it to fold what may be empty";

struct Maker<'a, 'm> {
    space: &'a mut Space<'m>,
    found: Vec<Candidate>,
}

impl Maker<'_, '_> {
    fn apply(&mut self, op: OpId, arguments: &[Option<TermId>]) -> Option<TermId> {
        let arguments: Vec<TermId> = arguments.iter().copied().collect::<Option<_>>()?;
        self.space.presentation.terms.apply(op, &arguments).ok()
    }

    fn add(
        &mut self,
        name: String,
        advice: Option<&'static str>,
        left: Option<TermId>,
        right: Option<TermId>,
    ) {
        if let (Some(left), Some(right)) = (left, right) {
            self.found.push(Candidate {
                name: Some(name),
                advice,
                left,
                right,
            });
        }
    }
}

/// Returns the well-known laws of all operations, the simplest first.
pub(super) fn candidates(space: &mut Space<'_>) -> Result<Vec<Candidate>, DiscoverError> {
    let operations: Vec<(OpId, Declared)> = space
        .presentation
        .terms
        .signature()
        .operations()
        .map(|(op, declared)| (op, declared.clone()))
        .collect();
    let of_one_sort = |declared: &Declared, n: usize| {
        declared.inputs.len() == n && declared.inputs.iter().all(|s| *s == declared.output)
    };
    let pick = |n: usize| -> Vec<(OpId, Declared)> {
        let fits = operations.iter().filter(|(_, d)| of_one_sort(d, n));
        fits.cloned().collect()
    };
    let (constants, unary, binary) = (pick(0), pick(1), pick(2));
    let mut variables = Vec::new();
    for (_, declared) in &binary {
        variables.push(three(space, declared)?);
    }
    let mut unary_variables = Vec::new();
    for (_, declared) in &unary {
        unary_variables.push(three(space, declared)?);
    }
    let mut m = Maker {
        space,
        found: Vec::new(),
    };
    for ((f, df), [x, ..]) in binary.iter().zip(&variables) {
        for (e, de) in constants.iter().filter(|(_, de)| de.output == df.output) {
            let unit = m.apply(*e, &[]);
            let left = m.apply(*f, &[unit, *x]);
            let name = format!("{} is a left identity of {}", de.name, df.name);
            m.add(name, Some(START), left, *x);
            let right = m.apply(*f, &[*x, unit]);
            let name = format!("{} is a right identity of {}", de.name, df.name);
            m.add(name, Some(START), right, *x);
        }
    }
    for ((u, du), [x, ..]) in unary.iter().zip(&unary_variables) {
        let once = m.apply(*u, &[*x]);
        let twice = m.apply(*u, &[once]);
        m.add(format!("{} undoes itself", du.name), None, twice, *x);
        m.add(format!("{} is idempotent", du.name), None, twice, once);
    }
    for ((f, df), [x, y, z]) in binary.iter().zip(&variables) {
        let (xy, yx, yz) = (
            m.apply(*f, &[*x, *y]),
            m.apply(*f, &[*y, *x]),
            m.apply(*f, &[*y, *z]),
        );
        m.add(format!("{} is commutative", df.name), Some(MERGE), xy, yx);
        let (left, right) = (m.apply(*f, &[xy, *z]), m.apply(*f, &[*x, yz]));
        m.add(
            format!("{} is associative", df.name),
            Some(FOLD),
            left,
            right,
        );
        let square = m.apply(*f, &[*x, *x]);
        m.add(
            format!("{} is idempotent", df.name),
            Some(REPEAT),
            square,
            *x,
        );
        for (e, de) in constants.iter().filter(|(_, de)| de.output == df.output) {
            let zero = m.apply(*e, &[]);
            let left = m.apply(*f, &[zero, *x]);
            let right = m.apply(*f, &[*x, zero]);
            let name = format!("{} absorbs in {}", de.name, df.name);
            m.add(format!("{name} on the left"), None, left, zero);
            m.add(format!("{name} on the right"), None, right, zero);
            for (u, du) in unary.iter().filter(|(_, du)| du.output == df.output) {
                let ux = m.apply(*u, &[*x]);
                let (left, right) = (m.apply(*f, &[ux, *x]), m.apply(*f, &[*x, ux]));
                let name = format!("{} is an inverse of {} with {}", du.name, df.name, de.name);
                m.add(format!("{name} on the left"), None, left, zero);
                m.add(format!("{name} on the right"), None, right, zero);
            }
        }
    }
    for ((f, df), [x, y, z]) in binary.iter().zip(&variables) {
        for (g, dg) in binary
            .iter()
            .filter(|(g, dg)| g != f && dg.output == df.output)
        {
            let inner = m.apply(*g, &[*x, *y]);
            let absorbed = m.apply(*f, &[*x, inner]);
            m.add(
                format!("{} absorbs {}", df.name, dg.name),
                None,
                absorbed,
                *x,
            );
            let sum = m.apply(*g, &[*y, *z]);
            let (xy, xz) = (m.apply(*f, &[*x, *y]), m.apply(*f, &[*x, *z]));
            let (left, right) = (m.apply(*f, &[*x, sum]), m.apply(*g, &[xy, xz]));
            let name = format!("{} distributes over {}", df.name, dg.name);
            m.add(format!("{name} from the left"), None, left, right);
            let sum = m.apply(*g, &[*x, *y]);
            let (xz, yz) = (m.apply(*f, &[*x, *z]), m.apply(*f, &[*y, *z]));
            let (left, right) = (m.apply(*f, &[sum, *z]), m.apply(*g, &[xz, yz]));
            m.add(format!("{name} from the right"), None, left, right);
        }
        for (u, du) in unary.iter().filter(|(_, du)| du.output == df.output) {
            let xy = m.apply(*f, &[*x, *y]);
            let whole = m.apply(*u, &[xy]);
            let (ux, uy) = (m.apply(*u, &[*x]), m.apply(*u, &[*y]));
            let (same, turned) = (m.apply(*f, &[ux, uy]), m.apply(*f, &[uy, ux]));
            m.add(
                format!("{} preserves {}", du.name, df.name),
                None,
                whole,
                same,
            );
            m.add(
                format!("{} turns {} around", du.name, df.name),
                None,
                whole,
                turned,
            );
        }
    }
    Ok(m.found)
}

fn three(space: &mut Space<'_>, declared: &Declared) -> Result<[Option<TermId>; 3], DiscoverError> {
    let Some(family) = space.family_of(declared.output) else {
        return Ok([None; 3]);
    };
    Ok([
        Some(space.variable(family, 0)?),
        Some(space.variable(family, 1)?),
        Some(space.variable(family, 2)?),
    ])
}
