//! What a prover is asked: a law of a model.

use crate::term::{Presentation, Signature, TermId};
use lawful::evidence::Claim;
use lawful::model::{Model, Subject};
use lawful::registry;
use lawful::theory::{LawDef, Term, Type};
use std::sync::Arc;

/// A law that nobody can be asked about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProblemError {
    /// There is no such model.
    #[error("no model is called `{0}`; is its crate linked?")]
    Model(String),
    /// The model does not claim the law.
    #[error("`{model}` makes no claim about `{law}`")]
    Law {
        /// The model.
        model: String,
        /// The law.
        law: String,
    },
    /// The law is not one over values.
    #[error("`{0}` is not a law over values, which is what a prover is asked about")]
    Machine(String),
}

/// A law of a model, as a question. Cloning is cheap.
#[derive(Clone)]
pub struct Problem {
    model: Arc<Model>,
    law: String,
    def: Arc<LawDef>,
}

/// The laws of a problem as equations between terms.
pub(super) struct Equations {
    /// The laws that may be cited.
    pub presentation: Presentation,
    /// The sides of the law in question; `None` if it is no equation between operations.
    pub sides: Option<(TermId, TermId)>,
    /// The variables of the law in question.
    pub variables: Vec<String>,
}

impl Problem {
    /// Asks about a claimed law of a model.
    ///
    /// # Errors
    /// If the model makes no claim about the law, or it is not a law over values.
    pub fn new(model: Arc<Model>, law: &str) -> Result<Problem, ProblemError> {
        let claim = model.claim(law).ok_or_else(|| ProblemError::Law {
            model: model.id().to_owned(),
            law: law.to_owned(),
        })?;
        let Subject::Law(def) = claim.subject() else {
            return Err(ProblemError::Machine(law.to_owned()));
        };
        let def = Arc::clone(def);
        Ok(Problem {
            model,
            law: law.to_owned(),
            def,
        })
    }

    /// Asks about a claimed law of a registered model.
    ///
    /// # Errors
    /// As [`Problem::new`], and if there is no such model.
    pub fn of(model: &str, law: &str) -> Result<Problem, ProblemError> {
        let unknown = || ProblemError::Model(model.to_owned());
        let models = registry::models().map_err(|_| unknown())?;
        let found = models.iter().find(|m| m.id() == model);
        Problem::new(Arc::clone(found.ok_or_else(unknown)?), law)
    }

    /// Returns the model.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// Returns the id of the law.
    pub fn law(&self) -> &str {
        &self.law
    }

    /// Returns the law as data.
    pub fn def(&self) -> &LawDef {
        &self.def
    }

    /// Prints the law.
    pub fn statement(&self) -> String {
        self.def.statement(self.model.signature())
    }

    /// Returns the laws that a derivation may cite, each with its equation in terms: `join(a, b) =
    /// join(b, a)`.
    pub fn citable(&self) -> Vec<(String, String)> {
        let equations = self.equations();
        let presentation = &equations.presentation;
        let shown = presentation.equations.iter();
        shown
            .map(|equation| (equation.name.clone(), presentation.show(equation)))
            .collect()
    }

    /// Returns the two sides of the law as terms, if it is an equation between operations.
    pub fn goal(&self) -> Option<(String, String)> {
        let equations = self.equations();
        let terms = &equations.presentation.terms;
        let (left, right) = equations.sides?;
        Some((terms.show(left), terms.show(right)))
    }

    pub(super) fn equations(&self) -> Equations {
        let mut signature = Signature::default();
        for op in &self.model.signature().ops {
            let types = op.args.iter().chain([&op.result]);
            let sorts: Option<Vec<&str>> = types.map(sort).collect();
            if let Some((output, inputs)) = sorts.as_deref().and_then(<[&str]>::split_last) {
                // Two operations of one name, or a name that is none, are left out.
                let _ = signature.declare(op.key.name(), inputs, output);
            }
        }
        let mut presentation = Presentation::new(signature);
        for claim in self.model.claims() {
            let Subject::Law(def) = claim.subject() else {
                continue;
            };
            let name = claim.id();
            if name == self.law || claim.claim() != Claim::Holds {
                continue;
            }
            if let Some((left, right)) = sides(&mut presentation, def) {
                let equation = crate::term::Equation { name, left, right };
                presentation.equations.push(equation);
            }
        }
        let sides = sides(&mut presentation, &self.def);
        let variables = self.def.variables.iter();
        let variables = variables.map(|v| variable(&presentation, v)).collect();
        Equations {
            presentation,
            sides,
            variables,
        }
    }
}

fn sort(ty: &Type) -> Option<&str> {
    match ty {
        Type::Sort(name) => Some(name),
        Type::Option(_) => None,
    }
}

/// Returns how a variable is called: two laws may give one name to variables of two sorts.
fn variable(presentation: &Presentation, variable: &lawful::theory::Variable) -> String {
    let signature = presentation.terms.signature();
    let mut name = variable.name.to_string();
    let first = signature.operations().next().map(|(_, op)| op.output);
    if first.is_some_and(|first| signature.sort_name(first) != variable.sort) {
        name = format!("{name}_{}", variable.sort.to_lowercase());
    }
    while signature.find(&name).is_some() {
        name.push('_');
    }
    name
}

/// Returns the sides of a law without a premise as terms.
fn sides(presentation: &mut Presentation, def: &LawDef) -> Option<(TermId, TermId)> {
    if def.premise.is_some() {
        return None;
    }
    let Term::Equal(Type::Sort(_), left, right) = &def.conclusion else {
        return None;
    };
    Some((
        term(presentation, def, left)?,
        term(presentation, def, right)?,
    ))
}

fn term(presentation: &mut Presentation, def: &LawDef, of: &Term) -> Option<TermId> {
    match of {
        Term::Var(place) => {
            let declared = def.variables.get(*place)?;
            let name = variable(presentation, declared);
            let mut signature = presentation.terms.signature().clone();
            let sort = signature.sort(&declared.sort);
            presentation.terms.variable_of(&name, sort).ok()
        }
        Term::Apply(key, args) => {
            let op = presentation.terms.signature().find(key.name())?;
            let args: Vec<TermId> = args
                .iter()
                .map(|arg| term(presentation, def, arg))
                .collect::<Option<_>>()?;
            presentation.terms.apply(op, &args).ok()
        }
        _ => None,
    }
}
