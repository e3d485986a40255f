//! Equations between small terms: terms are enumerated and grouped by what they come to.

use super::behaviour::{self, Numbers, Row};
use super::space::Space;
use super::{Candidate, DiscoverError, Options};
use crate::term::{OpId, SortId, TermId};
use rustc_hash::FxHashMap;

/// A term that no smaller one behaves like.
struct Kept {
    term: TermId,
    sort: SortId,
    row: Row,
}

/// The largest number of equations between terms that are looked at.
const MOST: usize = 400;

/// Returns the equations between small terms that hold on the samples, the smallest first, and how
/// many terms were compared.
///
/// Only terms whose parts have no smaller equal are enumerated: the others are equal to these by
/// the equations of their parts.
pub(super) fn explore(
    space: &mut Space<'_>,
    options: &Options,
) -> Result<(Vec<Candidate>, usize), DiscoverError> {
    let operations: Vec<(OpId, Vec<SortId>, SortId)> = space
        .presentation
        .terms
        .signature()
        .operations()
        .map(|(op, declared)| (op, declared.inputs.clone(), declared.output))
        .collect();
    let mut numbers = Numbers::new(space);
    let mut classes: FxHashMap<(SortId, Vec<u32>), TermId> = FxHashMap::default();
    // What is kept of each size.
    let mut levels: Vec<Vec<Kept>> = vec![Vec::new()];
    let mut found = Vec::new();
    let mut count = 0;
    for size in 1..=options.size {
        let mut fresh: Vec<(TermId, SortId, Row)> = Vec::new();
        if size == 1 {
            for (place, variable) in space.variables().into_iter().enumerate() {
                if let Some(term) = space.presentation.terms.variable_term(variable)
                    && let Some(sort) = space.presentation.terms.sort_of(term)
                {
                    fresh.push((term, sort, behaviour::column(space, place)));
                }
            }
        }
        for (op, inputs, output) in &operations {
            if inputs.is_empty() && size == 1 {
                let term = space.presentation.terms.apply(*op, &[])?;
                fresh.push((term, *output, behaviour::apply(space, *op, &[])));
            }
            let mut choices = Vec::new();
            choose(
                &levels,
                inputs,
                size.saturating_sub(1),
                &mut Vec::new(),
                &mut choices,
            );
            for choice in choices {
                space.go_on()?;
                if count + fresh.len() >= options.terms {
                    break;
                }
                let kept: Vec<&Kept> = choice
                    .iter()
                    .filter_map(|(level, place)| levels.get(*level)?.get(*place))
                    .collect();
                let arguments: Vec<TermId> = kept.iter().map(|k| k.term).collect();
                let rows: Vec<&Row> = kept.iter().map(|k| &k.row).collect();
                let row = behaviour::apply(space, *op, &rows);
                let term = space.presentation.terms.apply(*op, &arguments)?;
                fresh.push((term, *output, row));
            }
        }
        count += fresh.len();
        let mut level = Vec::new();
        for (term, sort, row) in fresh {
            let family = space.family_of(sort);
            let Some(key) = family.and_then(|family| numbers.of(space, family, &row)) else {
                continue;
            };
            match classes.get(&(sort, key.clone())) {
                // Two variables never behave alike on good samples; poor ones say nothing.
                Some(_) if behaviour::is_variable(space, term) => {}
                Some(smaller) => {
                    if found.len() < MOST && row.iter().any(Option::is_some) {
                        found.push(Candidate {
                            name: None,
                            advice: None,
                            left: term,
                            right: *smaller,
                        });
                    }
                }
                None => {
                    classes.insert((sort, key), term);
                    level.push(Kept { term, sort, row });
                }
            }
        }
        levels.push(level);
        if count >= options.terms {
            break;
        }
    }
    Ok((found, count))
}

/// Lists the ways to choose arguments of the given sorts with `size` nodes together.
fn choose(
    levels: &[Vec<Kept>],
    inputs: &[SortId],
    size: usize,
    chosen: &mut Vec<(usize, usize)>,
    all: &mut Vec<Vec<(usize, usize)>>,
) {
    let Some((first, rest)) = inputs.split_first() else {
        if size == 0 && !chosen.is_empty() {
            all.push(chosen.clone());
        }
        return;
    };
    let range = if rest.is_empty() {
        size..=size
    } else {
        1..=size.saturating_sub(rest.len())
    };
    for level in range {
        for (place, kept) in levels.get(level).into_iter().flatten().enumerate() {
            if kept.sort == *first && all.len() < 1 << 16 {
                chosen.push((level, place));
                choose(levels, rest, size - level, chosen, all);
                chosen.pop();
            }
        }
    }
}
