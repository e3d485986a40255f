//! From a refuting case to the simplest one that can be found: all arguments together, under a
//! budget, the best so far always kept.

use super::compiled::{Compiled, Judged};
use crate::evidence::ShrinkEffort;
use crate::sort::{AnySort, AnyTree, Probe};
use crate::value::Value;
use std::sync::Arc;

/// The search for a simpler refuting case.
pub struct Shrink<'a> {
    law: &'a Compiled,
    sorts: Vec<Arc<dyn AnySort>>,
    names: Vec<String>,
    best: Vec<Value>,
    effort: ShrinkEffort,
    budget: u64,
    stop: &'a dyn Fn() -> bool,
}

impl<'a> Shrink<'a> {
    /// Shrinks `found` with at most `budget` candidates, and stops early when `stop` says so.
    pub fn run(
        law: &'a Compiled,
        found: Vec<Value>,
        trees: Vec<Option<Box<dyn AnyTree>>>,
        budget: u64,
        stop: &'a dyn Fn() -> bool,
    ) -> (Vec<Value>, ShrinkEffort) {
        let mut search = Shrink {
            law,
            sorts: law.sorts().cloned().collect(),
            names: law.names().map(|(_, sort)| sort.to_owned()).collect(),
            best: found,
            effort: ShrinkEffort::default(),
            budget,
            stop,
        };
        search.descend(trees);
        (search.best, search.effort)
    }

    fn descend(&mut self, mut trees: Vec<Option<Box<dyn AnyTree>>>) {
        self.simple_grid();
        // The trees of the draw know how the value was made; they are good for one descent.
        for (place, tree) in trees.drain(..).enumerate() {
            if let Some(tree) = tree
                && self.effort.accepted == 0
            {
                self.climb_down(&[place], tree);
            }
        }
        loop {
            let before = self.effort.accepted;
            for places in self.groups() {
                let tree = places.first().and_then(|p| {
                    let value = self.best.get(*p)?;
                    self.sorts.get(*p)?.tree(value)
                });
                if let Some(tree) = tree {
                    self.climb_down(&places, tree);
                }
            }
            self.replace_by_others();
            self.replace_by_edges();
            if self.effort.accepted == before || self.effort.out_of_budget {
                return;
            }
        }
    }

    /// Returns the sets of places to shrink together: all equal values of one sort, then each alone.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for a in 0..self.best.len() {
            let equal: Vec<usize> = (a..self.best.len())
                .filter(|b| *b == a || self.same(a, *b))
                .collect();
            if equal.len() > 1 {
                groups.push(equal);
            }
        }
        groups.extend((0..self.best.len()).map(|place| vec![place]));
        groups
    }

    fn same(&self, a: usize, b: usize) -> bool {
        let (Some(left), Some(right), Some(sort)) =
            (self.best.get(a), self.best.get(b), self.sorts.get(a))
        else {
            return false;
        };
        self.names.get(a) == self.names.get(b)
            && crate::panic::guarded(|| sort.equal(&mut Probe::default(), left, right, &[], 1))
                .unwrap_or(false)
    }

    /// Walks down one of proptest's trees, the value of the tree standing at all of `places`.
    fn climb_down(&mut self, places: &[usize], mut tree: Box<dyn AnyTree>) {
        let mut can_move = tree.simplify();
        while can_move && !self.effort.out_of_budget {
            let mut candidate = self.best.clone();
            for place in places {
                if let Some(slot) = candidate.get_mut(*place) {
                    *slot = tree.current();
                }
            }
            can_move = if self.try_one(candidate) {
                tree.simplify()
            } else {
                tree.complicate()
            };
        }
    }

    /// Looks through the grid of the simplest values of all sorts, lightest first: what it finds is
    /// the lightest counterexample of the grid.
    fn simple_grid(&mut self) {
        let k = self.best.len() as u32;
        if k == 0 {
            return;
        }
        let most = ((self.budget / 2) as f64).powf(1.0 / f64::from(k)).floor() as usize;
        let lists: Vec<Vec<(u128, Value)>> = self
            .sorts
            .iter()
            .map(|sort| {
                let mut list: Vec<(u128, Value)> = sort
                    .domain()
                    .filter(|d| d.len() <= most)
                    .unwrap_or_else(|| sort.edges())
                    .into_iter()
                    .map(|v| (sort.weight(&v), v))
                    .collect();
                list.sort_by_key(|(weight, _)| *weight);
                list.truncate(most);
                list
            })
            .collect();
        let mut points: Vec<(u128, Vec<usize>)> = vec![(0, Vec::new())];
        for list in &lists {
            points = points
                .into_iter()
                .flat_map(|(weight, point)| {
                    list.iter().enumerate().map(move |(i, (w, _))| {
                        let mut point = point.clone();
                        point.push(i);
                        (weight.saturating_add(*w), point)
                    })
                })
                .collect();
        }
        let limit = self.weight(&self.best);
        points.retain(|(weight, _)| *weight < limit);
        points.sort();
        for (_, point) in points {
            let candidate: Option<Vec<Value>> = point
                .iter()
                .zip(&lists)
                .map(|(i, list)| list.get(*i).map(|(_, v)| v.clone()))
                .collect();
            if candidate.is_some_and(|c| self.try_one(c)) || self.effort.out_of_budget {
                return;
            }
        }
    }

    fn replace_by_others(&mut self) {
        for a in 0..self.best.len() {
            for b in 0..self.best.len() {
                if a != b && self.names.get(a) == self.names.get(b) && !self.same(a, b) {
                    let mut candidate = self.best.clone();
                    if let (Some(value), Some(slot)) =
                        (self.best.get(b).cloned(), candidate.get_mut(a))
                    {
                        *slot = value;
                    }
                    self.try_lighter(candidate);
                }
            }
        }
    }

    fn replace_by_edges(&mut self) {
        for place in 0..self.best.len() {
            let edges = self.sorts.get(place).map(|s| s.edges()).unwrap_or_default();
            for edge in edges {
                let mut candidate = self.best.clone();
                if let Some(slot) = candidate.get_mut(place) {
                    *slot = edge;
                }
                if self.try_lighter(candidate) {
                    break;
                }
            }
        }
    }

    fn weight(&self, values: &[Value]) -> u128 {
        let weigh = |(sort, value): (&Arc<dyn AnySort>, &Value)| sort.weight(value);
        self.sorts
            .iter()
            .zip(values)
            .map(weigh)
            .fold(0, u128::saturating_add)
    }

    /// Returns whether a candidate is what we have: a tree that starts anew passes it again.
    fn is_best(&self, candidate: &[Value]) -> bool {
        let pairs = candidate.iter().zip(&self.best);
        self.sorts
            .iter()
            .zip(pairs)
            .all(|(sort, (a, b))| sort.show(a) == sort.show(b))
    }

    fn try_lighter(&mut self, candidate: Vec<Value>) -> bool {
        self.weight(&candidate) < self.weight(&self.best) && self.try_one(candidate)
    }

    fn try_one(&mut self, candidate: Vec<Value>) -> bool {
        if self.is_best(&candidate) {
            return true;
        }
        if self.effort.tried >= self.budget || (self.stop)() {
            self.effort.out_of_budget = true;
            return false;
        }
        self.effort.tried += 1;
        let refutes = self.law.judge(&candidate, &mut Probe::default()) == Judged::Failed;
        if refutes {
            self.effort.accepted += 1;
            self.best = candidate;
        }
        refutes
    }
}
