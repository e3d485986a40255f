//! From a Python object to a model.

use crate::errors::{InvalidInput, invalid};
use crate::given::given;
use crate::guard::guarded;
use crate::machine::ObjectSystem;
use crate::model::Model;
use crate::op::op;
use crate::sampler::Sampler;
use crate::sort::ObjectSort;
use crate::value::Shape;
use lawful::Value;
use lawful::machine::find_machine;
use lawful::model as core;
use lawful::theory::{LawDef, Signature, TheoryDef, Type, find_theory, theories};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use std::sync::Arc;

/// What Python has gathered about a model.
struct Given<'py> {
    id: String,
    object: Bound<'py, PyAny>,
    samplers: Bound<'py, PyDict>,
}

/// Makes a model from an object: `samplers` maps the names of sorts to samplers, and `fails` holds
/// pairs of a law and a witness or `None`.
///
/// Raises `InvalidInput` if something is missing.
#[pyfunction]
#[pyo3(signature = (object, theories, samplers, *, id, version, about, fails))]
pub fn build(
    object: Bound<'_, PyAny>,
    #[pyo3(from_py_with = given)] theories: Vec<String>,
    samplers: Bound<'_, PyDict>,
    #[pyo3(from_py_with = given)] id: String,
    #[pyo3(from_py_with = given)] version: &str,
    #[pyo3(from_py_with = given)] about: &str,
    fails: Vec<(String, Option<Bound<'_, PyTuple>>)>,
) -> PyResult<Model> {
    let given = Given {
        id,
        object,
        samplers,
    };
    guarded(|| given.model(&theories, version, about, fails))
}

impl Given<'_> {
    fn model(
        &self,
        ids: &[String],
        version: &str,
        about: &str,
        fails: Vec<(String, Option<Bound<'_, PyTuple>>)>,
    ) -> PyResult<Model> {
        let builder = core::Model::builder(&self.id, version).map_err(invalid)?;
        let mut builder = builder.about(about).language("python");
        // The threads of a shared machine need the interpreter while one waits for the others.
        if !ids
            .iter()
            .any(|id| find_machine(id).is_some_and(|m| m.is_shared()))
        {
            builder = builder.held(crate::hold::hold);
        }
        let mut signature = Signature::default();
        let mut claimed = Vec::new();
        for id in ids {
            let theory = theory(id)?;
            if let Some(machine) = find_machine(id) {
                let system = ObjectSystem::new(&self.id, &self.object, machine)?;
                builder.machine(machine, Arc::new(system));
                claimed.extend(theory.laws.iter());
                continue;
            }
            builder.claim_theory(theory);
            signature.extend(&theory.signature);
            claimed.extend(theory.laws.iter());
        }
        for sort in &signature.sorts {
            let sampler = self.samplers.get_item(&**sort)?.ok_or_else(|| {
                InvalidInput::new_err(format!(
                    "`{}` has no sampler for the sort `{sort}`",
                    self.id
                ))
            })?;
            let sampler = sampler.cast::<Sampler>()?.get().clone();
            builder.any_sort(sort.clone(), Arc::new(ObjectSort(sampler)));
        }
        for def in &signature.ops {
            let name = def.key.name();
            let callable = self.object.getattr(name).map_err(|_| {
                InvalidInput::new_err(format!("`{}` has no operation `{name}`", self.id))
            })?;
            if !callable.is_callable() && !def.args.is_empty() {
                let id = &self.id;
                let why = format!("the operation `{name}` of `{id}` is not a method");
                return Err(InvalidInput::new_err(why));
            }
            builder.op(def.clone(), op(def, callable));
        }
        for (law, witness) in fails {
            let def = self.law(&law, &claimed, &signature)?;
            let witness = witness.map(|w| self.witness(def, &w)).transpose()?;
            builder.fails(def.clone(), witness);
        }
        let model = builder.build().map_err(invalid)?;
        Ok(Model(Arc::new(model)))
    }

    /// Finds a law by its id or its short name: among the claims first, then among all laws whose
    /// operations the model has.
    fn law(
        &self,
        name: &str,
        claimed: &[&'static LawDef],
        signature: &Signature,
    ) -> PyResult<&'static LawDef> {
        let named = |law: &LawDef| law.id.to_string() == name || law.id.name == name;
        let possible = |law: &LawDef| {
            let terms = law.premise.iter().chain([&law.conclusion]);
            let mut operations = terms.flat_map(|t| t.operations());
            operations.all(|op| signature.op(&op).is_some())
        };
        let mut found: Vec<&'static LawDef> =
            claimed.iter().copied().filter(|l| named(l)).collect();
        if found.is_empty() {
            let all = theories().iter().flat_map(|t| &t.laws);
            found = all.filter(|l| named(l) && possible(l)).collect();
        }
        found.sort_by_key(|l| l.id.to_string());
        found.dedup_by_key(|l| l.id.to_string());
        match found.as_slice() {
            [law] => Ok(law),
            [] => Err(InvalidInput::new_err(format!(
                "`{}` makes a claim about `{name}`, but no law over its operations is called so",
                self.id
            ))),
            several => {
                let ids: Vec<String> = several.iter().map(|l| l.id.to_string()).collect();
                Err(InvalidInput::new_err(format!(
                    "`{}` makes a claim about `{name}`, which may be any of {}; write one of them",
                    self.id,
                    ids.join(", ")
                )))
            }
        }
    }

    fn witness(&self, law: &LawDef, values: &Bound<'_, PyTuple>) -> PyResult<Vec<Value>> {
        if find_machine(&law.id.theory).is_some() {
            return Err(InvalidInput::new_err(format!(
                "`{}` gives a witness against `{}`; a law of a machine takes none, write `None`",
                self.id, law.id
            )));
        }
        if values.len() != law.variables.len() {
            return Err(InvalidInput::new_err(format!(
                "the witness against `{}` of `{}` has {} values, but the law has {} variables",
                law.id,
                self.id,
                values.len(),
                law.variables.len()
            )));
        }
        law.variables
            .iter()
            .zip(values.iter())
            .map(|(variable, value)| {
                Shape::of(&Type::Sort(variable.sort.clone()))
                    .take(value)
                    .map_err(|why| {
                        invalid(format!(
                            "the witness against `{}` of `{}`: {why}",
                            law.id, self.id
                        ))
                    })
            })
            .collect()
    }
}

fn theory(id: &str) -> PyResult<&'static TheoryDef> {
    find_theory(id).ok_or_else(|| InvalidInput::new_err(format!("no theory is called `{id}`")))
}
