//! All terms up to a size, each once.

use super::{TermError, TermId, Terms};

/// Returns all terms of at most `size` nodes over the operations and the given variables, smallest
/// first, each once. At most `most` terms are returned.
///
/// # Errors
/// If the store is full.
///
/// ```
/// use lawful_operad::term::{Signature, Terms, enumerate};
/// let mut terms = Terms::new(Signature::single([("mul", 2), ("one", 0)]).unwrap());
/// let x = terms.variable("x").unwrap();
/// let all = enumerate(&mut terms, &[x], 3, 100).unwrap();
/// let shown: Vec<String> = all.iter().map(|t| terms.show(*t)).collect();
/// assert_eq!(shown, ["x", "one", "mul(x, x)", "mul(x, one)", "mul(one, x)", "mul(one, one)"]);
/// ```
pub fn enumerate(
    terms: &mut Terms,
    variables: &[TermId],
    size: usize,
    most: usize,
) -> Result<Vec<TermId>, TermError> {
    let operations: Vec<_> = terms
        .signature()
        .operations()
        .map(|(op, declared)| (op, declared.inputs.clone()))
        .collect();
    // Terms by size: those of size k at place k.
    let mut by_size: Vec<Vec<TermId>> = vec![Vec::new()];
    let mut count = 0;
    for total in 1..=size {
        let mut found = Vec::new();
        if total == 1 {
            found.extend_from_slice(variables);
        }
        for (op, inputs) in &operations {
            if inputs.is_empty() {
                if total == 1 {
                    found.push(terms.apply(*op, &[])?);
                }
                continue;
            }
            let Some(inside) = total.checked_sub(1).filter(|n| *n >= inputs.len()) else {
                continue;
            };
            for sizes in compositions(inside, inputs.len()) {
                let lists: Vec<Vec<TermId>> = sizes
                    .iter()
                    .zip(inputs)
                    .map(|(n, sort)| {
                        let of_size = by_size.get(*n).map(Vec::as_slice).unwrap_or_default();
                        let fits = |t: &&TermId| terms.sort_of(**t) == Some(*sort);
                        of_size.iter().filter(fits).copied().collect()
                    })
                    .collect();
                each_choice(&lists, |arguments| {
                    if count + found.len() < most {
                        found.push(terms.apply(*op, arguments)?);
                    }
                    Ok(count + found.len() < most)
                })?;
            }
        }
        count += found.len();
        by_size.push(found);
        if count >= most {
            break;
        }
    }
    Ok(by_size.into_iter().flatten().take(most).collect())
}

/// Returns all ways to write `total` as a sum of `parts` positive numbers.
fn compositions(total: usize, parts: usize) -> Vec<Vec<usize>> {
    let mut all = vec![(Vec::new(), total)];
    for left in (0..parts).rev() {
        all = all
            .into_iter()
            .flat_map(|(sizes, rest)| {
                let range = if left == 0 {
                    rest..=rest
                } else {
                    1..=rest.saturating_sub(left)
                };
                range.map(move |n| ([sizes.as_slice(), &[n]].concat(), rest - n))
            })
            .collect();
    }
    all.into_iter().map(|(sizes, _)| sizes).collect()
}

/// Visits every choice of one item from each list, until the visit says no.
fn each_choice(
    lists: &[Vec<TermId>],
    mut visit: impl FnMut(&[TermId]) -> Result<bool, TermError>,
) -> Result<(), TermError> {
    if lists.iter().any(Vec::is_empty) {
        return Ok(());
    }
    let mut places = vec![0usize; lists.len()];
    loop {
        let chosen: Vec<TermId> = lists
            .iter()
            .zip(&places)
            .filter_map(|(list, place)| list.get(*place).copied())
            .collect();
        if !visit(&chosen)? {
            return Ok(());
        }
        let mut moved = false;
        for (place, list) in places.iter_mut().zip(lists).rev() {
            *place += 1;
            if *place < list.len() {
                moved = true;
                break;
            }
            *place = 0;
        }
        if !moved {
            return Ok(());
        }
    }
}
