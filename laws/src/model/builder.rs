//! Putting a model together.

use super::{Claimed, Hot, Model, ModeledBy, Op, Subject};
use crate::machine::{AnySystem, Machine};
use crate::machine_law::MachineLaw;
use crate::sort::{AnySort, Sort};
use crate::theory::{LawDef, Name, OpDef, Signature};
use crate::value::{Element, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A model that cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuilderError {
    /// The id is not valid.
    #[error("`{0}` is not a model id: use 1 to 200 letters, digits, `.`, `_` and `-`")]
    Id(String),
    /// The version is not valid.
    #[error("the version of `{0}` must have 1 to 60 characters and no control characters")]
    Version(String),
    /// A sort of the signature has no sampler.
    #[error("`{model}` has no sampler for the sort `{sort}`")]
    Sort {
        /// The model.
        model: String,
        /// The sort.
        sort: String,
    },
    /// An operation of the signature is missing.
    #[error("`{model}` has no operation `{op}`")]
    Op {
        /// The model.
        model: String,
        /// The operation.
        op: String,
    },
    /// A negative claim names a law over operations that the model does not have.
    #[error("`{model}` makes a claim about `{law}` but has no operation `{op}`")]
    Claim {
        /// The model.
        model: String,
        /// The law.
        law: String,
        /// The operation that is missing.
        op: String,
    },
    /// A witness has the wrong number of values.
    #[error(
        "the witness against `{law}` of `{model}` has {given} values, but the law has {wanted} variables"
    )]
    Witness {
        /// The model.
        model: String,
        /// The law.
        law: String,
        /// The number of values given.
        given: usize,
        /// The number of variables.
        wanted: usize,
    },
    /// A witness is given against a law of a machine.
    #[error(
        "a witness is given against `{law}` of `{model}`, but the checker looks for programs itself: leave it out"
    )]
    Program {
        /// The model.
        model: String,
        /// The law.
        law: String,
    },
    /// A value of a witness is not of the sort of its variable.
    #[error(
        "value {place} of the witness against `{law}` of `{model}` is not of the sort `{sort}`; \
         write the type of a number, as in `1u8`"
    )]
    ForeignWitness {
        /// The model.
        model: String,
        /// The law.
        law: String,
        /// The place of the value, from 1.
        place: usize,
        /// The sort of the variable.
        sort: String,
    },
    /// The model's own code panicked while it was built.
    #[error("building `{model}` raised: {message}")]
    Raised {
        /// The model.
        model: String,
        /// What it said, and where.
        message: String,
    },
    /// The order of a sort is needed and missing.
    #[error(
        "`{law}` needs the order of the sort `{sort}`, but `{model}` gives it none; call `.ordered()` on the sort"
    )]
    Unordered {
        /// The model.
        model: String,
        /// The law.
        law: String,
        /// The sort.
        sort: String,
    },
}

/// A model in the making.
pub struct Builder {
    model: Model,
    /// The ids of the laws of each claimed theory.
    laws_of: Vec<(String, Vec<String>)>,
}

