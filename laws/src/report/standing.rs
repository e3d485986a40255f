//! Where a claim stands: its status and its verdict in one word.

use crate::evidence::{LawEvidence, Status, Summary, Verdict};

/// Where a claim stands, the bad ones last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Standing {
    /// Claimed and proved.
    Proved,
    /// Claimed and tested.
    Tested,
    /// Claimed to fail, with a witness.
    Witnessed,
    /// Claimed and refuted.
    Broken,
    /// Claimed to fail, without a witness.
    Unwitnessed,
    /// Too few effective cases.
    Vacuous,
    /// Not checked.
    NotRun,
}

impl Standing {
    pub(crate) const ALL: [Standing; 7] = [
        Standing::Proved,
        Standing::Tested,
        Standing::Witnessed,
        Standing::Broken,
        Standing::Unwitnessed,
        Standing::Vacuous,
        Standing::NotRun,
    ];

    /// Returns where a claim stands.
    pub(crate) fn of(law: &LawEvidence, verdict: &Verdict) -> Standing {
        match (law.status(), verdict) {
            (Status::Holds, Verdict::Proved { .. }) => Standing::Proved,
            (Status::Holds, _) => Standing::Tested,
            (Status::Witnessed, _) => Standing::Witnessed,
            (Status::Broken, _) => Standing::Broken,
            (Status::Unwitnessed, _) => Standing::Unwitnessed,
            (Status::Unknown, Verdict::Vacuous { .. }) => Standing::Vacuous,
            (Status::Unknown, _) => Standing::NotRun,
        }
    }

    /// Names it as people read it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Standing::Proved => "proved",
            Standing::Tested => "tested",
            Standing::Witnessed => "witnessed",
            Standing::Broken => "broken",
            Standing::Unwitnessed => "unwitnessed",
            Standing::Vacuous => "vacuous",
            Standing::NotRun => "not run",
        }
    }

    /// Names it as an identifier: no space.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Standing::NotRun => "not-run",
            other => other.name(),
        }
    }

    /// Returns a sign that is told apart without colour.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Standing::Proved => "∎",
            Standing::Tested => "✓",
            Standing::Witnessed => "¬",
            Standing::Broken => "✗",
            Standing::Unwitnessed => "¬?",
            Standing::Vacuous => "∅",
            Standing::NotRun => "○",
        }
    }

    /// Says what it means, for a legend.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Standing::Proved => "every case holds",
            Standing::Tested => "no case failed",
            Standing::Witnessed => "claimed to fail, and a witness shows it",
            Standing::Broken => "claimed, and refuted",
            Standing::Unwitnessed => "claimed to fail, and no witness was found",
            Standing::Vacuous => "too few cases had a true premise",
            Standing::NotRun => "not checked",
        }
    }

    /// Returns whether the claim was borne out.
    pub(crate) fn is_good(self) -> bool {
        matches!(
            self,
            Standing::Proved | Standing::Tested | Standing::Witnessed
        )
    }

    /// Returns how many claims of a summary stand here.
    pub(crate) fn count(self, sum: &Summary) -> u64 {
        match self {
            Standing::Proved => sum.proved,
            Standing::Tested => sum.tested,
            Standing::Witnessed => sum.witnessed,
            Standing::Broken => sum.broken,
            Standing::Unwitnessed => sum.unwitnessed,
            Standing::Vacuous => sum.vacuous,
            Standing::NotRun => sum.not_run,
        }
    }

    /// Says what a person can do about a bad claim.
    pub(crate) fn hint(self) -> Option<&'static str> {
        match self {
            Standing::Proved | Standing::Tested | Standing::Witnessed => None,
            Standing::Broken => Some(
                "correct the model, or claim that the law fails and keep this case as the witness",
            ),
            Standing::Unwitnessed => {
                Some("if the law holds, claim it; if it fails, state a witness or run more cases")
            }
            Standing::Vacuous => {
                Some("let the sampler produce values that make the premise true, or run more cases")
            }
            Standing::NotRun => Some("a law that was not run supports nothing: run it"),
        }
    }
}
