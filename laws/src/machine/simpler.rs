//! Simpler commands, and the search for the simplest program that still fails.

use super::program::Placed;
use super::{Failing, Shrunk, shrink};
use crate::machine_law::Limits;
use crate::panic::guarded;
use crate::sort::{AnySort, AnyTree, Probe};
use crate::value::Value;
use std::sync::Arc;

/// How many simpler values of one argument are tried at once: the simplest, and the closest.
const SIMPLEST: usize = 12;
const CLOSEST: usize = 4;
/// The longest walk down a tree of values.
const LONGEST_WALK: usize = 1_000;

/// Shrinks a failing program: commands are left out, and arguments become simpler, equal ones also
/// together: two commands about one key must stay about one key.
pub(super) fn simplest<Finding>(
    program: Vec<Placed>,
    found: Failing<Finding>,
    mut fails: impl FnMut(&[Placed]) -> Option<Failing<Finding>>,
    limits: &Limits<'_>,
) -> Shrunk<Placed, Finding> {
    let mut fails = |program: &[Placed]| {
        // Nothing fails any more once it is time to stop: the best so far is kept.
        (!(limits.stop)()).then(|| fails(program)).flatten()
    };
    let best = shrink(program, found, simpler, &mut fails, limits.budget);
    let mut search = Search {
        best,
        fails,
        limits,
    };
    while !search.is_over() && search.arguments() {
        search.commands();
    }
    search.best.effort.out_of_budget |= (limits.stop)();
    search.best
}

struct Search<'a, Finding, Fails> {
    best: Shrunk<Placed, Finding>,
    fails: Fails,
    limits: &'a Limits<'a>,
}

/// Arguments with equal values: the command's place in the program, the argument's place in it.
type Group = Vec<(usize, usize)>;

impl<Finding, Fails> Search<'_, Finding, Fails>
where
    Fails: FnMut(&[Placed]) -> Option<Failing<Finding>>,
{
    fn is_over(&self) -> bool {
        self.best.effort.out_of_budget || (self.limits.stop)()
    }

    /// Leaves commands out again, now that the arguments are simpler.
    fn commands(&mut self) {
        let program = self.best.program.clone();
        let Some(failing) = self.attempt(&program) else {
            return;
        };
        let left = self.limits.budget.saturating_sub(self.best.effort.tried);
        let before = self.best.effort;
        self.best = shrink(program, failing, simpler, &mut self.fails, left);
        self.best.effort.tried += before.tried;
        self.best.effort.accepted += before.accepted;
        self.best.effort.out_of_budget |= before.out_of_budget;
    }

    /// Makes arguments simpler; returns whether one became so.
    fn arguments(&mut self) -> bool {
        let before = self.best.effort.accepted;
        for group in groups(&self.best.program) {
            let Some((sort, value)) = self.at(&group) else {
                continue;
            };
            if group.len() > 1 {
                let simpler = guarded(|| Ok(simpler_values(&*sort, &value))).unwrap_or_default();
                let mut candidates = simpler.into_iter();
                while candidates.next().is_some_and(|v| !self.accept(&group, &v)) {}
            }
            let Some((sort, value)) = self.at(&group) else {
                continue;
            };
            if let Ok(Some(tree)) = guarded(|| Ok(sort.tree(&value))) {
                self.climb_down(&group, &*sort, &value, tree);
            }
        }
        self.best.effort.accepted > before
    }

    /// Walks down one of proptest's trees: a search between values that fail and values that hold.
    fn climb_down(
        &mut self,
        group: &Group,
        sort: &dyn AnySort,
        value: &Value,
        mut tree: Box<dyn AnyTree>,
    ) {
        let mut weight = sort.weight(value);
        let mut can_move = tree.simplify();
        for _ in 0..LONGEST_WALK {
            if !can_move || self.is_over() {
                return;
            }
            let value = tree.current();
            let lighter = sort.weight(&value) < weight;
            if lighter && self.accept(group, &value) {
                weight = sort.weight(&value);
            } else if lighter {
                can_move = tree.complicate();
                continue;
            }
            // The search has come back to a value that is known to fail.
            can_move = tree.simplify();
        }
    }

    fn at(&self, group: &Group) -> Option<(Arc<dyn AnySort>, Value)> {
        let (command, arg) = group.first()?;
        let command = &self.best.program.get(*command)?.command;
        let sort = Arc::clone(&command.def().args.get(*arg)?.sort);
        Some((sort, command.args().get(*arg)?.clone()))
    }

    /// Tries a value for all arguments of a group and keeps it if the program still fails.
    fn accept(&mut self, group: &Group, value: &Value) -> bool {
        let mut candidate = self.best.program.clone();
        for (command, arg) in group {
            if let Some(placed) = candidate.get_mut(*command) {
                placed.command = placed.command.with(*arg, value.clone());
            }
        }
        let Some(failing) = self.attempt(&candidate) else {
            return false;
        };
        candidate.truncate(failing.needed);
        self.best.program = candidate;
        self.best.finding = failing.finding;
        self.best.effort.accepted += 1;
        true
    }

    fn attempt(&mut self, candidate: &[Placed]) -> Option<Failing<Finding>> {
        if self.best.effort.tried >= self.limits.budget {
            self.best.effort.out_of_budget = true;
            return None;
        }
        self.best.effort.tried += 1;
        (self.fails)(candidate)
    }
}

