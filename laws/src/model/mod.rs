//! Models: implementations of theories, as the checker sees them.

mod builder;
mod claim;
mod hot;
#[doc(hidden)]
pub mod lawbreaker_parts;
mod op;

pub use builder::{Builder, BuilderError};
pub use claim::{Claimed, Subject};
pub use hot::{Hot, HotLaw, HotTally, Outcome, Sorts};
pub use op::{Op, arg};

use crate::machine::{AnySystem, Machine};
use crate::sort::AnySort;
use crate::theory::{Name, OpDef, OpKey, Signature};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A theory of which `M` is a model. Implemented by [`theory!`](crate::theory!), never by hand.
#[diagnostic::on_unimplemented(
    message = "`{M}` is not a model of `{Self}`",
    note = "implement the theory's trait for it, and the traits of the theories that it extends"
)]
pub trait ModeledBy<M>: crate::theory::Theory {
    /// Adds the sorts, operations and laws of a model to a builder.
    #[doc(hidden)]
    fn install(model: &Arc<M>, builder: &mut Builder);
}

/// What is put around the work on one law of a model: it must call its argument once.
///
/// A model in another language takes the lock of its interpreter here, once for many operations.
pub type Hold = dyn Fn(&mut dyn FnMut()) + Send + Sync;

/// A machine, and the system that the model is of it.
type Running = (Arc<Machine>, Arc<dyn AnySystem>);

/// A model without its type: sorts, operations, and claimed laws.
///
/// Rust models, Python models, lawbreakers and mutants all take this one form.
#[derive(Clone)]
pub struct Model {
    id: String,
    version: String,
    language: Name,
    about: String,
    theories: Vec<String>,
    signature: Signature,
    sorts: BTreeMap<Name, Arc<dyn AnySort>>,
    ops: BTreeMap<OpKey, Op>,
    claims: Vec<Claimed>,
    systems: Vec<Running>,
    hold: Option<Arc<Hold>>,
}

impl Model {
    /// Starts a model.
    ///
    /// # Errors
    /// If the id is empty, longer than 200 characters, or has characters other than letters,
    /// digits, `.`, `_` and `-`; or if the version is empty.
    pub fn builder(id: &str, version: &str) -> Result<Builder, BuilderError> {
        Builder::new(id, version)
    }

    /// Returns the id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the language that the model is written in: `rust` or `python`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Returns the one line about the model.
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Returns the ids of the theories that the model claims.
    pub fn theories(&self) -> &[String] {
        &self.theories
    }

    /// Returns the signature: all sorts and operations.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Returns the claims, sorted by the id of the law.
    pub fn claims(&self) -> &[Claimed] {
        &self.claims
    }

    /// Finds a claim by the id of its law.
    pub fn claim(&self, law: &str) -> Option<&Claimed> {
        self.claims.iter().find(|c| c.id() == law)
    }

    /// Finds a sort by its name.
    pub fn sort(&self, name: &str) -> Option<&Arc<dyn AnySort>> {
        self.sorts.get(name)
    }

    /// Finds an operation.
    pub fn op(&self, key: &OpKey) -> Option<&Op> {
        self.ops.get(key)
    }

    /// Returns the machines that the model claims, each with its system.
    pub fn systems(&self) -> &[(Arc<Machine>, Arc<dyn AnySystem>)] {
        &self.systems
    }

    /// Returns whether work on the model must happen inside of what [`Builder::held`] puts around it.
    pub fn is_held(&self) -> bool {
        self.hold.is_some()
    }

    /// Returns the model with the claims of the wanted laws only, by their ids.
    pub fn only(&self, wanted: impl Fn(&str) -> bool) -> Model {
        let mut model = self.clone();
        model.claims.retain(|claim| wanted(&claim.id()));
        model
    }

    /// Runs work on a law of the model, inside of what [`Builder::held`] puts around it.
    pub fn hold(&self, work: &mut dyn FnMut()) {
        match &self.hold {
            Some(hold) => hold(work),
            None => work(),
        }
    }

    /// Returns the model without the compiled forms of its laws: every case is interpreted.
    ///
    /// The evidence is the same, more slowly: a check of the checker.
    pub fn interpreted(&self) -> Model {
        let mut model = self.clone();
        model.claims.iter_mut().for_each(Claimed::forget_hot);
        model
    }

    /// Returns the model with one operation replaced and every law judged by that operation.
    pub(crate) fn mutated(&self, id: String, key: &OpKey, op: Op) -> Model {
        let mut mutant = self.clone();
        mutant.id = id;
        mutant.ops.insert(key.clone(), op);
        mutant.interpreted()
    }

    /// Declares one more operation, so that laws about it can be printed and judged.
    pub(crate) fn declare(&mut self, op: OpDef) {
        self.signature.ops.push(op);
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("id", &self.id)
            .field("version", &self.version)
            .field("theories", &self.theories)
            .finish_non_exhaustive()
    }
}

/// Makes the model of a theory from a value of an implementing type, without registering it.
///
/// # Errors
/// If the id or the version is not valid.
///
/// ```
/// use lawful::prelude::*;
/// #[derive(Clone)]
/// struct Max;
/// impl Carrier for Max {
///     type Elem = i64;
///     fn elem(&self) -> Sort<i64> { Sort::any() }
/// }
/// impl Semigroup for Max {
///     fn combine(&self, a: &i64, b: &i64) -> i64 { *a.max(b) }
/// }
/// let model = lawful::model::of::<semigroup::Theory, _>("demo.max", "1", Max)?;
/// assert_eq!(model.claims().len(), 1);
/// assert!(lawful::model::of::<semigroup::Theory, _>("no spaces", "1", Max).is_err());
/// # Ok::<(), lawful::model::BuilderError>(())
/// ```
pub fn of<T, M>(id: &str, version: &str, model: M) -> Result<Model, BuilderError>
where
    T: ModeledBy<M>,
    M: Send + Sync + 'static,
{
    let mut builder = Model::builder(id, version)?;
    builder.theory::<T, M>(&Arc::new(model));
    builder.build()
}
