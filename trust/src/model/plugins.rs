//! Trust models by name.

use super::{ByEvidence, Rules, Web4};
use crate::TrustError;

/// A trust model that can be chosen by name. Submitted with [`plugin!`](crate::plugin).
pub struct Plugin {
    /// The model.
    pub rules: &'static dyn Rules,
}

lawful::inventory::collect!(Plugin);

/// Lets a trust model be chosen by name: `plugin!(MODEL)`, where `MODEL` is a `static`.
///
/// Of two models with one name, the first that is linked is found.
///
/// ```
/// use lawful_trust::evidence::Parameters;
/// use lawful_trust::model::ByEvidence;
/// static STANDARD: ByEvidence = ByEvidence::STANDARD;
/// lawful_trust::plugin!(STANDARD);
/// # fn main() {
/// assert!(lawful_trust::model::rules("evidence").is_ok());
/// # }
/// ```
#[macro_export]
macro_rules! plugin {
    ($rules:path) => {
        $crate::__inventory::submit! { $crate::model::Plugin { rules: &$rules } }
    };
}

static EVIDENCE: ByEvidence = ByEvidence::STANDARD;
static WEB4: Web4 = Web4;

crate::plugin!(EVIDENCE);
crate::plugin!(WEB4);

/// Returns the default model, **evidence**.
pub fn default_rules() -> &'static dyn Rules {
    &EVIDENCE
}

/// Returns the model **web4-0.1**.
pub fn web4_rules() -> &'static dyn Rules {
    &WEB4
}

/// Returns all models that are linked, sorted by name.
pub fn all_rules() -> Vec<&'static dyn Rules> {
    let mut all: Vec<&'static dyn Rules> = lawful::inventory::iter::<Plugin>()
        .map(|plugin| plugin.rules)
        .collect();
    all.sort_by_key(|rules| rules.name());
    all.dedup_by_key(|rules| rules.name());
    all
}

/// Returns the model with a name.
///
/// # Errors
/// If none is called so.
///
/// ```
/// use lawful_trust::model::rules;
/// assert_eq!(rules("web4-0.1").unwrap().name(), "web4-0.1");
/// let error = rules("web5").unwrap_err().to_string();
/// assert_eq!(error, "no trust model is called `web5`; there are: evidence, web4-0.1");
/// ```
pub fn rules(name: &str) -> Result<&'static dyn Rules, TrustError> {
    // The two that everybody uses are found without a search.
    match name {
        "evidence" => return Ok(&EVIDENCE),
        "web4-0.1" => return Ok(&WEB4),
        _ => {}
    }
    let all = all_rules();
    all.iter()
        .find(|rules| rules.name() == name)
        .copied()
        .ok_or_else(|| TrustError::Model {
            name: name.chars().take(80).collect(),
            known: all
                .iter()
                .map(|rules| rules.name())
                .collect::<Vec<_>>()
                .join(", "),
        })
}
