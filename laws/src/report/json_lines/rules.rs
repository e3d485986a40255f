//! What a report must keep to so that its numbers mean something.
//!
//! The writer and the reader check the same rules: what is written can be read.

use crate::evidence::{Coverage, Evidence, KillMatrix, LawEvidence, Proof, Settings, Shard, Tally};

/// A report that contradicts itself, or that JSON cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A number is infinite or not a number.
    #[error("{0} is not a finite number, which JSON cannot hold")]
    NotFinite(String),
    /// Counts contradict each other.
    #[error("the counts of {0} contradict each other: {1}")]
    Counts(String, String),
    /// A part of a split law does not exist.
    #[error("{law} has part {part} of {of}, which does not exist; parts count from 1 and there are at most {max}", max = Shard::MOST)]
    Part {
        /// The law.
        law: String,
        /// The number of the part.
        part: u32,
        /// How many parts there are.
        of: u32,
    },
    /// Models or laws are not sorted by their ids, or one is there twice.
    #[error("`{second}` stands after `{first}`; ids are sorted and occur once")]
    Order {
        /// The earlier id.
        first: String,
        /// The later id.
        second: String,
    },
    /// A row of a kill matrix has the wrong length.
    #[error("the mutant `{mutant}` of `{model}` has {found} marks for {laws} laws")]
    Row {
        /// The model.
        model: String,
        /// The mutant.
        mutant: String,
        /// How many marks it has.
        found: usize,
        /// How many laws there are.
        laws: usize,
    },
}

pub(super) fn check_settings(settings: &Settings) -> Result<(), RuleError> {
    match settings.seconds {
        Some(s) if !s.is_finite() => Err(RuleError::NotFinite("the time for each law".to_owned())),
        _ => Ok(()),
    }
}

pub(super) fn check_after(first: Option<&str>, second: &str) -> Result<(), RuleError> {
    match first {
        Some(first) if first >= second => Err(RuleError::Order {
            first: first.to_owned(),
            second: second.to_owned(),
        }),
        _ => Ok(()),
    }
}

pub(super) fn check_evidence(evidence: &Evidence) -> Result<(), RuleError> {
    let mut last = None;
    for law in &evidence.laws {
        check_after(last, &law.law)?;
        check_law(&evidence.model, law)?;
        last = Some(&law.law);
    }
    Ok(())
}

pub(super) fn check_law(model: &str, law: &LawEvidence) -> Result<(), RuleError> {
    let name = || format!("`{model}` `{}`", law.law);
    match &law.coverage {
        Coverage::Whole(tally) => check_tally(&name, tally),
        Coverage::Parts { of, done } => {
            if *of == 0 || *of > Shard::MOST {
                return Err(RuleError::Part {
                    law: name(),
                    part: 0,
                    of: *of,
                });
            }
            let (mut cases, mut proved) = (0u64, 0u64);
            for (part, tally) in done {
                if *part == 0 || part > of {
                    return Err(RuleError::Part {
                        law: name(),
                        part: *part,
                        of: *of,
                    });
                }
                check_tally(&name, tally)?;
                let more = |sum: u64, n: u64| {
                    let problem = "their sum does not fit into 64 bits".to_owned();
                    sum.checked_add(n)
                        .ok_or_else(|| RuleError::Counts(name(), problem))
                };
                cases = more(cases, tally.cases)?;
                if let Some(Proof::WholeDomain { cases }) = tally.proof {
                    proved = more(proved, cases)?;
                }
            }
            Ok(())
        }
    }
}

fn check_tally(name: &impl Fn() -> String, tally: &Tally) -> Result<(), RuleError> {
    let Tally {
        cases,
        vacuous,
        random_effective,
        ..
    } = *tally;
    if vacuous > cases {
        let problem = format!("{vacuous} vacuous of {cases} cases");
        return Err(RuleError::Counts(name(), problem));
    }
    if random_effective > cases - vacuous {
        let problem = format!(
            "{random_effective} random of {} effective cases",
            cases - vacuous
        );
        return Err(RuleError::Counts(name(), problem));
    }
    match tally.worst_error {
        Some(e) if !e.is_finite() => Err(RuleError::NotFinite(format!(
            "the worst error of {}",
            name()
        ))),
        _ => Ok(()),
    }
}

pub(super) fn check_kill_matrix(matrix: &KillMatrix) -> Result<(), RuleError> {
    let wrong = |row: &&crate::evidence::MutantRow| row.killed_by.len() != matrix.laws.len();
    match matrix.mutants.iter().find(wrong) {
        None => Ok(()),
        Some(row) => Err(RuleError::Row {
            model: matrix.model.clone(),
            mutant: row.mutant.clone(),
            found: row.killed_by.len(),
            laws: matrix.laws.len(),
        }),
    }
}
