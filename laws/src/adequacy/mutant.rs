//! Generic mutants: faults that can be derived from a signature alone.

use super::Effort;
use crate::model::{Model, Op};
use crate::panic::guarded;
use crate::rng::CaseKey;
use crate::sort::{AnySort, Probe};
use crate::theory::{OpDef, OpKey, Type};
use crate::value::{Exception, Value};
use std::sync::Arc;

/// A fault in one operation.
pub struct Mutant {
    /// What was changed.
    pub name: String,
    key: OpKey,
    def: OpDef,
    op: Op,
}

impl Mutant {
    /// Returns the model with the fault.
    pub fn apply(&self, model: &Model) -> Model {
        model.mutated(model.id().to_owned(), &self.key, self.op.clone())
    }

    /// Returns whether the fault changes no answer in any case tried.
    pub fn is_equivalent(&self, model: &Model, effort: &Effort) -> bool {
        let Some(original) = model.op(&self.key) else {
            return false;
        };
        let sorts: Option<Vec<&Arc<dyn AnySort>>> =
            self.def.args.iter().map(|ty| sort_of(model, ty)).collect();
        let Some(sorts) = sorts else {
            return false;
        };
        let key = CaseKey::new(effort.seed, "equivalence", model.id());
        let same = |args: &[Value]| match (original.call(args), self.op.call(args)) {
            (Ok(a), Ok(b)) => equal(model, &self.def.result, &a, &b).unwrap_or(false),
            (Err(_), Err(_)) => true,
            _ => false,
        };
        let edges = edge_grid(&sorts, effort.points);
        let drawn = (0..effort.cases).filter_map(|i| draw(&sorts, key, i));
        edges
            .into_iter()
            .chain(drawn)
            .all(|args| guarded(|| Ok(same(&args))).unwrap_or(false))
    }
}

fn draw(sorts: &[&Arc<dyn AnySort>], key: CaseKey, index: u64) -> Option<Vec<Value>> {
    let mut rng = key.case(index);
    let mut values: Vec<Value> = Vec::new();
    for sort in sorts {
        // Values of other sorts among the earlier ones are passed over by the sort.
        let earlier: Vec<Value> = values.clone();
        values.push(guarded(|| sort.draw(&mut rng, &earlier)).ok()?.value);
    }
    Some(values)
}

fn edge_grid(sorts: &[&Arc<dyn AnySort>], limit: u64) -> Vec<Vec<Value>> {
    let mut grid: Vec<Vec<Value>> = vec![Vec::new()];
    for sort in sorts {
        let edges = sort
            .domain()
            .filter(|d| d.len() <= 16)
            .unwrap_or_else(|| sort.edges());
        grid = grid
            .into_iter()
            .flat_map(|args| {
                edges.iter().map(move |edge| {
                    let mut args = args.clone();
                    args.push(edge.clone());
                    args
                })
            })
            .take(limit as usize)
            .collect();
    }
    grid
}

fn sort_of<'m>(model: &'m Model, ty: &Type) -> Option<&'m Arc<dyn AnySort>> {
    match ty {
        Type::Sort(name) => model.sort(name),
        Type::Option(inner) => sort_of(model, inner),
    }
}

fn equal(model: &Model, ty: &Type, a: &Value, b: &Value) -> Result<bool, Exception> {
    let missing = || Exception::new("the sort is missing");
    let sort = sort_of(model, ty).ok_or_else(missing)?;
    if let Type::Sort(_) = ty {
        return sort.equal(&mut Probe::default(), a, b, &[], 1);
    }
    match (a.expect::<Option<Value>>()?, b.expect::<Option<Value>>()?) {
        (Some(a), Some(b)) => sort.equal(&mut Probe::default(), a, b, &[], 1),
        (None, None) => Ok(true),
        _ => Ok(false),
    }
}

/// Derives all mutants of a model, in a fixed order.
pub fn of(model: &Model) -> Vec<Mutant> {
    model
        .signature()
        .ops
        .iter()
        .filter_map(|def| Some((def, model.op(&def.key)?)))
        .flat_map(|(def, op)| of_operation(model, def, op))
        .collect()
}

