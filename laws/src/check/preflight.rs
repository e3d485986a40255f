//! What must be true of a model before its laws mean anything.

use crate::model::Model;
use crate::panic::guarded;
use crate::rng::CaseKey;
use crate::sort::{AnySort, Probe};
use crate::value::Value;
use std::sync::Arc;

const DRAWS: u64 = 32;

/// Returns why the laws over a sort cannot be checked, if they cannot: the sort is empty, its
/// sampler raises, or its equality is not reflexive.
pub fn problem_of_sort(model: &Model, name: &str, seed: u64) -> Option<String> {
    let sort: &Arc<dyn AnySort> = model.sort(name)?;
    if sort.size() == Some(0) {
        return Some(format!(
            "the sort `{name}` has no values: its enumeration is empty"
        ));
    }
    let key = CaseKey::new(seed, "preflight", model.id());
    let mut values = sort.edges();
    for index in 0..DRAWS {
        match guarded(|| sort.draw(&mut key.case(index), &[])) {
            Ok(drawn) => values.push(drawn.value),
            Err(why) => return Some(format!("the sampler of the sort `{name}` raised: {why}")),
        }
    }
    if !sort.is_exact() && tells_nothing_apart(&**sort, &values) {
        return Some(format!(
            "the equality of the sort `{name}` holds for all values that were tried: no law can fail"
        ));
    }
    for value in values {
        match guarded(|| sort.equal(&mut Probe::default(), &value, &value, &[], 1)) {
            Ok(true) => {}
            Ok(false) => {
                return Some(format!(
                    "the equality of the sort `{name}` is not reflexive: `{}` does not equal itself; \
                     leave such values out of the sampler, or give the sort an equality",
                    sort.show(&value)
                ));
            }
            Err(why) => {
                return Some(format!("the equality of the sort `{name}` raised: {why}"));
            }
        }
    }
    None
}

/// Returns whether values that print differently are all equal to each other.
fn tells_nothing_apart(sort: &dyn AnySort, values: &[Value]) -> bool {
    let Some(first) = values.first() else {
        return false;
    };
    let shown = sort.show(first);
    let others: Vec<&Value> = values.iter().filter(|v| sort.show(v) != shown).collect();
    let equal = |v: &&Value| {
        guarded(|| sort.equal(&mut Probe::default(), first, v, &[], 1)).unwrap_or(false)
    };
    others.len() > 3 && others.iter().all(equal)
}
