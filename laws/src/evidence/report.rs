//! The report of a run, and how the reports of shards become one.

use super::{Coverage, Evidence, KillMatrix, Status};
use serde::{Deserialize, Serialize};

/// The settings that decide which cases run. Reports merge only if these are equal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The root seed.
    pub seed: u64,
    /// Random cases for each law; absent when the budget was a time.
    pub cases: Option<u64>,
    /// Time for each law in seconds; absent when the budget was a number of cases.
    pub seconds: Option<f64>,
}

/// How long one law of one model took. Not part of the evidence: it differs from run to run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// The id of the model.
    pub model: String,
    /// The id of the law.
    pub law: String,
    /// Wall time in nanoseconds.
    pub nanoseconds: u64,
    /// Cases that ran in that time.
    pub cases: u64,
}

/// Counts of the claims of a report by status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Models.
    pub models: u64,
    /// Claims: pairs of a model and a law.
    pub claims: u64,
    /// Claims that were proved.
    pub proved: u64,
    /// Claims that were tested.
    pub tested: u64,
    /// Negative claims with a witness.
    pub witnessed: u64,
    /// Claims that were refuted.
    pub broken: u64,
    /// Negative claims without a witness.
    pub unwitnessed: u64,
    /// Claims about which nothing is known: vacuous.
    pub vacuous: u64,
    /// Claims about which nothing is known: not run.
    pub not_run: u64,
}

impl Summary {
    /// Returns whether every claim was borne out, and there is at least one.
    pub fn is_good(&self) -> bool {
        self.claims > 0 && self.broken + self.unwitnessed + self.vacuous + self.not_run == 0
    }
}

/// Reports that cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// The settings differ.
    #[error(
        "the reports were made with different settings: `{0}` and `{1}`; run all shards with the same seed and cases"
    )]
    Settings(String, String),
    /// A law was split differently.
    #[error("`{model}` `{law}` was split into a different number of shards in each report")]
    Split {
        /// The model.
        model: String,
        /// The law.
        law: String,
    },
    /// The same model id names different models.
    #[error(
        "`{0}` is not the same model in both reports: the version, the theories or the claims differ"
    )]
    Model(String),
}

/// The evidence of all models that were checked in one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The settings of the run.
    pub settings: Settings,
    /// The evidence, sorted by the id of the model.
    pub evidence: Vec<Evidence>,
    /// Kill matrices, if they were asked for.
    pub adequacy: Vec<KillMatrix>,
    /// Timings, if they were kept.
    pub timings: Vec<Timing>,
    /// Whether the run was interrupted: some models are missing or not complete.
    pub interrupted: bool,
}

impl Report {
    /// Makes a report without evidence.
    pub fn new(settings: Settings) -> Report {
        Report {
            settings,
            evidence: Vec::new(),
            adequacy: Vec::new(),
            timings: Vec::new(),
            interrupted: false,
        }
    }

    /// Counts the claims by status.
    pub fn summary(&self) -> Summary {
        let mut sum = Summary {
            models: self.evidence.len() as u64,
            ..Summary::default()
        };
        for law in self.evidence.iter().flat_map(|e| &e.laws) {
            sum.claims += 1;
            match law.status() {
                Status::Holds if law.verdict().name() == "proved" => sum.proved += 1,
                Status::Holds => sum.tested += 1,
                Status::Witnessed => sum.witnessed += 1,
                Status::Broken => sum.broken += 1,
                Status::Unwitnessed => sum.unwitnessed += 1,
                Status::Unknown if law.verdict().name() == "vacuous" => sum.vacuous += 1,
                Status::Unknown => sum.not_run += 1,
            }
        }
        sum
    }

    /// Finds the evidence of one model by its id.
    pub fn model(&self, id: &str) -> Option<&Evidence> {
        self.evidence.iter().find(|e| e.model == id)
    }

    /// Returns whether the run is complete and every claim was borne out.
    pub fn is_good(&self) -> bool {
        !self.interrupted && self.summary().is_good()
    }

    /// Returns the report without what differs from run to run: the timings.
    pub fn canonical(&self) -> Report {
        Report {
            timings: Vec::new(),
            ..self.clone()
        }
    }

    /// Merges the reports of two shards. Commutative, associative and idempotent.
    ///
    /// # Errors
    /// If the settings, the models or the way the work was split differ.
    pub fn merge(mut self, other: Report) -> Result<Report, MergeError> {
        if self.settings != other.settings {
            let show = |s: &Settings| serde_json::to_string(s).unwrap_or_default();
            let (mut a, mut b) = (show(&self.settings), show(&other.settings));
            if b < a {
                std::mem::swap(&mut a, &mut b);
            }
            return Err(MergeError::Settings(a, b));
        }
        self.interrupted |= other.interrupted;
        for theirs in other.evidence {
            match self
                .evidence
                .binary_search_by(|e| e.model.cmp(&theirs.model))
            {
                Err(place) => self.evidence.insert(place, theirs),
                Ok(place) => {
                    if let Some(ours) = self.evidence.get_mut(place) {
                        merge_evidence(ours, theirs)?;
                    }
                }
            }
        }
        self.adequacy.extend(other.adequacy);
        self.adequacy
            .sort_by_key(|m| serde_json::to_string(m).unwrap_or_default());
        self.adequacy.dedup();
        self.timings.extend(other.timings);
        self.timings.sort_by(|a, b| {
            (&a.model, &a.law, a.nanoseconds, a.cases).cmp(&(
                &b.model,
                &b.law,
                b.nanoseconds,
                b.cases,
            ))
        });
        self.timings.dedup();
        Ok(self)
    }
}

/// Merges what is known about one model: laws that only one side has are kept.
fn merge_evidence(ours: &mut Evidence, theirs: Evidence) -> Result<(), MergeError> {
    let different = || MergeError::Model(theirs.model.clone());
    if (&ours.version, &ours.language, &ours.theories)
        != (&theirs.version, &theirs.language, &theirs.theories)
    {
        return Err(different());
    }
    for law in theirs.laws {
        match ours.laws.binary_search_by(|known| known.law.cmp(&law.law)) {
            Err(place) => ours.laws.insert(place, law),
            Ok(place) => {
                let Some(known) = ours.laws.get_mut(place) else {
                    continue;
                };
                if (known.law_set, known.claim, known.floor) != (law.law_set, law.claim, law.floor)
                {
                    return Err(MergeError::Model(theirs.model));
                }
                let empty = Coverage::Whole(super::Tally::default());
                let mine = std::mem::replace(&mut known.coverage, empty);
                known.coverage = mine.merge(law.coverage).ok_or_else(|| MergeError::Split {
                    model: theirs.model.clone(),
                    law: law.law.clone(),
                })?;
            }
        }
    }
    Ok(())
}
