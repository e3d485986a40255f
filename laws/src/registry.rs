//! The registry: every model that is linked into the program.

use crate::model::{BuilderError, Model};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// A registered model. Submitted by [`register!`](crate::register), never by hand.
#[doc(hidden)]
pub struct Registration {
    pub id: &'static str,
    pub crate_name: &'static str,
    pub build: fn() -> Result<Model, BuilderError>,
}

inventory::collect!(Registration);

/// A registry that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// A model cannot be built.
    #[error("the model `{id}` of the crate `{crate_name}` cannot be built: {why}")]
    Build {
        /// The model.
        id: String,
        /// The crate that registers it.
        crate_name: String,
        /// What is wrong.
        why: Box<BuilderError>,
    },
    /// Two models have one id.
    #[error(
        "two models are called `{id}`, one in the crate `{first}` and one in `{second}`; an id must be unique"
    )]
    Duplicate {
        /// The id.
        id: String,
        /// A crate that registers it.
        first: String,
        /// The other crate, or the same one.
        second: String,
    },
    /// Models that a manifest names are not linked.
    #[error("the manifest names models that are not registered: {}; a crate that is only a dependency registers nothing, link it with `lawful::plugins![name_of_the_crate]`", .0.join(", "))]
    Missing(Vec<String>),
    /// A line of a manifest is not an id.
    #[error("line {line} of the manifest is not a model id: `{text}`")]
    Manifest {
        /// The line, from 1.
        line: usize,
        /// What it says.
        text: String,
    },
}

/// Returns every registered model, sorted by id.
///
/// # Errors
/// If a model cannot be built, or two models have one id.
pub fn models() -> Result<&'static [Arc<Model>], RegistryError> {
    static ALL: OnceLock<Result<Vec<Arc<Model>>, RegistryError>> = OnceLock::new();
    match ALL.get_or_init(collect) {
        Ok(models) => Ok(models),
        Err(error) => Err(error.clone()),
    }
}

fn collect() -> Result<Vec<Arc<Model>>, RegistryError> {
    let mut registrations: Vec<&Registration> = inventory::iter::<Registration>().collect();
    registrations.sort_by_key(|r| (r.id, r.crate_name));
    for pair in registrations.windows(2) {
        if let [a, b] = pair
            && a.id == b.id
        {
            return Err(RegistryError::Duplicate {
                id: a.id.to_owned(),
                first: a.crate_name.to_owned(),
                second: b.crate_name.to_owned(),
            });
        }
    }
    registrations
        .into_iter()
        .map(|r| {
            crate::panic::guarded(|| Ok((r.build)()))
                .unwrap_or_else(|raised| Err(raised_while_building(r.id, &raised)))
                .map(Arc::new)
                .map_err(|why| RegistryError::Build {
                    id: r.id.to_owned(),
                    crate_name: r.crate_name.to_owned(),
                    why: Box::new(why),
                })
        })
        .collect()
}

fn raised_while_building(id: &str, raised: &crate::Exception) -> BuilderError {
    BuilderError::Raised {
        model: id.to_owned(),
        message: format!("{} ({})", raised.message, raised.place),
    }
}

/// Returns the package that registered a model.
#[must_use]
pub fn package(model: &str) -> Option<&'static str> {
    inventory::iter::<Registration>()
        .find(|registration| registration.id == model)
        .map(|registration| registration.crate_name)
}

/// Checks that every model of a manifest is there. A manifest has one id per line; `#` begins a
/// comment.
///
/// # Errors
/// If a line is not an id, or a model is missing.
///
/// ```
/// use lawful::registry::{require, RegistryError};
/// assert!(require("# nothing is expected\n", &[]).is_ok());
/// assert_eq!(
///     require("demo.max\n", &[]),
///     Err(RegistryError::Missing(vec!["demo.max".to_owned()]))
/// );
/// ```
pub fn require(manifest: &str, models: &[Arc<Model>]) -> Result<(), RegistryError> {
    let known: BTreeSet<&str> = models.iter().map(|m| m.id()).collect();
    let mut missing = Vec::new();
    for (number, line) in manifest.lines().enumerate() {
        let id = line.split('#').next().unwrap_or_default().trim();
        if id.is_empty() {
            continue;
        }
        if id.len() > 200 || id.contains(char::is_whitespace) {
            let text = id.chars().take(80).collect();
            return Err(RegistryError::Manifest {
                line: number + 1,
                text,
            });
        }
        if !known.contains(id) {
            missing.push(id.to_owned());
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(RegistryError::Missing(missing))
    }
}
