//! Further policies, which may say no to what a covenant allows.

use crate::call::Call;
use lawful_platform::PublicKey;

/// A further policy that a guard asks: it may say no to what the covenant allows, and never yes to
/// what the covenant denies. If it crashes, the answer is no.
pub trait Policy: Send + Sync {
    /// Returns what the policy is called in records and messages.
    fn name(&self) -> &str;

    /// Checks a call that the covenant would allow.
    ///
    /// # Errors
    /// Why the call must not happen.
    fn check(&self, call: &Call, holder: &PublicKey) -> Result<(), String>;
}

#[cfg(feature = "cedar")]
impl Policy for crate::capability::cedar::CedarPolicies {
    fn name(&self) -> &str {
        "cedar"
    }

    fn check(&self, call: &Call, holder: &PublicKey) -> Result<(), String> {
        use crate::capability::cedar::CedarAnswer;
        match self.check(call, holder) {
            CedarAnswer::Allowed(_) => Ok(()),
            CedarAnswer::Denied(by) => Err(format!("{} forbids it", by.join(", "))),
            CedarAnswer::NotAllowed => Err("no policy permits it".to_owned()),
            CedarAnswer::Undecided(why) => Err(format!("it cannot be decided: {why}")),
        }
    }
}
