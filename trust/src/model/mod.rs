//! Trust models: plugins that are chosen by name, and the laws that they are checked against.

mod by_evidence;
mod plugins;
mod rules;
mod standing;
mod testimony;
mod web4;

pub use by_evidence::ByEvidence;
pub use plugins::{Plugin, all_rules, default_rules, rules, web4_rules};
pub use rules::Rules;
pub use standing::{Scores, Standing};
pub use testimony::{Testimony, WitnessStanding};
pub use web4::Web4;
