//! Trust models: plugins that are chosen by name.
//!
//! A model of your own implements [`Rules`], is named with [`plugin!`](crate::plugin), and is
//! checked with [`Under`](crate::theories::Under):
//!
//! ```
//! use lawful_trust::evidence::Parameters;
//! use lawful_trust::model::ByEvidence;
//! use lawful_trust::theories::Under;
//!
//! fn stern() -> ByEvidence {
//!     let parameters = Parameters::STANDARD.with_failure_weight(5.0).unwrap();
//!     ByEvidence::new("stern", parameters)
//! }
//! let evidence = lawful::evidence_of::<lawful_trust::theories::trust_model::Theory, _>(
//!     "demo.stern",
//!     Under::new(stern()),
//! );
//! assert!(evidence.unwrap().is_good());
//! ```

mod by_evidence;
pub(crate) mod by_name;
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
