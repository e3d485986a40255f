//! Judging one case, and calling one operation of any model.

use crate::errors::{InvalidInput, ModelRaised, invalid};
use crate::evidence::LawEvidence;
use crate::given::given;
use crate::guard::guarded;
use crate::model::Model;
use crate::raised::check_interrupted;
use crate::value::Shape;
use lawful::Value;
use lawful::check::{Config, judge_typed_values};
use lawful::sort::AnySort;
use lawful::theory::Type;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::Arc;

fn sort_of<'m>(model: &'m Model, ty: &Type) -> PyResult<&'m Arc<dyn AnySort>> {
    let mut inner = ty;
    while let Type::Option(deeper) = inner {
        inner = deeper;
    }
    let found = match inner {
        Type::Sort(name) => model.0.sort(name),
        Type::Option(_) => None,
    };
    found.ok_or_else(|| invalid(format!("`{}` has no sort `{ty}`", model.0.id())))
}

/// Turns an object into a value of a type of a model.
fn take(model: &Model, ty: &Type, object: Bound<'_, PyAny>) -> PyResult<Value> {
    if let Type::Option(inner) = ty {
        if object.is_none() {
            return Ok(Value::new(None::<Value>));
        }
        return Ok(Value::new(Some(take(model, inner, object)?)));
    }
    let sort = sort_of(model, ty)?;
    // A built-in sort is of the same type in every language.
    if Shape::of(ty).kind() != crate::value::Kind::Object {
        return Shape::of(ty).take(object);
    }
    crate::plain::take(&**sort, object)
}

fn give<'py>(
    py: Python<'py>,
    model: &Model,
    ty: &Type,
    value: &Value,
) -> PyResult<Bound<'py, PyAny>> {
    if let Type::Option(inner) = ty {
        return match value.get::<Option<Value>>() {
            Some(Some(value)) => give(py, model, inner, value),
            _ => Ok(py.None().into_bound(py)),
        };
    }
    let sort = sort_of(model, ty)?;
    if Shape::of(ty).kind() != crate::value::Kind::Object {
        return Shape::of(ty)
            .give(py, value)
            .map_err(|why| invalid(why.message));
    }
    crate::plain::give(py, &**sort, value)
}

/// Calls one operation of a model, whatever it is written in. Use `Model.call`.
pub fn call<'py>(
    py: Python<'py>,
    model: &Model,
    operation: &str,
    arguments: &Bound<'py, PyTuple>,
) -> PyResult<Bound<'py, PyAny>> {
    let ops = &model.0.signature().ops;
    let def = ops.iter().find(|op| op.key.name() == operation);
    let Some((def, op)) = def.and_then(|def| Some((def, model.0.op(&def.key)?))) else {
        let known: Vec<&str> = ops.iter().map(|op| op.key.name()).collect();
        return Err(InvalidInput::new_err(format!(
            "`{}` has no operation `{operation}`; it has: {}",
            model.0.id(),
            known.join(", ")
        )));
    };
    if def.args.len() != arguments.len() {
        return Err(InvalidInput::new_err(format!(
            "`{operation}` takes {} arguments, but {} were given",
            def.args.len(),
            arguments.len()
        )));
    }
    let taken = def.args.iter().zip(arguments.iter());
    let taken = taken.map(|(ty, object)| take(model, ty, object));
    let taken = taken.collect::<PyResult<Vec<Value>>>()?;
    let came = guarded(|| Ok(py.detach(|| op.call_guarded(&taken))))?;
    check_interrupted()?;
    let value = came.map_err(|why| {
        let error = ModelRaised::new_err(why.message);
        if !why.place.is_empty() {
            let _ = error.value(py).call_method1("add_note", (why.place,));
        }
        error
    })?;
    give(py, model, &def.result, &value)
}

/// Judges a law of a model for given values, which need not be ones that the samplers mean. Use
/// `lawful.laws.judge`.
#[pyfunction]
#[pyo3(signature = (model, law, values, *, shrink))]
pub fn judge(
    py: Python<'_>,
    model: PyRef<'_, Model>,
    #[pyo3(from_py_with = given)] law: &str,
    values: Vec<Bound<'_, PyAny>>,
    #[pyo3(from_py_with = given)] shrink: u64,
) -> PyResult<LawEvidence> {
    let claim = model.0.claim(law);
    let variables = match claim.map(lawful::model::Claimed::subject) {
        Some(lawful::model::Subject::Law(def)) => def.variables.clone(),
        Some(_) => {
            return Err(InvalidInput::new_err(format!(
                "`{law}` is not a law over values; replay a program by its token"
            )));
        }
        None => {
            let id = model.0.id();
            return Err(InvalidInput::new_err(format!(
                "`{id}` makes no claim about `{law}`"
            )));
        }
    };
    if variables.len() != values.len() {
        return Err(InvalidInput::new_err(format!(
            "the law has {} variables, but {} values were given",
            variables.len(),
            values.len()
        )));
    }
    let mut taken = Vec::with_capacity(values.len());
    for (variable, value) in variables.iter().zip(values) {
        taken.push(take(&model, &Type::Sort(variable.sort.clone()), value)?);
    }
    let config = Config {
        shrink,
        ..Config::default()
    };
    let model = Arc::clone(&model.0);
    let found = guarded(|| Ok(py.detach(|| judge_typed_values(&model, law, taken, &config))))?;
    check_interrupted()?;
    Ok(LawEvidence(Arc::new(found.map_err(invalid)?)))
}