impl Builder {
    pub(super) fn new(id: &str, version: &str) -> Result<Builder, BuilderError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if id.is_empty() || id.len() > 200 || !id.chars().all(plain) {
            return Err(BuilderError::Id(id.chars().take(200).collect()));
        }
        if version.is_empty() || version.len() > 60 || version.chars().any(char::is_control) {
            return Err(BuilderError::Version(id.to_owned()));
        }
        let mut sorts: BTreeMap<Name, Arc<dyn AnySort>> = BTreeMap::new();
        sorts.insert("bool".into(), Arc::new(Sort::<bool>::any()));
        sorts.insert("u64".into(), Arc::new(Sort::<u64>::any()));
        sorts.insert("i64".into(), Arc::new(Sort::<i64>::any()));
        sorts.insert("String".into(), Arc::new(Sort::<String>::any()));
        use std::cmp::Ordering::{Equal, Greater, Less};
        sorts.insert(
            "Ordering".into(),
            Arc::new(Sort::finite(vec![Less, Equal, Greater]).ordered()),
        );
        Ok(Builder {
            model: Model {
                id: id.to_owned(),
                version: version.to_owned(),
                language: "rust".into(),
                about: String::new(),
                theories: Vec::new(),
                signature: Signature::default(),
                sorts,
                ops: BTreeMap::new(),
                claims: Vec::new(),
                systems: Vec::new(),
                hold: None,
            },
            laws_of: Vec::new(),
        })
    }

    /// Says what the model is, in one line.
    pub fn about(mut self, about: &str) -> Self {
        self.model.about = about.trim().to_owned();
        self
    }

    /// Says in which language the model is written; `rust` if nothing is said.
    pub fn language(mut self, language: &'static str) -> Self {
        self.model.language = language.into();
        self
    }

    /// Sets what is put around the work on one law, for models in another language.
    pub fn held(mut self, hold: impl Fn(&mut dyn FnMut()) + Send + Sync + 'static) -> Self {
        self.model.hold = Some(Arc::new(hold));
        self
    }

    /// Adds what a typed model of a theory has: sorts, operations, and the claim of every law.
    pub fn theory<T: ModeledBy<M>, M>(&mut self, model: &Arc<M>) {
        self.list(&T::define());
        T::install(model, self);
    }

    fn list(&mut self, theory: &crate::theory::TheoryDef) {
        if !self.model.theories.contains(&theory.id) {
            self.model.theories.push(theory.id.clone());
            let laws = theory.laws.iter().map(|law| law.id.to_string()).collect();
            self.laws_of.push((theory.id.clone(), laws));
        }
    }

    /// Claims a theory by its data: for models whose operations are given one by one. A machine is
    /// claimed with [`Builder::machine`] instead.
    pub fn claim_theory(&mut self, theory: &crate::theory::TheoryDef) {
        self.list(theory);
        self.model.signature.extend(&theory.signature);
        for law in &theory.laws {
            self.law(law.clone());
        }
    }

    /// Adds a sort.
    pub fn sort<T: Element>(&mut self, name: &'static str, sort: Sort<T>) {
        self.any_sort(name, Arc::new(sort));
    }

    /// Adds a sort whose type is known only at run time.
    pub fn any_sort(&mut self, name: impl Into<Name>, sort: Arc<dyn AnySort>) {
        let name = name.into();
        if !self.model.signature.sorts.contains(&name) {
            self.model.signature.sorts.push(name.clone());
        }
        self.model.sorts.entry(name).or_insert(sort);
    }

    /// Adds an operation.
    pub fn op(&mut self, def: OpDef, op: Op) {
        self.model.ops.entry(def.key.clone()).or_insert(op);
        if self.model.signature.op(&def.key).is_none() {
            self.model.signature.ops.push(def);
        }
    }

    /// Claims a law.
    pub fn law(&mut self, def: LawDef) {
        self.claim(Claimed::law(
            Arc::new(def),
            crate::evidence::Claim::Holds,
            None,
        ));
    }

    /// Claims a law that has a compiled form.
    #[doc(hidden)]
    pub fn hot_law(&mut self, def: LawDef, hot: Arc<dyn Hot>) {
        let claim = crate::evidence::Claim::Holds;
        self.claim(Claimed::law(Arc::new(def), claim, None).hot(hot));
    }

    /// Claims a machine: every law of it, for a system.
    ///
    /// This is also the way for a system whose type is known only at run time.
    pub fn machine(&mut self, machine: &Arc<Machine>, system: Arc<dyn AnySystem>) {
        let id = machine.id();
        if !self.model.theories.iter().any(|theory| theory == id) {
            self.model.theories.push(id.to_owned());
        }
        if !self.model.systems.iter().any(|(known, _)| known.id() == id) {
            let running = (Arc::clone(machine), Arc::clone(&system));
            self.model.systems.push(running);
        }
        for law in machine.laws(&system) {
            self.machine_law(law);
        }
    }

    /// Claims a law of a machine.
    pub fn machine_law(&mut self, law: Arc<dyn MachineLaw>) {
        self.claim(Claimed::of(Subject::Machine(law)));
    }

    /// Claims that a law does not hold; without a witness, the checker looks for one.
    pub fn fails(&mut self, def: LawDef, witness: Option<Vec<Value>>) {
        let id = def.id.to_string();
        match self.model.claims.iter_mut().find(|c| c.id() == id) {
            Some(claim) => claim.fails(witness),
            None => {
                let mut claim = Claimed::law(Arc::new(def), crate::evidence::Claim::Fails, None);
                claim.fails(witness);
                self.model.claims.push(claim);
            }
        }
    }

    fn claim(&mut self, claim: Claimed) {
        // A diamond: the same law of the same operation is one claim.
        if self.model.claims.iter().all(|c| c.id() != claim.id()) {
            self.model.claims.push(claim);
        }
    }

    /// Finishes the model.
    ///
    /// # Errors
    /// If a sort, an operation or an order that a claim needs is missing, or a witness does not
    /// fit its law.
    pub fn build(mut self) -> Result<Model, BuilderError> {
        self.add_isomorphisms();
        let model = &self.model;
        for op in &model.signature.ops {
            if !model.ops.contains_key(&op.key) {
                return Err(BuilderError::Op {
                    model: model.id.clone(),
                    op: op.key.name().to_owned(),
                });
            }
        }
        for sort in &model.signature.sorts {
            if !model.sorts.contains_key(sort) {
                return Err(BuilderError::Sort {
                    model: model.id.clone(),
                    sort: sort.to_string(),
                });
            }
        }
        for claim in &model.claims {
            match claim.subject() {
                Subject::Law(def) => check_law(model, def, claim.witness())?,
                Subject::Machine(_) if claim.witness().is_some() => {
                    return Err(BuilderError::Program {
                        model: model.id.clone(),
                        law: claim.id(),
                    });
                }
                Subject::Machine(_) | Subject::Isomorphism { .. } => {}
            }
        }
        self.model.claims.sort_by_key(Claimed::id);
        self.name_exceptions();
        Ok(self.model)
    }

    /// A theory of which a law is denied is not claimed whole, and is not listed as if it were.
    fn name_exceptions(&mut self) {
        let denied: Vec<String> = self
            .model
            .claims
            .iter()
            .filter(|claim| claim.claim() == crate::evidence::Claim::Fails)
            .map(Claimed::id)
            .collect();
        for (id, laws) in &self.laws_of {
            let missing: Vec<&str> = denied
                .iter()
                .filter(|d| laws.contains(d))
                .map(String::as_str)
                .collect();
            if !missing.is_empty()
                && let Some(listed) = self.model.theories.iter_mut().find(|t| *t == id)
            {
                *listed = format!("{id} without {}", missing.join(", "));
            }
        }
    }

    fn add_isomorphisms(&mut self) {
        let found: Vec<Claimed> = self
            .model
            .sorts
            .iter()
            .filter_map(|(sort, any)| {
                Some(Claimed::of(Subject::Isomorphism {
                    sort: sort.to_string(),
                    name: any.isomorphism()?,
                }))
            })
            .collect();
        for claim in found {
            self.claim(claim);
        }
    }
}

