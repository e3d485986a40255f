//! What terms come to on the samples, as numbers: equal values have equal numbers.

use super::space::Space;
use crate::term::{Head, TermId};
use lawful::Value;
use lawful::sort::Probe;
use rustc_hash::FxHashMap;

/// The largest number of different values that are told apart one by one.
const MOST_VALUES: usize = 2_000;

/// The values of a term on all assignments; `None` where the model raised.
pub(super) type Row = Vec<Option<Value>>;

/// The different values of one sort, and their numbers by how they are printed.
type Seen = (Vec<Value>, FxHashMap<String, Vec<u32>>);

/// Numbers for values, by the equality of their sort.
pub(super) struct Numbers {
    seen: Vec<Seen>,
}

impl Numbers {
    pub(super) fn new(space: &Space<'_>) -> Numbers {
        let seen = space.families.iter().map(|_| Default::default());
        Numbers {
            seen: seen.collect(),
        }
    }

    /// Returns the numbers of the values of a term; `None` if there are too many different ones.
    pub(super) fn of(&mut self, space: &Space<'_>, family: usize, row: &Row) -> Option<Vec<u32>> {
        let sort = &space.families.get(family)?.sort;
        let (values, shown) = self.seen.get_mut(family)?;
        let mut numbers = Vec::with_capacity(row.len());
        for value in row {
            let Some(value) = value else {
                numbers.push(u32::MAX);
                continue;
            };
            let text = sort.show(value);
            let equal = |number: u32| {
                values.get(number as usize).is_some_and(|other| {
                    sort.equal(&mut Probe::default(), value, other, &[], 1)
                        .unwrap_or(false)
                })
            };
            let near = shown.get(&text).map(Vec::as_slice).unwrap_or_default();
            let mut found = near.iter().copied().find(|n| equal(*n));
            if found.is_none() && !sort.is_exact() {
                // Values that print differently may be equal all the same.
                found = (0..values.len() as u32).find(|n| equal(*n));
            }
            let number = match found {
                Some(number) => number,
                None if values.len() >= MOST_VALUES && !sort.is_exact() => return None,
                None => {
                    values.push(value.clone());
                    let number = values.len() as u32 - 1;
                    shown.entry(text).or_default().push(number);
                    number
                }
            };
            numbers.push(number);
        }
        Some(numbers)
    }
}

/// Returns the values of a variable on all assignments.
pub(super) fn column(space: &Space<'_>, place: usize) -> Row {
    space
        .assignments
        .iter()
        .map(|values| values.get(place).cloned())
        .collect()
}

/// Returns the values of an operation on the values of its arguments.
pub(super) fn apply(space: &Space<'_>, op: crate::term::OpId, arguments: &[&Row]) -> Row {
    (0..space.assignments.len())
        .map(|k| {
            let values: Option<Vec<Value>> = arguments
                .iter()
                .map(|row| row.get(k).cloned().flatten())
                .collect();
            space.call(op, &values?).ok()
        })
        .collect()
}

/// Returns the value of a term, given the values of the variables in their order; `None` if the
/// model raises.
pub(super) fn value(
    space: &Space<'_>,
    term: TermId,
    values: &[(crate::term::VarId, Value)],
) -> Option<Value> {
    let terms = &space.presentation.terms;
    terms
        .evaluate(
            term,
            |v| {
                let found = values.iter().find(|(other, _)| *other == v);
                found.map(|(_, value)| value.clone()).ok_or(())
            },
            |op, arguments| space.call(op, arguments).map_err(|_| ()),
        )
        .ok()
        .flatten()
}

/// Returns whether a term is a variable.
pub(super) fn is_variable(space: &Space<'_>, term: TermId) -> bool {
    matches!(space.presentation.terms.head(term), Some(Head::Var(_)))
}