fn of_operation(model: &Model, def: &OpDef, op: &Op) -> Vec<Mutant> {
    let name = def.key.name();
    let mutant = |what: String, op: Op| Mutant {
        name: format!("{name}: {what}"),
        key: def.key.clone(),
        def: def.clone(),
        op,
    };
    let mut all = Vec::new();
    let pairs: Vec<(usize, usize)> = (0..def.args.len())
        .flat_map(|a| (a + 1..def.args.len()).map(move |b| (a, b)))
        .filter(|(a, b)| def.args.get(*a) == def.args.get(*b))
        .collect();
    for (a, b) in pairs.iter().copied() {
        let original = op.clone();
        let swapped = Op::new(move |args| {
            let mut args = args.to_vec();
            if a < args.len() && b < args.len() {
                args.swap(a, b);
            }
            original.call(&args)
        });
        all.push(mutant(
            format!("arguments {} and {} swapped", a + 1, b + 1),
            swapped,
        ));
    }
    for (place, ty) in def.args.iter().enumerate() {
        if *ty == def.result {
            let returned = Op::new(move |args| pick(args, place).cloned());
            all.push(mutant(format!("returns argument {}", place + 1), returned));
        }
        let ignored = sort_of(model, ty).and_then(|sort| simplest(&**sort));
        if let Some(fixed) = ignored {
            let original = op.clone();
            let ignoring = Op::new(move |args| {
                let mut args = args.to_vec();
                if let Some(slot) = args.get_mut(place) {
                    *slot = fixed.clone();
                }
                original.call(&args)
            });
            all.push(mutant(format!("ignores argument {}", place + 1), ignoring));
        }
    }
    for (shown, constant) in constants(model, &def.result) {
        let fixed = Op::new(move |_| Ok(constant.clone()));
        all.push(mutant(format!("always {shown}"), fixed));
    }
    if def.result == Type::BOOL {
        let original = op.clone();
        let negated = Op::new(move |args| Ok(Value::new(!*original.call(args)?.expect::<bool>()?)));
        all.push(mutant("negated".to_owned(), negated));
    }
    all.extend(
        faults(model, def, op, &pairs)
            .into_iter()
            .map(|(what, op)| mutant(what, op)),
    );
    all
}

/// Faults at one point: at one edge value, and where two arguments are equal.
fn faults(model: &Model, def: &OpDef, op: &Op, pairs: &[(usize, usize)]) -> Vec<(String, Op)> {
    let mut all = Vec::new();
    let Type::Sort(result) = &def.result else {
        return all;
    };
    let Some(result) = model.sort(result).cloned() else {
        return all;
    };
    if let Some(ty) = def.args.first()
        && let Some(sort) = sort_of(model, ty).cloned()
        && let Some(edge) = sort
            .edges()
            .pop()
            .or_else(|| sort.domain().and_then(|mut d| d.pop()))
    {
        let (original, wrong, at) = (op.clone(), Arc::clone(&result), edge.clone());
        let shown = sort.show(&edge);
        let faulty = Op::new(move |args| {
            let right = original.call(args)?;
            let first = pick(args, 0)?;
            let hit = sort.equal(&mut Probe::default(), first, &at, &[], 1)?;
            if hit {
                another(&*wrong, &right)
            } else {
                Ok(right)
            }
        });
        all.push((format!("wrong where argument 1 is {shown}"), faulty));
    }
    for (a, b) in pairs.iter().copied() {
        let Some(sort) = def.args.get(a).and_then(|ty| sort_of(model, ty)).cloned() else {
            continue;
        };
        let (original, wrong) = (op.clone(), Arc::clone(&result));
        let faulty = Op::new(move |args| {
            let right = original.call(args)?;
            let (left, other) = (pick(args, a)?, pick(args, b)?);
            let hit = sort.equal(&mut Probe::default(), left, other, &[], 1)?;
            if hit {
                another(&*wrong, &right)
            } else {
                Ok(right)
            }
        });
        all.push((
            format!("wrong where arguments {} and {} are equal", a + 1, b + 1),
            faulty,
        ));
    }
    all
}

fn pick(args: &[Value], place: usize) -> Result<&Value, Exception> {
    args.get(place)
        .ok_or_else(|| Exception::new("an argument is missing"))
}

fn simplest(sort: &dyn AnySort) -> Option<Value> {
    let first = |mut values: Vec<Value>| {
        if values.is_empty() {
            None
        } else {
            Some(values.remove(0))
        }
    };
    first(sort.edges())
        .or_else(|| first(sort.domain().unwrap_or_default()))
        .or_else(|| {
            let mut rng = CaseKey::new(0, "simplest", "").case(0);
            guarded(|| sort.draw(&mut rng, &[])).ok().map(|d| d.value)
        })
}

/// Returns a value of the sort that is not `right`; `right` itself if there is no other.
fn another(sort: &dyn AnySort, right: &Value) -> Result<Value, Exception> {
    let mut candidates = sort.edges();
    if candidates.is_empty() {
        candidates = sort.domain().unwrap_or_default();
    }
    for candidate in candidates {
        if !sort.equal(&mut Probe::default(), &candidate, right, &[], 1)? {
            return Ok(candidate);
        }
    }
    let key = CaseKey::new(0, "another", "");
    for index in 0..16 {
        let drawn = sort.draw(&mut key.case(index), &[])?.value;
        if !sort.equal(&mut Probe::default(), &drawn, right, &[], 1)? {
            return Ok(drawn);
        }
    }
    Ok(right.clone())
}

fn constants(model: &Model, result: &Type) -> Vec<(String, Value)> {
    match result {
        Type::Sort(name) if name == "bool" => [true, false]
            .map(|b| (b.to_string(), Value::new(b)))
            .to_vec(),
        Type::Sort(name) => model
            .sort(name)
            .and_then(|sort| simplest(&**sort).map(|v| (sort.show(&v), v)))
            .into_iter()
            .collect(),
        Type::Option(inner) => {
            let some = sort_of(model, inner).and_then(|sort| {
                let value = simplest(&**sort)?;
                Some((
                    format!("some({})", sort.show(&value)),
                    Value::new(Some(value)),
                ))
            });
            some.into_iter()
                .chain([("none".to_owned(), Value::new(None::<Value>))])
                .collect()
        }
    }
}
