//! The checker: which cases run, and what they come to.

mod case_judge;
mod compiled;
mod config;
mod counterexample;
pub(crate) mod draw;
mod isomorphism;
mod ladder;
mod light;
mod preflight;
mod ready_test;
mod regression;
mod replay;
mod rungs;
mod runner;
mod shrink;
mod single;

pub use case_judge::{CaseJudge, Tried};
pub(crate) use compiled::{Compiled, Judged};
pub use config::{Budget, Config, ConfigError};
pub use regression::{RegressionError, Regressions};
pub use replay::{
    ReplayError, check_case, check_token, judge_typed_values, judge_values, refuse, replay_case,
    replay_token,
};
pub use runner::{Observer, Silent, check};