/// Lists the same command with one argument simpler.
fn simpler(placed: &Placed) -> Box<dyn Iterator<Item = Placed> + '_> {
    let Placed { thread, command } = placed;
    let args = command.def().args.iter().zip(command.args()).enumerate();
    Box::new(args.flat_map(move |(place, (arg, value))| {
        let values = guarded(|| Ok(simpler_values(&*arg.sort, value))).unwrap_or_default();
        values.into_iter().map(move |value| Placed {
            thread: *thread,
            command: command.with(place, value),
        })
    }))
}

/// Returns the arguments of a program, equal ones of one type together.
fn groups(program: &[Placed]) -> Vec<Group> {
    let mut groups: Vec<(String, &Value, Group)> = Vec::new();
    for (at, placed) in program.iter().enumerate() {
        let def = placed.command.def();
        let args = def.args.iter().zip(&def.op.args).zip(placed.command.args());
        for (place, ((arg, ty), value)) in args.enumerate() {
            let ty = ty.to_string();
            let known = groups
                .iter_mut()
                .find(|(t, v, _)| *t == ty && same(&*arg.sort, v, value));
            match known {
                Some((_, _, group)) => group.push((at, place)),
                None => groups.push((ty, value, vec![(at, place)])),
            }
        }
    }
    groups.into_iter().map(|(_, _, group)| group).collect()
}

fn same(sort: &dyn AnySort, left: &Value, right: &Value) -> bool {
    guarded(|| sort.equal(&mut Probe::default(), left, right, &[], 1)).unwrap_or(false)
}

/// Lists edge values, or values of a finite sort, that are simpler than a value, simplest first.
///
/// They are lighter, or as light and earlier in the enumeration: chains of simpler values end.
fn simpler_values(sort: &dyn AnySort, value: &Value) -> Vec<Value> {
    let all = sort.domain().unwrap_or_else(|| sort.edges());
    let weight = sort.weight(value);
    let at = all.iter().position(|v| same(sort, v, value));
    // A value that is not in the list has no place: only lighter ones are simpler.
    let limit = (weight, at.unwrap_or(0));
    let all = all.into_iter().enumerate();
    let mut simpler: Vec<((u128, usize), Value)> = all
        .map(|(at, v)| ((sort.weight(&v), at), v))
        .filter(|(complexity, _)| *complexity < limit)
        .collect();
    simpler.sort_by_key(|(complexity, _)| *complexity);
    let count = simpler.len();
    let kept = simpler.into_iter().enumerate();
    kept.filter(|(at, _)| *at < SIMPLEST || at + CLOSEST >= count)
        .map(|(_, (_, value))| value)
        .collect()
}
