//! Permissions written in the Cedar language, for people who have Cedar policies.
//!
//! A call is asked about as `Holder::"key"` doing `Action::"verb"` to `Resource::"resource"`; the
//! context has the `arguments`, and the `verb` and the `resource` as texts, for `like`. Arguments that
//! Cedar cannot represent, such as fractions and null, deny, and so does every error while a policy
//! is evaluated, even of a policy that would not have decided.

use crate::call::Call;
use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityId, EntityTypeName, EntityUid, PolicySet,
    Request,
};
use lawful_platform::PublicKey;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Policies in layers, each of which must allow; a layer is what one party wrote.
#[derive(Clone)]
pub struct CedarPolicies {
    /// By their texts, so that a layer is there once.
    layers: BTreeMap<String, Arc<PolicySet>>,
}

/// A text that is no Cedar policies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadPolicies {
    /// The text is too long.
    #[error("the policies have {0} bytes; at most {max} are allowed", max = CedarPolicies::LONGEST)]
    TooLong(usize),
    /// The text is not Cedar.
    #[error("these are not Cedar policies: {0}")]
    NotCedar(String),
}

/// What Cedar policies say about a call, and which of them decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CedarAnswer {
    /// Every layer allows; these policies of the last layer do.
    Allowed(Vec<String>),
    /// These policies forbid.
    Denied(Vec<String>),
    /// No policy of a layer permits.
    NotAllowed,
    /// Something could not be decided.
    Undecided(String),
}

impl CedarAnswer {
    /// Returns whether the call is allowed.
    pub fn is_allowed(&self) -> bool {
        matches!(self, CedarAnswer::Allowed(_))
    }
}

impl CedarPolicies {
    /// The longest text of policies, in bytes.
    pub const LONGEST: usize = 1 << 22;

    /// Reads policies of one layer.
    ///
    /// # Errors
    /// If the text is too long, or not Cedar.
    pub fn parse(text: &str) -> Result<CedarPolicies, BadPolicies> {
        if text.len() > Self::LONGEST {
            return Err(BadPolicies::TooLong(text.len()));
        }
        let policies =
            PolicySet::from_str(text).map_err(|error| BadPolicies::NotCedar(error.to_string()))?;
        Ok(CedarPolicies {
            layers: BTreeMap::from([(text.to_owned(), Arc::new(policies))]),
        })
    }

    /// Makes the policies that allow nothing.
    pub fn none() -> CedarPolicies {
        CedarPolicies {
            layers: BTreeMap::from([(String::new(), Arc::new(PolicySet::new()))]),
        }
    }

    /// Returns what both allow.
    #[must_use]
    pub fn meet(&self, other: &CedarPolicies) -> CedarPolicies {
        let mut layers = self.layers.clone();
        layers.extend(other.layers.clone());
        CedarPolicies { layers }
    }

    /// Decides about a call of a holder.
    pub fn check(&self, call: &Call, holder: &PublicKey) -> CedarAnswer {
        let request = match request(call, holder) {
            Ok(request) => request,
            Err(why) => return CedarAnswer::Undecided(why),
        };
        let mut answer = CedarAnswer::NotAllowed;
        for policies in self.layers.values() {
            let response = Authorizer::new().is_authorized(&request, policies, &Entities::empty());
            if let Some(error) = response.diagnostics().errors().next() {
                return CedarAnswer::Undecided(error.to_string());
            }
            let mut by: Vec<String> = response
                .diagnostics()
                .reason()
                .map(ToString::to_string)
                .collect();
            by.sort();
            answer = match response.decision() {
                Decision::Allow => CedarAnswer::Allowed(by),
                Decision::Deny if by.is_empty() => return CedarAnswer::NotAllowed,
                Decision::Deny => return CedarAnswer::Denied(by),
            };
        }
        answer
    }
}

fn request(call: &Call, holder: &PublicKey) -> Result<Request, String> {
    let arguments = call.arguments.value();
    if has_escape(arguments) {
        return Err(
            "a key of the arguments begins with `__`, which Cedar reads as a command".into(),
        );
    }
    let (verb, resource) = call.action.as_str().split_once(':').unwrap_or_default();
    let context = json!({ "arguments": arguments, "verb": verb, "resource": resource });
    let context = Context::from_json_value(context, None).map_err(|error| error.to_string())?;
    let principal = entity("Holder", &holder.to_string())?;
    let (action, resource) = (entity("Action", verb)?, entity("Resource", resource)?);
    Request::new(principal, action, resource, context, None).map_err(|error| error.to_string())
}

fn entity(kind: &str, id: &str) -> Result<EntityUid, String> {
    let kind = EntityTypeName::from_str(kind).map_err(|error| error.to_string())?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

/// Returns whether a key could be read as an entity or an extension: arguments are data.
fn has_escape(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_escape),
        Value::Object(members) => members
            .iter()
            .any(|(key, value)| key.starts_with("__") || has_escape(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

impl PartialEq for CedarPolicies {
    fn eq(&self, other: &CedarPolicies) -> bool {
        self.layers.keys().eq(other.layers.keys())
    }
}

impl Eq for CedarPolicies {}

impl fmt::Debug for CedarPolicies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.layers.keys()).finish()
    }
}
