//! What a node of a run says happened.

use std::fmt;

/// What a node of a run says happened. The name is the kind of the node on the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A guard was opened under a covenant.
    Opened,
    /// A plan of several calls was proposed.
    PlanProposed,
    /// A plan may run.
    PlanAuthorised,
    /// A plan may not run.
    PlanDenied,
    /// A call was proposed.
    Proposed,
    /// A call may happen.
    Authorised,
    /// A call may not happen.
    Denied,
    /// A call was handed to its tool.
    Executed,
    /// A call has ended.
    Returned,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 9] = [
        Kind::Opened,
        Kind::PlanProposed,
        Kind::PlanAuthorised,
        Kind::PlanDenied,
        Kind::Proposed,
        Kind::Authorised,
        Kind::Denied,
        Kind::Executed,
        Kind::Returned,
    ];

    /// Returns the name, `call.authorised` for example.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Opened => "run.opened",
            Kind::PlanProposed => "plan.proposed",
            Kind::PlanAuthorised => "plan.authorised",
            Kind::PlanDenied => "plan.denied",
            Kind::Proposed => "call.proposed",
            Kind::Authorised => "call.authorised",
            Kind::Denied => "call.denied",
            Kind::Executed => "call.executed",
            Kind::Returned => "call.returned",
        }
    }

    /// Returns the kind of a name; nothing for nodes that are not of a run.
    pub fn of_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
