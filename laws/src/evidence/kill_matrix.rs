//! Which law notices which fault.

use serde::{Deserialize, Serialize};

/// One mutant of a model and the laws that notice it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutantRow {
    /// What was changed: `combine: arguments swapped`.
    pub mutant: String,
    /// For each law of the matrix, in order, whether it refuted the mutant.
    pub killed_by: Vec<bool>,
    /// Whether the mutant gave the same answers as the model in every case tried.
    ///
    /// Such a mutant is not a fault: no law can notice it.
    pub same_behaviour: bool,
}

impl MutantRow {
    /// Returns whether the mutant is a fault that no law noticed.
    pub fn survived(&self) -> bool {
        !self.same_behaviour && !self.killed_by.contains(&true)
    }
}

/// Mutants of one model against its laws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KillMatrix {
    /// The id of the model.
    pub model: String,
    /// The ids of the laws: the columns.
    pub laws: Vec<String>,
    /// The mutants: the rows.
    pub mutants: Vec<MutantRow>,
}

impl KillMatrix {
    /// Returns the faults that no law noticed.
    pub fn survivors(&self) -> impl Iterator<Item = &MutantRow> {
        self.mutants.iter().filter(|row| row.survived())
    }

    /// Returns the laws that kill nothing that another law does not kill too.
    pub fn redundant_laws(&self) -> Vec<&str> {
        let alone = |column: usize| {
            self.mutants.iter().any(|row| {
                row.killed_by
                    .iter()
                    .enumerate()
                    .all(|(k, killed)| *killed == (k == column))
            })
        };
        self.laws
            .iter()
            .enumerate()
            .filter(|(column, _)| !alone(*column))
            .map(|(_, law)| law.as_str())
            .collect()
    }
}
