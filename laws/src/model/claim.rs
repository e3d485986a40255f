//! What a model claims: laws that hold, and laws that do not.

use super::Hot;
use crate::evidence::Claim;
use crate::machine_law::MachineLaw;
use crate::theory::{LawDef, LawId, Signature};
use crate::value::Value;
use std::sync::Arc;

/// What a claim is about.
#[derive(Clone)]
pub enum Subject {
    /// A law over the operations.
    Law(Arc<LawDef>),
    /// The isomorphism of a sort: its two directions undo each other.
    Isomorphism {
        /// The sort.
        sort: String,
        /// The name of the isomorphism.
        name: &'static str,
    },
    /// A law of a machine.
    Machine(Arc<dyn MachineLaw>),
}

/// A law and what the model's author claims about it.
#[derive(Clone)]
pub struct Claimed {
    subject: Subject,
    claim: Claim,
    witness: Option<Vec<Value>>,
    hot: Option<Arc<dyn Hot>>,
}

impl Claimed {
    pub(super) fn law(def: Arc<LawDef>, claim: Claim, witness: Option<Vec<Value>>) -> Claimed {
        Claimed {
            subject: Subject::Law(def),
            claim,
            witness,
            hot: None,
        }
    }

    pub(super) fn of(subject: Subject) -> Claimed {
        Claimed {
            subject,
            claim: Claim::Holds,
            witness: None,
            hot: None,
        }
    }

    pub(super) fn hot(mut self, hot: Arc<dyn Hot>) -> Claimed {
        self.hot = Some(hot);
        self
    }

    pub(super) fn fails(&mut self, witness: Option<Vec<Value>>) {
        self.claim = Claim::Fails;
        self.witness = witness;
    }

    pub(super) fn forget_hot(&mut self) {
        self.hot = None;
    }

    /// Returns the subject.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Returns what is claimed.
    pub fn claim(&self) -> Claim {
        self.claim
    }

    /// Returns the witness that the author gave for a negative claim.
    pub fn witness(&self) -> Option<&[Value]> {
        self.witness.as_deref()
    }

    /// Returns the compiled form of the law, if there is one.
    pub fn compiled(&self) -> Option<&Arc<dyn Hot>> {
        self.hot.as_ref()
    }

    /// Returns the identity of the law.
    pub fn law_id(&self) -> LawId {
        match &self.subject {
            Subject::Law(def) => def.id.clone(),
            Subject::Isomorphism { name, .. } => LawId {
                theory: "isomorphism".into(),
                role: (*name).into(),
                name: "round_trip".into(),
            },
            Subject::Machine(law) => law.id(),
        }
    }

    /// Returns the id of the law, printed.
    pub fn id(&self) -> String {
        self.law_id().to_string()
    }

    /// Returns the version of the law set.
    pub fn law_set(&self) -> u32 {
        match &self.subject {
            Subject::Law(def) => def.law_set,
            Subject::Isomorphism { .. } => 1,
            Subject::Machine(law) => law.law_set(),
        }
    }

    /// Returns how many effective cases a verdict needs.
    pub fn floor(&self) -> u64 {
        match &self.subject {
            Subject::Law(def) => def.floor,
            Subject::Isomorphism { .. } => 1,
            Subject::Machine(law) => law.floor(),
        }
    }

    /// Prints the law.
    pub fn statement(&self, signature: &Signature) -> String {
        match &self.subject {
            Subject::Law(def) => def.statement(signature),
            Subject::Isomorphism { name, .. } => {
                format!("{name}⁻¹({name}(a)) = a and {name}({name}⁻¹(a)) = a")
            }
            Subject::Machine(law) => law.statement(),
        }
    }
}
