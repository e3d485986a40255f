//! The values of a case: drawn from its number alone.

use super::compiled::Compiled;
use crate::rng::Rng;
use crate::sort::{AnyTree, Drawn};
use crate::theory::LawDef;
use crate::value::{Exception, Value};

/// The values of a random case, with the trees that shrink them.
pub struct DrawnCase {
    pub values: Vec<Value>,
    pub trees: Vec<Option<Box<dyn AnyTree>>>,
}

/// Returns the places of the variables that are rearranged when a premise is false: the first two
/// or three of the sort that comes first among those with several variables.
///
/// Rearranging turns most triples into chains, which the premises of orders ask for.
pub fn rearranged(sorts: &[&str]) -> Vec<usize> {
    for sort in sorts {
        let places: Vec<usize> = (0..sorts.len())
            .filter(|i| sorts[*i] == *sort)
            .take(3)
            .collect();
        if places.len() >= 2 {
            return places;
        }
    }
    Vec::new()
}

/// The rearrangements that are tried, in order, for two and for three places.
pub const SWAPS: [[usize; 2]; 1] = [[1, 0]];
/// See [`SWAPS`].
pub const TURNS: [[usize; 3]; 5] = [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// Draws a random case. The compiled form of a law draws the same values from the same generator.
pub fn random(def: &LawDef, law: &Compiled, rng: &mut Rng) -> Result<DrawnCase, Exception> {
    let (mut values, mut trees): (Vec<Value>, Vec<_>) = (Vec::new(), Vec::new());
    if law.has_premise() {
        rng.mix_values();
    }
    for (variable, sort) in def.variables.iter().zip(law.sorts()) {
        let earlier: Vec<Value> = def
            .variables
            .iter()
            .zip(&values)
            .filter(|(v, _)| v.sort == variable.sort)
            .map(|(_, value)| value.clone())
            .collect();
        let drawn: Drawn = crate::panic::guarded(|| sort.draw(rng, &earlier))?;
        values.push(drawn.value);
        trees.push(drawn.tree);
    }
    if law.has_premise() && !law.premise_holds(&values) {
        let sorts: Vec<&str> = def.variables.iter().map(|v| &*v.sort).collect();
        let places = rearranged(&sorts);
        let orders: Vec<&[usize]> = match places.len() {
            2 => SWAPS.iter().map(|o| o.as_slice()).collect(),
            3 => TURNS.iter().map(|o| o.as_slice()).collect(),
            _ => Vec::new(),
        };
        for order in orders {
            let turned = turn(&values, &places, order);
            if law.premise_holds(&turned) {
                // The trees no longer stand where their values do.
                let trees = turned.iter().map(|_| None).collect();
                return Ok(DrawnCase {
                    values: turned,
                    trees,
                });
            }
        }
    }
    Ok(DrawnCase { values, trees })
}

fn turn(values: &[Value], places: &[usize], order: &[usize]) -> Vec<Value> {
    let mut turned = values.to_vec();
    for (to, from) in places.iter().zip(order) {
        turned[*to] = values[places[*from]].clone();
    }
    turned
}

/// The lists that a grid runs over, one for each variable.
pub struct Grid(Vec<Vec<Value>>);

impl Grid {
    /// Makes the grid over the first `most` edge values of each variable's sort.
    pub fn edges(law: &Compiled, most: usize) -> Grid {
        Grid(
            law.sorts()
                .map(|s| s.edges().into_iter().take(most).collect())
                .collect(),
        )
    }

    /// Makes the grid over the whole domain; `None` if a sort is not finite.
    pub fn domain(law: &Compiled) -> Option<Grid> {
        law.sorts()
            .map(|s| s.domain())
            .collect::<Option<Vec<_>>>()
            .map(Grid)
    }

    /// Returns the values at a point; the last variable changes fastest.
    pub fn at(&self, point: u64) -> Option<Vec<Value>> {
        let mut rest = point;
        let mut values = Vec::with_capacity(self.0.len());
        for list in self.0.iter().rev() {
            let size = list.len() as u64;
            if size == 0 {
                return None;
            }
            values.push(list.get((rest % size) as usize)?.clone());
            rest /= size;
        }
        values.reverse();
        Some(values)
    }
}

/// Returns the number of points of the grid of edge values, and how many edge values of each sort
/// are used so that there are at most `limit` points.
pub fn edge_points(law: &Compiled, limit: u64) -> (u64, usize) {
    let sizes: Vec<usize> = law.sorts().map(|s| s.edges().len()).collect();
    if sizes.is_empty() {
        return (0, 0);
    }
    let most = sizes.iter().copied().max().unwrap_or(0);
    let points = |n: usize| -> u64 {
        sizes.iter().fold(1u64, |product, s| {
            product.saturating_mul((*s).min(n) as u64)
        })
    };
    let mut n = most;
    while n > 0 && points(n) > limit {
        n -= 1;
    }
    (points(n), n)
}

/// Returns the number of points of the whole domain; `None` if it is infinite or beyond `u64`.
pub fn domain_points(law: &Compiled) -> Option<u64> {
    law.sorts()
        .try_fold(1u64, |product, s| product.checked_mul(s.size()? as u64))
}
