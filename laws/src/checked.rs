//! Evidence as a type: a model together with the laws that were checked for it.

use crate::check::{self, Config, Regressions, Silent};
use crate::evidence::Evidence;
use crate::model::{self, ModeledBy};
use crate::theory::Theory;
use frunk::hlist::{Sculptor, Selector};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// A model whose laws `Laws` (a frunk `HList` of law types) were checked.
///
/// Only the checker makes one. An algorithm that needs a law asks for it:
///
/// ```
/// use lawful::prelude::*;
/// use lawful::{Checked, Has, checked};
/// use lawful::theories::commutative_semigroup::Commutative;
///
/// fn any_order<M: Monoid, Ls, I>(model: &Checked<M, Ls>, items: &[M::Elem]) -> M::Elem
/// where
///     Checked<M, Ls>: Has<Commutative, I>,
/// {
///     items.iter().rev().fold(model.empty(), |a, b| model.combine(&a, b))
/// }
///
/// # struct Sum;
/// # impl Carrier for Sum {
/// #     type Elem = u32;
/// #     fn elem(&self) -> Sort<u32> { Sort::any() }
/// # }
/// # impl Semigroup for Sum { fn combine(&self, a: &u32, b: &u32) -> u32 { a.wrapping_add(*b) } }
/// # impl Monoid for Sum { fn empty(&self) -> u32 { 0 } }
/// # impl CommutativeSemigroup for Sum {}
/// # impl CommutativeMonoid for Sum {}
/// let sum = checked::<commutative_monoid::Theory, _>("demo.sum", Sum).unwrap();
/// assert_eq!(any_order(&sum, &[1, 2, 3]), 6);
/// ```
pub struct Checked<M, Laws> {
    model: Arc<M>,
    evidence: Arc<Evidence>,
    laws: PhantomData<fn() -> Laws>,
}

impl<M, Laws> Clone for Checked<M, Laws> {
    fn clone(&self) -> Self {
        Checked {
            model: Arc::clone(&self.model),
            evidence: Arc::clone(&self.evidence),
            laws: PhantomData,
        }
    }
}

impl<M, Laws> Deref for Checked<M, Laws> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.model
    }
}

impl<M, Laws> fmt::Debug for Checked<M, Laws> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checked")
            .field("model", &self.evidence.model)
            .finish_non_exhaustive()
    }
}

impl<M, Laws> Checked<M, Laws> {
    /// Keeps a proof of the compiler.
    pub(crate) fn proved(model: Arc<M>, evidence: Evidence) -> Self {
        Checked {
            model,
            evidence: Arc::new(evidence),
            laws: PhantomData,
        }
    }

    /// Returns the evidence.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Returns the model with some of the laws only.
    pub fn only<Fewer, Indices>(&self) -> Checked<M, Fewer>
    where
        Laws: Sculptor<Fewer, Indices>,
    {
        Checked {
            model: Arc::clone(&self.model),
            evidence: Arc::clone(&self.evidence),
            laws: PhantomData,
        }
    }
}

/// Says that a checked model has evidence for the law `L`. The index `I` is always inferred.
#[diagnostic::on_unimplemented(
    message = "there is no evidence for the law `{L}`",
    label = "this model was not checked for `{L}`",
    note = "check the model against a theory that states the law, with `lawful::checked::<theory::Theory, _>(..)`"
)]
pub trait Has<L, I> {}

#[diagnostic::do_not_recommend]
impl<M, Laws: Selector<L, I>, L, I> Has<L, I> for Checked<M, Laws> {}

/// A model that did not pass: the evidence says which laws, and why.
#[derive(Debug, Clone, thiserror::Error)]
#[error("`{}` breaks its claims: {}", .0.model, summary(.0))]
pub struct Unchecked(Box<Evidence>);

impl Unchecked {
    /// Returns the evidence.
    pub fn evidence(&self) -> &Evidence {
        &self.0
    }
}

fn summary(evidence: &Evidence) -> String {
    let bad = evidence.laws.iter().filter(|law| !law.status().is_good());
    let said: Vec<String> = bad
        .map(|law| format!("`{}` is {}", law.law, law.verdict().name()))
        .collect();
    if said.is_empty() {
        "there is no claim".to_owned()
    } else {
        said.join(", ")
    }
}

/// Checks a model against a theory with the default budget and returns all evidence.
///
/// # Errors
/// If the model cannot be built: the id is not valid.
pub fn evidence_of<T, M>(id: &str, model: M) -> Result<Evidence, model::BuilderError>
where
    T: ModeledBy<M>,
    M: Send + Sync + 'static,
{
    run::<T, M>(id, &Arc::new(model), &Config::default())
}

fn run<T, M>(id: &str, model: &Arc<M>, config: &Config) -> Result<Evidence, model::BuilderError>
where
    T: ModeledBy<M>,
    M: Send + Sync + 'static,
{
    let mut builder = model::Model::builder(id, "0")?;
    builder.theory::<T, M>(model);
    let built = Arc::new(builder.build()?);
    let nothing = Evidence {
        model: id.to_owned(),
        version: "0".to_owned(),
        language: "rust".to_owned(),
        theories: built.theories().to_vec(),
        about: String::new(),
        laws: Vec::new(),
    };
    let report = check::check(&[built], config, &Regressions::default(), &mut Silent);
    Ok(report
        .ok()
        .and_then(|r| r.evidence.into_iter().next())
        .unwrap_or(nothing))
}

/// Checks a model against a theory with the default budget, and returns the model with its laws as
/// a type.
///
/// # Errors
/// If a law is refuted, vacuous or could not be run; the error carries the evidence.
pub fn checked<T, M>(id: &str, model: M) -> Result<Checked<M, <T as Theory>::Laws>, Unchecked>
where
    T: ModeledBy<M>,
    M: Send + Sync + 'static,
{
    let model = Arc::new(model);
    let evidence = run::<T, M>(id, &model, &Config::default()).unwrap_or_else(|why| Evidence {
        model: why.to_string(),
        version: String::new(),
        language: "rust".to_owned(),
        theories: Vec::new(),
        about: String::new(),
        laws: Vec::new(),
    });
    if evidence.is_good() {
        Ok(Checked {
            model,
            evidence: Arc::new(evidence),
            laws: PhantomData,
        })
    } else {
        Err(Unchecked(Box::new(evidence)))
    }
}
