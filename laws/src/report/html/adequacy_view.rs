//! A kill matrix, as the page shows it.

use crate::evidence::KillMatrix;
use crate::report::numbers::{counted, share};
use crate::report::printable::one_line;

pub(super) struct AdequacyView {
    pub model: String,
    /// `4 of 5 faults noticed, 80 %`.
    pub score: String,
    pub laws: Vec<LawName>,
    pub mutants: Vec<MutantView>,
    /// Laws without which the same faults are noticed.
    pub redundant: Vec<String>,
}

/// The id of a law, and its parts.
pub(super) struct LawName {
    pub id: String,
    pub theory: String,
    pub name: String,
}

impl LawName {
    fn new(id: &str) -> LawName {
        let id = one_line(id);
        let (theory, name) = id.rsplit_once('.').unwrap_or(("", &id));
        LawName {
            theory: theory.to_owned(),
            name: name.to_owned(),
            id,
        }
    }
}

pub(super) struct MutantView {
    pub name: String,
    pub killed_by: Vec<bool>,
    pub outcome: &'static str,
    /// How the row looks: `killed`, `survived` or `same`.
    pub look: &'static str,
}

impl AdequacyView {
    pub(super) fn new(matrix: &KillMatrix) -> AdequacyView {
        let faults = matrix.mutants.iter().filter(|m| !m.same_behaviour).count() as u64;
        let noticed = faults.saturating_sub(matrix.survivors().count() as u64);
        let score = match faults {
            0 => "no fault was made".to_owned(),
            _ => format!(
                "{noticed} of {} noticed, {}",
                counted(faults, "fault"),
                share(noticed, faults)
            ),
        };
        let mutants = matrix.mutants.iter().map(|row| {
            let (look, outcome) = match (row.same_behaviour, row.survived()) {
                (true, _) => ("same", "same behaviour"),
                (_, true) => ("survived", "survived"),
                _ => ("killed", "noticed"),
            };
            MutantView {
                name: one_line(&row.mutant),
                killed_by: row.killed_by.clone(),
                outcome,
                look,
            }
        });
        AdequacyView {
            model: one_line(&matrix.model),
            score,
            mutants: mutants.collect(),
            laws: matrix.laws.iter().map(|l| LawName::new(l)).collect(),
            redundant: matrix.redundant_laws().into_iter().map(one_line).collect(),
        }
    }
}
