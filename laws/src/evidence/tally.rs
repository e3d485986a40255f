//! Counts, and how the counts of shards become one.

use super::{Counterexample, Proof};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// One part of a run that is split over machines: part `index` of `of`, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shard {
    index: u32,
    of: u32,
}

impl Shard {
    /// The whole run.
    pub const WHOLE: Shard = Shard { index: 1, of: 1 };
    /// The largest number of parts.
    pub const MOST: u32 = 65_536;

    /// Makes part `index` of `of`; parts count from 1.
    ///
    /// # Errors
    /// If `of` is 0 or above [`Shard::MOST`], or `index` is not in `1..=of`.
    pub fn new(index: u32, of: u32) -> Result<Shard, ShardError> {
        if of == 0 || of > Self::MOST || index == 0 || index > of {
            return Err(ShardError(format!("{index}/{of}")));
        }
        Ok(Shard { index, of })
    }

    /// Returns which part this is, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// Returns how many parts there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// Returns this shard's slice of `0..total`.
    pub fn slice(self, total: u64) -> std::ops::Range<u64> {
        let at = |k: u32| (u128::from(total) * u128::from(k) / u128::from(self.of)) as u64;
        at(self.index - 1)..at(self.index)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// A shard that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a shard: write k/n with 1 <= k <= n <= {max}", max = Shard::MOST)]
pub struct ShardError(String);

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Shard, ShardError> {
        let fail = || ShardError(text.chars().take(60).collect());
        let (k, n) = text.split_once('/').ok_or_else(fail)?;
        match (k.parse(), n.parse()) {
            (Ok(k), Ok(n)) => Shard::new(k, n).map_err(|_| fail()),
            _ => Err(fail()),
        }
    }
}

/// What one shard saw of one law.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Cases that ran.
    pub cases: u64,
    /// Of these, cases whose premise was false.
    pub vacuous: u64,
    /// Effective cases of the random phase: what the failure-rate bound is made of.
    pub random_effective: u64,
    /// The worst error seen, as a part of what the tolerance allows; absent for exact equality.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub worst_error: Option<f64>,
    /// A proof, if a shard has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proof: Option<Proof>,
    /// The first refuting case of this shard.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub refuted: Option<Box<Counterexample>>,
    /// Why the shard could not finish.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stopped: Option<String>,
}

impl Tally {
    /// Adds what another shard saw. Commutative and associative.
    fn add(&mut self, other: &Tally) {
        self.cases += other.cases;
        self.vacuous += other.vacuous;
        self.random_effective += other.random_effective;
        self.worst_error = match (self.worst_error, other.worst_error) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        self.proof = match (self.proof.take(), &other.proof) {
            (Some(Proof::WholeDomain { cases: a }), Some(Proof::WholeDomain { cases: b })) => {
                Some(Proof::WholeDomain { cases: a + b })
            }
            (a, b) => a.or_else(|| b.clone()),
        };
        self.refuted = match (self.refuted.take(), &other.refuted) {
            (Some(a), Some(b)) => Some(if b.case < a.case { b.clone() } else { a }),
            (a, b) => a.or_else(|| b.clone()),
        };
        self.stopped = match (self.stopped.take(), &other.stopped) {
            (Some(a), Some(b)) => Some(a.min(b.clone())),
            (a, b) => a.or_else(|| b.clone()),
        };
    }

    /// Brings the tally into its canonical form: a refuted law says nothing about counts, since
    /// how many cases ran before the first failure depends on how the work was split.
    fn settle(mut self) -> Tally {
        if let Some(counterexample) = self.refuted.take() {
            return Tally {
                refuted: Some(counterexample),
                ..Tally::default()
            };
        }
        if let Some(Proof::Light { comparisons, .. }) = self.proof {
            // Another shard may have tried cases before it was known that one decides.
            return Tally {
                cases: comparisons,
                proof: self.proof,
                ..Tally::default()
            };
        }
        if self.stopped.is_some() {
            return Tally {
                stopped: self.stopped,
                ..Tally::default()
            };
        }
        self
    }
}

/// How much of a law's cases has run: everything, or some shards.
///
/// Merging is commutative, associative and idempotent: shards are kept apart until all are there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// All cases.
    Whole(Tally),
    /// Some of the parts.
    Parts {
        /// How many parts there are in all.
        of: u32,
        /// The parts that have run, by their number from 1.
        done: BTreeMap<u32, Tally>,
    },
}

impl Coverage {
    /// Makes the coverage of one shard.
    pub fn of_shard(shard: Shard, tally: Tally) -> Coverage {
        Coverage::Parts {
            of: shard.of(),
            done: BTreeMap::from([(shard.index(), tally)]),
        }
        .complete()
    }

    /// Returns the tally of everything that has run.
    pub fn tally(&self) -> Tally {
        match self {
            Coverage::Whole(tally) => tally.clone(),
            Coverage::Parts { done, .. } => {
                let mut sum = Tally::default();
                for tally in done.values() {
                    sum.add(tally);
                }
                sum.settle()
            }
        }
    }

    /// Names the parts that are missing, or nothing if all have run.
    pub fn missing(&self) -> Vec<u32> {
        match self {
            Coverage::Whole(_) => Vec::new(),
            Coverage::Parts { of, done } => (1..=*of).filter(|k| !done.contains_key(k)).collect(),
        }
    }

    /// Merges two coverages of the same law and settings.
    ///
    /// Returns `None` if they were split differently and neither is whole.
    pub fn merge(self, other: Coverage) -> Option<Coverage> {
        match (self, other) {
            (Coverage::Whole(a), Coverage::Whole(b)) => {
                // Equal for honest inputs; the smaller printed form keeps the merge commutative.
                let key = |t: &Tally| serde_json::to_string(t).unwrap_or_default();
                Some(Coverage::Whole(if key(&b) < key(&a) { b } else { a }))
            }
            (Coverage::Whole(a), _) | (_, Coverage::Whole(a)) => Some(Coverage::Whole(a)),
            (Coverage::Parts { of, mut done }, Coverage::Parts { of: n, done: more }) => {
                if of != n {
                    return None;
                }
                for (k, tally) in more {
                    done.entry(k).or_insert(tally);
                }
                Some(Coverage::Parts { of, done }.complete())
            }
        }
    }

    fn complete(self) -> Coverage {
        if self.missing().is_empty() {
            Coverage::Whole(self.tally())
        } else {
            self
        }
    }
}
