//! What decided, in a word and in a sentence.

use lawful_covenant::capability::PermissionRef;
use lawful_covenant::gate::{Clause, CovenantGate, Stopped};
use lawful_covenant::review::ReviewRequest;
use lawful_covenant::run::Refusal;

/// Why something does not happen: the clause in a word, and a sentence.
pub struct Why {
    pub clause: String,
    pub reason: String,
}

fn text_of(gate: &CovenantGate, at: PermissionRef) -> String {
    let permission = gate.permission(at).map(ToString::to_string);
    permission.unwrap_or_else(|| at.to_string())
}

/// Returns the text of the permission that allowed.
pub fn allowing(gate: &CovenantGate, by: PermissionRef) -> String {
    text_of(gate, by)
}

/// Tells which clause denied: the permission, or the name of what else there is.
pub fn denying(gate: &CovenantGate, clause: &Clause) -> Why {
    let (name, reason) = match clause {
        Clause::Denied(by) => {
            let text = text_of(gate, *by);
            let reason = format!("`{text}` denies it");
            (text, reason)
        }
        Clause::Unmet(by) => {
            let text = text_of(gate, *by);
            let reason = format!("the conditions of `{text}` do not hold");
            (text, reason)
        }
        other => (word(other).to_owned(), other.to_string()),
    };
    Why {
        clause: name,
        reason,
    }
}

fn word(clause: &Clause) -> &'static str {
    match clause {
        Clause::NotAllowed => "not-allowed",
        Clause::MayNotUse => "may-not-use",
        Clause::NotYet(_) => "not-yet",
        Clause::Expired(_) => "expired",
        Clause::Revoked(_) => "revoked",
        Clause::Clock(_) => "clock",
        Clause::Budget(_) => "budget",
        Clause::Review(_) => "review",
        _ => "denied",
    }
}

/// Tells who must review.
pub fn waiting(requests: &[ReviewRequest]) -> Why {
    Why {
        clause: "review".to_owned(),
        reason: Stopped::Review(requests.to_vec()).to_string(),
    }
}

/// Tells why a guard refused.
pub fn refusing(gate: &CovenantGate, refusal: &Refusal) -> Why {
    let named = |clause: &str| Why {
        clause: clause.to_owned(),
        reason: refusal.to_string(),
    };
    match refusal {
        Refusal::Stopped(Stopped::Denied(clause)) => denying(gate, clause),
        Refusal::Stopped(Stopped::Review(requests)) => waiting(requests),
        Refusal::Policy { policy, .. } => named(policy),
        Refusal::Crashed(_) => named("crashed"),
        Refusal::Ledger(_) | Refusal::Record(_) => named("ledger"),
        Refusal::Halted(_) => named("halted"),
        _ => named("denied"),
    }
}
