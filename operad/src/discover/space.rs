//! The terms of a model: its operations as a signature, and values for its variables.

use super::{DiscoverError, Options};
use crate::term::{OpId, Presentation, Signature, SortId, TermError, TermId, VarId};
use lawful::model::{Model, Op};
use lawful::rng::Rng;
use lawful::sort::AnySort;
use lawful::theory::{BUILT_IN_SORTS, Type};
use lawful::{Exception, Value};
use std::cell::Cell;
use std::sync::Arc;

/// How many values of a sort the first comparison uses.
const SAMPLES: usize = 8;
/// The largest number of assignments of the first comparison.
const ASSIGNMENTS: usize = 343;
/// The names of variables, before numbers are appended.
const NAMES: [&str; 6] = ["x", "y", "z", "u", "v", "w"];

/// A sort with its variables.
pub(super) struct Family {
    pub sort: Arc<dyn AnySort>,
    pub name: String,
    pub id: SortId,
    pub variables: Vec<(TermId, VarId)>,
}

pub(super) struct Space<'m> {
    pub model: &'m Model,
    pub presentation: Presentation,
    pub families: Vec<Family>,
    operations: Vec<Op>,
    /// Values of all variables, in the order of the families.
    pub assignments: Vec<Vec<Value>>,
    stop: &'m dyn Fn() -> bool,
    /// Whether an operation was interrupted: no other is begun then, it may hang as well.
    interrupted: Cell<bool>,
}

