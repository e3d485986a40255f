//! The checker: which cases run, and what they come to.

mod compiled;
mod config;
mod counterexample;
mod draw;
mod ladder;
mod light;
mod preflight;
mod ready_test;
mod regression;
mod replay;
mod runner;
mod shrink;

pub use config::{Budget, Config, ConfigError};
pub use regression::{RegressionError, Regressions};
pub use replay::{ReplayError, check_case, check_token, replay_case, replay_token};
pub use runner::{Observer, Silent, check};
