//! What a reader of a certificate demands.

use super::{CertificateError, CertifiedLaw, Outcome};

/// The least verdict that is good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeastVerdict {
    /// Proved.
    Proved,
    /// Proved, or tested with at least so many effective cases.
    Tested {
        /// Cases whose premise was true.
        effective: u64,
    },
}

/// What a reader demands of every law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// The least verdict for laws that are claimed to hold.
    pub least: LeastVerdict,
}

impl Demand {
    /// Every claimed law is proved or tested, with however many cases its own floor asks for.
    pub const ANY: Demand = Demand {
        least: LeastVerdict::Tested { effective: 0 },
    };

    /// Every claimed law is proved.
    pub const PROVED: Demand = Demand {
        least: LeastVerdict::Proved,
    };

    /// Every claimed law is proved, or tested with at least so many effective cases.
    pub const fn tested(effective: u64) -> Demand {
        Demand {
            least: LeastVerdict::Tested { effective },
        }
    }

    /// Checks one law. A law that is claimed to fail must have been refuted.
    pub(super) fn check(self, law: &CertifiedLaw) -> Result<(), CertificateError> {
        let worse = |found: String| {
            Err(CertificateError::WorseVerdict {
                law: law.law.clone(),
                found,
                asked: self.to_string(),
            })
        };
        match (&law.outcome, law.holds, self.least) {
            (Outcome::Refuted { .. }, false, _) => Ok(()),
            (Outcome::Refuted { replay }, true, _) => worse(format!("refuted (replay {replay})")),
            (Outcome::Proved { .. }, true, _) => Ok(()),
            (
                Outcome::Tested { effective, .. },
                true,
                LeastVerdict::Tested { effective: least },
            ) if *effective >= least => Ok(()),
            (Outcome::Tested { effective, .. }, true, _) => {
                worse(format!("tested with {effective} effective cases"))
            }
            (Outcome::Proved { .. } | Outcome::Tested { .. }, false, _) => {
                worse("claimed to fail, and no case refutes it".to_owned())
            }
            (
                Outcome::Vacuous {
                    effective, floor, ..
                },
                ..,
            ) => worse(format!(
                "vacuous: {effective} effective cases, and {floor} are needed"
            )),
            (Outcome::NotRun { why }, ..) => worse(format!("not run: {why}")),
        }
    }
}

impl std::fmt::Display for Demand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.least {
            LeastVerdict::Proved => f.write_str("proved"),
            LeastVerdict::Tested { effective: 0 } => f.write_str("proved or tested"),
            LeastVerdict::Tested { effective } => {
                write!(
                    f,
                    "proved, or tested with at least {effective} effective cases"
                )
            }
        }
    }
}