impl<'m> Space<'m> {
    pub(super) fn new(
        model: &'m Model,
        options: &Options,
        stop: &'m dyn Fn() -> bool,
    ) -> Result<Space<'m>, DiscoverError> {
        let mut signature = Signature::default();
        let mut operations = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for op in &model.signature().ops {
            let types = op.args.iter().chain([&op.result]);
            let plain: Option<Vec<&str>> = types.map(plain_sort).collect();
            let (Some(sorts), Some(run)) = (plain, model.op(&op.key)) else {
                continue;
            };
            let Some((output, inputs)) = sorts.split_last() else {
                continue;
            };
            // Two operations of one name, or a name that is none, are left out.
            if signature.declare(op.key.name(), inputs, output).is_ok() {
                operations.push(run.clone());
                for sort in &sorts {
                    if !names.iter().any(|n| n == sort) {
                        names.push((*sort).to_owned());
                    }
                }
            }
        }
        if operations.is_empty() {
            return Err(DiscoverError::Nothing(model.id().to_owned()));
        }
        let mut families = Vec::new();
        for name in names {
            if let Some(sort) = model.sort(&name) {
                families.push(Family {
                    sort: Arc::clone(sort),
                    id: signature.sort(&name),
                    name,
                    variables: Vec::new(),
                });
            }
        }
        let mut space = Space {
            model,
            presentation: Presentation::new(signature),
            operations,
            assignments: Vec::new(),
            families,
            stop,
            interrupted: Cell::new(false),
        };
        let each = if space.families.len() == 1 { 3 } else { 2 };
        for family in 0..space.families.len() {
            for number in 0..each {
                space.variable(family, number)?;
            }
        }
        space.assign(options)?;
        Ok(space)
    }

    /// Refuses to go on once whoever asked wants no more.
    pub(super) fn go_on(&self) -> Result<(), DiscoverError> {
        if self.interrupted.get() || (self.stop)() {
            Err(DiscoverError::Stopped)
        } else {
            Ok(())
        }
    }

    /// Returns a variable of a family, which is made if it is not there yet.
    pub(super) fn variable(
        &mut self,
        family: usize,
        number: usize,
    ) -> Result<TermId, DiscoverError> {
        let unknown = TermError::Foreign;
        loop {
            let found = self.families.get(family).ok_or(unknown.clone())?;
            if let Some((term, _)) = found.variables.get(number) {
                return Ok(*term);
            }
            let count: usize = self.families.iter().map(|f| f.variables.len()).sum();
            let id = found.id;
            // Names of operations are skipped.
            let mut attempt = count;
            let term = loop {
                let stem = NAMES.get(attempt % NAMES.len()).copied().unwrap_or("x");
                let name = match attempt / NAMES.len() {
                    0 => stem.to_owned(),
                    n => format!("{stem}{n}"),
                };
                match self.presentation.terms.variable_of(&name, id) {
                    Ok(term) if !self.is_taken(term) => break term,
                    Ok(_) | Err(TermError::Variable(_)) => attempt += 1,
                    Err(other) => return Err(other.into()),
                }
            };
            let variables = self.presentation.terms.variables(term);
            let variable = variables.first().copied().ok_or(unknown.clone())?;
            if let Some(family) = self.families.get_mut(family) {
                family.variables.push((term, variable));
            }
        }
    }

    fn is_taken(&self, term: TermId) -> bool {
        let mut all = self.families.iter().flat_map(|f| &f.variables);
        all.any(|(other, _)| *other == term)
    }

    /// Returns the variables that samples are drawn for.
    pub(super) fn variables(&self) -> Vec<VarId> {
        let all = self.families.iter().flat_map(|f| &f.variables);
        all.map(|(_, v)| *v).collect()
    }

    pub(super) fn family_of(&self, sort: SortId) -> Option<usize> {
        self.families.iter().position(|family| family.id == sort)
    }

    pub(super) fn show(&self, left: TermId, right: TermId) -> String {
        crate::term::show(&self.presentation.terms, left, right)
    }

    pub(super) fn call(&self, op: OpId, arguments: &[Value]) -> Result<Value, Exception> {
        let op = self.operations.get(op.place());
        let Some(op) = op.filter(|_| !self.interrupted.get()) else {
            return Err(Exception::new(
                "there is no such operation, or nobody waits",
            ));
        };
        let result = op.call_guarded(arguments);
        if let Err(Exception {
            interrupted: true, ..
        }) = result
        {
            self.interrupted.set(true);
        }
        result
    }

    fn assign(&mut self, options: &Options) -> Result<(), DiscoverError> {
        let mut rng = Rng::new(options.seed);
        let mut columns: Vec<Vec<Value>> = Vec::new();
        for family in &self.families {
            let values = samples(family, &mut rng)?;
            for _ in &family.variables {
                columns.push(values.clone());
            }
        }
        let all = columns
            .iter()
            .try_fold(1usize, |n, values| n.checked_mul(values.len()));
        self.assignments = match all.filter(|n| *n <= ASSIGNMENTS) {
            Some(count) => (0..count)
                .map(|mut code| {
                    let pick = |values: &Vec<Value>| {
                        let value = values.get(code % values.len()).cloned();
                        code /= values.len();
                        value
                    };
                    columns.iter().filter_map(pick).collect()
                })
                .collect(),
            None => (0..ASSIGNMENTS)
                .map(|_| {
                    columns
                        .iter()
                        .filter_map(|values| rng.pick(values).cloned())
                        .collect()
                })
                .collect(),
        };
        Ok(())
    }
}

fn plain_sort(ty: &Type) -> Option<&str> {
    match ty {
        Type::Sort(name) if !BUILT_IN_SORTS.contains(&&**name) => Some(name),
        _ => None,
    }
}

/// Returns different values of a sort: all of a small domain, otherwise edges and draws.
fn samples(family: &Family, rng: &mut Rng) -> Result<Vec<Value>, DiscoverError> {
    let raised = |why| DiscoverError::Sampler {
        sort: family.name.clone(),
        why,
    };
    if let Some(domain) = family
        .sort
        .domain()
        .filter(|d| !d.is_empty() && d.len() < SAMPLES)
    {
        return Ok(domain);
    }
    let mut values: Vec<Value> = family.sort.edges().into_iter().take(3).collect();
    let mut attempts = 0;
    while values.len() < SAMPLES - 1 && attempts < 50 {
        attempts += 1;
        values.push(family.sort.draw(rng, &[]).map_err(raised)?.value);
    }
    Ok(values)
}
