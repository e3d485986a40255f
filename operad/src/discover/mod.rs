//! Law discovery: which equations hold in a model and follow from nothing that it claims.
//!
//! ```
//! use lawful::prelude::*;
//! use lawful_operad::discover::{Options, discover};
//!
//! struct Max;
//! impl Carrier for Max {
//!     type Elem = u8;
//!     fn elem(&self) -> Sort<u8> { Sort::finite([0, 1, 2, 3]) }
//! }
//! impl Semigroup for Max {
//!     fn combine(&self, a: &u8, b: &u8) -> u8 { *a.max(b) }
//! }
//! let model = lawful::model::of::<semigroup::Theory, _>("demo.max", "1", Max).unwrap();
//! let found = discover(&model, &Options::default()).unwrap();
//! let names: Vec<&str> = found.new.iter().map(|law| law.name.as_str()).collect();
//! assert_eq!(names, ["combine is commutative", "combine is idempotent"]);
//! ```

mod behaviour;
mod check;
mod claims;
mod explore;
mod names;
mod show;
mod space;

use crate::derive::{Equality, Limits, decide};
use crate::term::{Equation, Normalizer, Presentation, TermError, TermId};
use lawful::Exception;
use lawful::evidence::Verdict;
use lawful::model::Model;
use serde::{Deserialize, Serialize};
use space::Space;
use std::borrow::Cow;

/// How far discovery looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The largest terms that are enumerated, in nodes.
    pub size: usize,
    /// The largest number of terms that are enumerated.
    pub terms: usize,
    /// How many assignments of values a found equation must survive, if not all can be visited.
    pub cases: u64,
    /// The seed of the samples.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            size: 5,
            terms: 3_000,
            cases: 10_000,
            seed: 0,
        }
    }
}

/// An equation that holds and is not claimed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// What it is called, or the equation itself.
    pub name: String,
    /// The equation.
    pub equation: String,
    /// How that is known: proved over the whole domain, or tested.
    pub verdict: Verdict,
    /// What claiming it is good for, if it is a well-known one.
    pub advice: Option<Cow<'static, str>>,
}

/// A claimed equation that follows from the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redundant {
    /// The law.
    pub law: String,
    /// The derivation from the other claimed laws, a line for each step.
    pub derivation: Vec<String>,
}

/// What discovery found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discoveries {
    /// The model.
    pub model: String,
    /// The claimed laws that are equations and were taken as given.
    pub given: Vec<String>,
    /// Equations that hold, follow from nothing that is claimed, and not from each other.
    pub new: Vec<Found>,
    /// Claimed laws that follow from the other claimed ones.
    pub redundant: Vec<Redundant>,
    /// Claimed equations that fail on a sample.
    pub broken: Vec<String>,
    /// How many terms were compared.
    pub terms: usize,
}

/// A model in which nothing can be discovered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiscoverError {
    /// There is nothing to make terms of.
    #[error(
        "`{0}` has no operation whose arguments and result are plain values of its sorts; there are no terms to compare"
    )]
    Nothing(String),
    /// A sampler raised.
    #[error("the sampler of the sort `{sort}` raised: {why}")]
    Sampler {
        /// The sort.
        sort: String,
        /// What it said.
        why: Exception,
    },
    /// A limit makes no sense.
    #[error("a size of `{0}` compares nothing or too much; give 2 to 12")]
    Size(usize),
    /// Whoever asked wanted no more.
    #[error("the discovery was stopped before its end")]
    Stopped,
    /// Terms could not be built.
    #[error(transparent)]
    Term(#[from] TermError),
}

/// A candidate, before it is decided whether to print it.
struct Candidate {
    name: Option<String>,
    advice: Option<&'static str>,
    left: TermId,
    right: TermId,
}

/// Finds the equations of a model that hold and follow from nothing that it claims.
///
/// Well-known laws come first, then equations by size. Equations are compared on samples, then
/// checked on the whole domain or on many cases, and left out if they follow from the claimed ones
/// and those found before. What follows is searched within limits, so that a consequence with a long
/// derivation may be printed; what is printed always held.
///
/// # Errors
/// If the model has no operations to make terms of, or a sampler raises.
pub fn discover(model: &Model, options: &Options) -> Result<Discoveries, DiscoverError> {
    discover_until(model, options, &|| false)
}

