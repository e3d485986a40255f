//! Evidence by source: what many tell may arrive in any order, any number of times.

use super::{Evidence, Parameters};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All that a source has to say so far, with a number that grows when it says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Grows with each report of the source.
    pub version: u64,
    /// All evidence of the source so far, not only what is new.
    pub evidence: Evidence,
}

/// The latest report of each source: a replicated state that converges.
///
/// Merging keeps the later report of each source, so a report that is merged twice changes nothing,
/// and replicas that have seen the same reports are equal. Should a source send two different
/// reports of one version, every replica keeps the same one of them.
///
/// ```
/// use lawful_trust::evidence::{Evidence, Parameters, Replicas, Report};
/// let mut evidence = Evidence::default();
/// evidence.learn(true, 0.1, &Parameters::STANDARD);
/// let report = Report { version: 1, evidence };
/// let mut here = Replicas::default();
/// here.receive("a", report);
/// let once = here.clone();
/// here.receive("a", report);
/// assert_eq!(here, once);
/// assert_eq!(here.total(&Parameters::STANDARD), evidence);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Replicas {
    sources: BTreeMap<String, Report>,
}

impl Replicas {
    /// Takes a report of a source, if it is later than the one that is known.
    pub fn receive(&mut self, source: &str, report: Report) {
        match self.sources.get_mut(source) {
            Some(known) => *known = (*known).max(report),
            None => {
                self.sources.insert(source.to_owned(), report);
            }
        }
    }

    /// Takes all reports of another replica.
    pub fn merge(&mut self, other: &Replicas) {
        for (source, report) in &other.sources {
            self.receive(source, *report);
        }
    }

    /// Returns the latest report of a source.
    pub fn report(&self, source: &str) -> Option<&Report> {
        self.sources.get(source)
    }

    /// Returns the sources with their latest reports, sorted by source.
    pub fn reports(&self) -> impl ExactSizeIterator<Item = (&str, &Report)> {
        self.sources
            .iter()
            .map(|(source, report)| (source.as_str(), report))
    }

    /// Returns the evidence of all sources together.
    pub fn total(&self, parameters: &Parameters) -> Evidence {
        self.sources
            .values()
            .fold(Evidence::default(), |mut total, report| {
                total.merge(&report.evidence, parameters);
                total
            })
    }
}
