//! What is known about one law of one model, and about one model.

use super::verdict::failure_rate_bound;
use super::{Coverage, Failure, Verdict};
use serde::{Deserialize, Serialize};

/// What the author of a model claims about a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// The law holds.
    Holds,
    /// The law does not hold: a negative claim, which needs a witness.
    Fails,
}

/// Whether a claim was borne out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The law was claimed and is proved or tested.
    Holds,
    /// The law was claimed to fail, and a witness shows it.
    Witnessed,
    /// The law was claimed and is refuted.
    Broken,
    /// The law was claimed to fail, and no witness was found: nothing refuted it, or only a crash.
    Unwitnessed,
    /// Nothing is known: vacuous or not run.
    Unknown,
}

impl Status {
    /// Returns whether the claim was borne out.
    pub fn is_good(self) -> bool {
        matches!(self, Status::Holds | Status::Witnessed)
    }
}

/// What is known about one law of one model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LawEvidence {
    /// The id of the law, with the role of its operation if it is not the default one:
    /// `semigroup.associative`, `semigroup[join].associative`.
    pub law: String,
    /// The version of the law set of the theory that states the law.
    pub law_set: u32,
    /// The law, printed: `(a · b) · c = a · (b · c)`.
    pub statement: String,
    /// What was claimed.
    pub claim: Claim,
    /// How many effective cases a verdict needs.
    pub floor: u64,
    /// What ran.
    pub coverage: Coverage,
}

impl LawEvidence {
    /// Returns the verdict: a view of what ran.
    pub fn verdict(&self) -> Verdict {
        let missing = self.coverage.missing();
        let tally = self.coverage.tally();
        if let Some(counterexample) = tally.refuted {
            return Verdict::Refuted { counterexample };
        }
        if let Some(why) = tally.stopped {
            return Verdict::NotRun { why };
        }
        if !missing.is_empty() {
            let of = missing.len();
            let first = missing.first().copied().unwrap_or_default();
            return Verdict::NotRun {
                why: format!("{of} shards have not run, the first is number {first}"),
            };
        }
        let effective = tally.cases - tally.vacuous;
        let floor = self.floor;
        match tally.proof {
            // A proof over cases that are all vacuous proves nothing worth saying.
            Some(super::Proof::WholeDomain { .. }) if effective == 0 => Verdict::Vacuous {
                cases: tally.cases,
                effective,
                floor: 1,
            },
            Some(proof) => Verdict::Proved { proof },
            None if tally.cases == 0 => Verdict::NotRun {
                why: "no case ran".to_owned(),
            },
            None if effective < floor => Verdict::Vacuous {
                cases: tally.cases,
                effective,
                floor,
            },
            None => Verdict::Tested {
                cases: tally.cases,
                effective,
                failure_rate_below: failure_rate_bound(tally.random_effective),
            },
        }
    }

    /// Returns whether the claim was borne out.
    pub fn status(&self) -> Status {
        match (self.claim, self.verdict()) {
            (Claim::Holds, Verdict::Proved { .. } | Verdict::Tested { .. }) => Status::Holds,
            (Claim::Holds, Verdict::Refuted { .. }) => Status::Broken,
            // A crash shows that something is wrong with the model, not that the law is false.
            (Claim::Fails, Verdict::Refuted { counterexample })
                if matches!(counterexample.failure, Failure::Raised { .. }) =>
            {
                Status::Unwitnessed
            }
            (Claim::Fails, Verdict::Refuted { .. }) => Status::Witnessed,
            (Claim::Fails, Verdict::Proved { .. } | Verdict::Tested { .. }) => Status::Unwitnessed,
            (_, Verdict::Vacuous { .. } | Verdict::NotRun { .. }) => Status::Unknown,
        }
    }

    /// Returns whether the claim was borne out, as far as the shards that have run can tell.
    ///
    /// One shard alone cannot know more than that its own cases hold.
    pub fn is_good_so_far(&self) -> bool {
        let open = !self.coverage.missing().is_empty()
            && self.coverage.tally().stopped.is_none()
            && !matches!(self.verdict(), Verdict::Refuted { .. });
        open || self.status().is_good()
    }
}

/// Verdicts for all laws of one model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The id of the model.
    pub model: String,
    /// The version of the model.
    pub version: String,
    /// The language that the model is written in: `rust` or `python`.
    pub language: String,
    /// The theories that the model claims.
    pub theories: Vec<String>,
    /// One line about the model.
    pub about: String,
    /// The laws, sorted by id.
    pub laws: Vec<LawEvidence>,
}

impl Evidence {
    /// Returns whether every claim was borne out, and there is at least one.
    pub fn is_good(&self) -> bool {
        !self.laws.is_empty() && self.laws.iter().all(|law| law.status().is_good())
    }

    /// Finds the evidence of one law by its id.
    pub fn law(&self, id: &str) -> Option<&LawEvidence> {
        self.laws.iter().find(|law| law.law == id)
    }
}