/// Discovers as [`discover`] does, until `stop` returns true. It is asked between derivations and
/// between a few hundred cases.
///
/// # Errors
/// As [`discover`], and [`DiscoverError::Stopped`] if it was stopped.
///
/// ```
/// use lawful::prelude::*;
/// use lawful_operad::discover::{DiscoverError, Options, discover_until};
///
/// struct Max;
/// impl Carrier for Max {
///     type Elem = u8;
///     fn elem(&self) -> Sort<u8> { Sort::finite([0, 1, 2, 3]) }
/// }
/// impl Semigroup for Max {
///     fn combine(&self, a: &u8, b: &u8) -> u8 { *a.max(b) }
/// }
/// let model = lawful::model::of::<semigroup::Theory, _>("demo.max", "1", Max).unwrap();
/// let stopped = discover_until(&model, &Options::default(), &|| true);
/// assert_eq!(stopped.unwrap_err(), DiscoverError::Stopped);
/// ```
pub fn discover_until(
    model: &Model,
    options: &Options,
    stop: &dyn Fn() -> bool,
) -> Result<Discoveries, DiscoverError> {
    if !(2..=12).contains(&options.size) {
        return Err(DiscoverError::Size(options.size));
    }
    let mut space = Space::new(model, options, stop)?;
    let (claimed, broken) = claims::claimed(&mut space)?;
    let mut candidates = names::candidates(&mut space)?;
    let (explored, terms) = explore::explore(&mut space, options)?;
    candidates.extend(explored);
    let mut basis = claimed.clone();
    let mut new: Vec<(Equation, Candidate, Verdict)> = Vec::new();
    for candidate in candidates {
        space.go_on()?;
        let (left, right) = (candidate.left, candidate.right);
        if left == right || follows(&mut space.presentation, &basis, left, right, &QUICK) {
            continue;
        }
        let Some(verdict) = check::check(&space, left, right, options)? else {
            continue;
        };
        let equation = Equation {
            name: candidate
                .name
                .clone()
                .unwrap_or_else(|| space.show(left, right)),
            left,
            right,
        };
        basis.push(equation.clone());
        new.push((equation, candidate, verdict));
    }
    prune(&mut space, &claimed, &mut new)?;
    let found = new.into_iter().map(|(equation, candidate, verdict)| Found {
        equation: space.show(equation.left, equation.right),
        name: equation.name,
        verdict,
        advice: candidate.advice.map(Cow::Borrowed),
    });
    let new = found.collect();
    let redundant = redundant(&mut space, &claimed)?;
    Ok(Discoveries {
        model: model.id().to_owned(),
        given: claimed.into_iter().map(|equation| equation.name).collect(),
        new,
        redundant,
        broken,
        terms,
    })
}

const QUICK: Limits = Limits {
    nodes: 2_000,
    rounds: 6,
};

/// Leaves out what follows from the claimed equations and the rest, the last ones first.
fn prune(
    space: &mut Space<'_>,
    claimed: &[Equation],
    new: &mut Vec<(Equation, Candidate, Verdict)>,
) -> Result<(), DiscoverError> {
    let mut place = new.len();
    while place > 0 {
        place -= 1;
        space.go_on()?;
        let others = new.iter().enumerate().filter(|(k, _)| *k != place);
        let mut basis = claimed.to_vec();
        basis.extend(others.map(|(_, (equation, ..))| equation.clone()));
        let Some((equation, ..)) = new.get(place) else {
            continue;
        };
        let (left, right) = (equation.left, equation.right);
        if follows(
            &mut space.presentation,
            &basis,
            left,
            right,
            &Limits::default(),
        ) {
            new.remove(place);
        }
    }
    Ok(())
}

/// Returns whether an equation follows, as far as that is found within the limits.
fn follows(
    presentation: &mut Presentation,
    basis: &[Equation],
    left: TermId,
    right: TermId,
    limits: &Limits,
) -> bool {
    let normalizer = Normalizer::of(&presentation.terms, basis);
    let terms = &mut presentation.terms;
    let normal = (
        normalizer.normalize(terms, left),
        normalizer.normalize(terms, right),
    );
    if let (Ok(a), Ok(b)) = normal
        && (a == b || normalizer.is_complete())
    {
        return a == b;
    }
    derivation(presentation, basis, left, right, limits).is_some()
}

fn derivation(
    presentation: &mut Presentation,
    basis: &[Equation],
    left: TermId,
    right: TermId,
    limits: &Limits,
) -> Option<Vec<String>> {
    let before = std::mem::replace(&mut presentation.equations, basis.to_vec());
    let lines = match decide(presentation, left, right, limits) {
        Equality::Equal(derivation) => Some(derivation.lines(presentation)),
        Equality::Different | Equality::Unknown => None,
    };
    presentation.equations = before;
    lines
}

fn redundant(space: &mut Space<'_>, claimed: &[Equation]) -> Result<Vec<Redundant>, DiscoverError> {
    let mut found = Vec::new();
    for (place, equation) in claimed.iter().enumerate() {
        space.go_on()?;
        let others: Vec<Equation> = claimed
            .iter()
            .enumerate()
            .filter(|(k, _)| *k != place)
            .map(|(_, other)| other.clone())
            .collect();
        let (left, right) = (equation.left, equation.right);
        let limits = Limits::default();
        let presentation = &mut space.presentation;
        if let Some(derivation) = derivation(presentation, &others, left, right, &limits) {
            found.push(Redundant {
                law: equation.name.clone(),
                derivation,
            });
        }
    }
    Ok(found)
}
