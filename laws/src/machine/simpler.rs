//! Simpler commands, and the search for the simplest program that still fails.

use super::program::Placed;
use super::{Command, Failing, Shrunk, shrink};
use crate::machine_law::Effort;
use crate::panic::guarded;
use crate::sort::{AnySort, Probe};
use crate::value::Value;

/// How many simpler values of one argument are tried: the simplest ones, and the closest ones.
const SIMPLEST: usize = 12;
const CLOSEST: usize = 4;
/// The longest walk down a tree of values.
const LONGEST_WALK: usize = 256;

/// Shrinks a failing program: commands are left out, arguments become simpler, also several equal
/// ones together.
pub(super) fn simplest<Finding>(
    program: Vec<Placed>,
    found: Failing<Finding>,
    mut fails: impl FnMut(&[Placed]) -> Option<Failing<Finding>>,
    effort: &Effort<'_>,
) -> Shrunk<Placed, Finding> {
    let mut fails = |program: &[Placed]| {
        // Nothing fails any more once it is time to stop: the best so far is kept.
        (!(effort.stop)()).then(|| fails(program)).flatten()
    };
    let mut best = shrink(program, found, simpler, &mut fails, effort.budget);
    loop {
        let mut next = None;
        for candidate in with_equal_arguments_simpler(&best.program) {
            if best.effort.tried >= effort.budget || (effort.stop)() {
                best.effort.out_of_budget = true;
                return best;
            }
            best.effort.tried += 1;
            if let Some(failing) = fails(&candidate) {
                next = Some((candidate, failing));
                break;
            }
        }
        let Some((candidate, failing)) = next else {
            return best;
        };
        let before = best.effort;
        let rest = effort.budget - before.tried;
        best = shrink(candidate, failing, simpler, &mut fails, rest);
        best.effort.tried += before.tried;
        best.effort.accepted += before.accepted + 1;
        best.effort.out_of_budget |= before.out_of_budget;
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

/// Lists the program with all arguments that are equal to one another simpler: two commands about
/// one key must stay about one key.
fn with_equal_arguments_simpler(program: &[Placed]) -> Vec<Vec<Placed>> {
    let mut seen: Vec<(String, &Value)> = Vec::new();
    let mut candidates = Vec::new();
    for placed in program {
        let def = placed.command.def();
        for ((arg, ty), value) in def.args.iter().zip(&def.op.args).zip(placed.command.args()) {
            let ty = ty.to_string();
            if seen
                .iter()
                .any(|(t, v)| *t == ty && same(&*arg.sort, v, value))
            {
                continue;
            }
            let simpler = guarded(|| Ok(simpler_values(&*arg.sort, value))).unwrap_or_default();
            for new in simpler {
                let (changed, count) = replaced(program, &ty, value, &new);
                if count > 1 {
                    candidates.push(changed);
                }
            }
            seen.push((ty, value));
        }
    }
    candidates
}

/// Replaces a value wherever it is; says how often.
fn replaced(program: &[Placed], ty: &str, old: &Value, new: &Value) -> (Vec<Placed>, usize) {
    let mut count = 0;
    let mut changed = program.to_vec();
    for placed in &mut changed {
        let def = placed.command.def().clone();
        for (place, (arg, t)) in def.args.iter().zip(&def.op.args).enumerate() {
            let here = placed.command.args().get(place);
            if t.to_string() == ty && here.is_some_and(|v| same(&*arg.sort, v, old)) {
                placed.command = placed.command.with(place, new.clone());
                count += 1;
            }
        }
    }
    (changed, count)
}

fn same(sort: &dyn AnySort, left: &Value, right: &Value) -> bool {
    guarded(|| sort.equal(&mut Probe::default(), left, right, &[], 1)).unwrap_or(false)
}

/// Lists values that are simpler than a value, the simplest first.
///
/// They are lighter, or as light and earlier in the enumeration: chains of simpler values end.
fn simpler_values(sort: &dyn AnySort, value: &Value) -> Vec<Value> {
    let weight = sort.weight(value);
    let mut lighter: Vec<((u128, usize), Value)> = Vec::new();
    if let Some(domain) = sort.domain() {
        let at = domain.iter().position(|v| same(sort, v, value));
        let limit = (weight, at.unwrap_or(usize::MAX));
        let all = domain.into_iter().enumerate();
        lighter.extend(all.map(|(at, v)| ((sort.weight(&v), at), v)));
        lighter.retain(|(complexity, _)| *complexity < limit);
    } else {
        let mut others = sort.edges();
        if let Some(mut tree) = sort.tree(value)
            && tree.simplify()
        {
            others.push(tree.current());
            for _ in 0..LONGEST_WALK {
                if !tree.complicate() {
                    break;
                }
                others.push(tree.current());
            }
        }
        lighter.extend(others.into_iter().map(|v| ((sort.weight(&v), 0), v)));
        lighter.retain(|((w, _), _)| *w < weight);
    }
    lighter.sort_by_key(|(complexity, _)| *complexity);
    let count = lighter.len();
    let kept = lighter.into_iter().enumerate();
    kept.filter(|(at, _)| *at < SIMPLEST || at + CLOSEST >= count)
        .map(|(_, (_, value))| value)
        .collect()
}

/// Returns one command of a program as it prints.
pub(super) fn shown(command: &Command) -> String {
    format!("{command:?}")
}
