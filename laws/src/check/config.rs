//! What a run may spend, and which part of it this process does.

use crate::evidence::{Settings, Shard};
use std::time::Duration;

/// How much is tried for each law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Budget {
    /// A number of random cases; reports of the same seed are byte-identical.
    Cases(u64),
    /// A time; how far it reaches depends on the machine.
    Time(Duration),
}

/// The settings of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The root seed. The same seed gives the same cases.
    pub seed: u64,
    /// The budget of each law.
    pub budget: Budget,
    /// The part of the run that this process does.
    pub shard: Shard,
    /// The number of threads; 0 for as many as there are cores.
    pub threads: usize,
    /// How long one law of one model may take in all before it is stopped.
    pub deadline: Duration,
    /// How many candidates shrinking may try.
    pub shrink: u64,
    /// The largest grid of edge values, in points.
    pub edge_points: u64,
    /// The largest domain that is visited whole through a compiled law, in cases.
    pub domain: u64,
    /// The largest domain that is visited whole through an interpreted law, in cases.
    pub interpreted_domain: u64,
    /// The largest set of elements for which Light's test is used.
    pub light_elements: usize,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            seed: 0,
            budget: Budget::Cases(10_000),
            shard: Shard::WHOLE,
            threads: 0,
            deadline: Duration::from_secs(20),
            shrink: 10_000,
            edge_points: 4_096,
            // Without optimization a case costs fifty times as much.
            domain: if cfg!(debug_assertions) {
                1 << 18
            } else {
                1 << 24
            },
            interpreted_domain: 1 << 16,
            light_elements: 512,
        }
    }
}

/// Settings that make no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Nothing may be spent.
    #[error("a budget of `{0}` checks nothing; give at least one case or one millisecond")]
    Budget(String),
    /// The law may take no time.
    #[error("a deadline of `{0}` stops every law; give at least one millisecond")]
    Deadline(String),
    /// More threads than make sense.
    #[error("`{0}` threads are too many; at most 1024")]
    Threads(usize),
    /// There is nothing to check.
    #[error(
        "nothing to check: no model is registered; link the crates that register models, or name them"
    )]
    Nothing,
    /// Two models have one id.
    #[error("two models are called `{0}`; an id must be unique")]
    Duplicate(String),
}

impl Config {
    /// Checks that the settings make sense.
    ///
    /// # Errors
    /// If the budget or the deadline is zero, or there are more than 1024 threads.
    pub fn validate(&self) -> Result<(), ConfigError> {
        match self.budget {
            Budget::Cases(0) => return Err(ConfigError::Budget("0 cases".to_owned())),
            Budget::Time(t) if t < Duration::from_millis(1) => {
                return Err(ConfigError::Budget(format!("{t:?}")));
            }
            _ => {}
        }
        if self.deadline < Duration::from_millis(1) {
            return Err(ConfigError::Deadline(format!("{:?}", self.deadline)));
        }
        if self.threads > 1024 {
            return Err(ConfigError::Threads(self.threads));
        }
        Ok(())
    }

    /// Returns the settings as a report keeps them.
    pub fn settings(&self) -> Settings {
        match self.budget {
            Budget::Cases(cases) => Settings {
                seed: self.seed,
                cases: Some(cases),
                seconds: None,
            },
            Budget::Time(time) => Settings {
                seed: self.seed,
                cases: None,
                seconds: Some(time.as_secs_f64()),
            },
        }
    }
}