fn check_law(model: &Model, def: &LawDef, witness: Option<&[Value]>) -> Result<(), BuilderError> {
    let law = def.id.to_string();
    let terms = def.premise.iter().chain([&def.conclusion]);
    for op in terms.clone().flat_map(crate::theory::Term::operations) {
        if !model.ops.contains_key(&op) {
            return Err(BuilderError::Claim {
                model: model.id.clone(),
                law,
                op: op.name().to_owned(),
            });
        }
    }
    for variable in &def.variables {
        if !model.sorts.contains_key(&variable.sort) {
            return Err(BuilderError::Sort {
                model: model.id.clone(),
                sort: variable.sort.to_string(),
            });
        }
    }
    for sort in terms.flat_map(ordered_sorts) {
        if model.sort(&sort).is_none_or(|s| !s.is_ordered()) {
            return Err(BuilderError::Unordered {
                model: model.id.clone(),
                law,
                sort,
            });
        }
    }
    match witness {
        Some(values) if values.len() != def.variables.len() => Err(BuilderError::Witness {
            model: model.id.clone(),
            law,
            given: values.len(),
            wanted: def.variables.len(),
        }),
        Some(values) => {
            let pairs = def.variables.iter().zip(values).zip(1usize..);
            for ((variable, value), place) in pairs {
                if model
                    .sort(&variable.sort)
                    .is_some_and(|s| !s.accepts(value))
                {
                    return Err(BuilderError::ForeignWitness {
                        model: model.id.clone(),
                        law,
                        place,
                        sort: variable.sort.to_string(),
                    });
                }
            }
            Ok(())
        }
        None => Ok(()),
    }
}

fn ordered_sorts(term: &crate::theory::Term) -> Vec<String> {
    use crate::theory::{Term, Type};
    let mut found: Vec<String> = term
        .children()
        .into_iter()
        .flat_map(ordered_sorts)
        .collect();
    if let Term::AtMost(Type::Sort(name), ..) = term {
        found.push(name.to_string());
    }
    found
}
