//! Many rounds of threads against one shared system, and the verdict on their histories.

use super::{
    Blocked, Exception, History, Linearization, RaceError, Raised, Reference, SharedSystem,
    linearize_by_key, perform_together,
};
use std::hash::Hash;

/// In one round of so many, from the first on, the threads meet for sure.
const MEET: u64 = 4;

/// How many rounds to run, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Races {
    /// The number of rounds.
    pub rounds: u64,
    /// The seed of the pauses.
    pub seed: u64,
    /// The budget of each search for an order, in steps of the reference.
    pub budget: u64,
}

/// What is wrong with a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RaceFault<Response> {
    /// No order explains it.
    NotLinearizable {
        /// The longest order that explains the responses of its operations.
        longest: Vec<usize>,
        /// The operations that real time allows to come next, and none of which can.
        cannot_follow: Vec<Blocked<Response>>,
    },
    /// An operation raised, and the responses of the others show no fault.
    Raised(Raised),
    /// The system raised when it was dropped.
    Stop(Exception),
}

/// A history that shows a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaceFinding<Command, Response> {
    /// The number of the round, from 0.
    pub round: u64,
    /// What the threads did.
    pub history: History<Command, Response>,
    /// What is wrong with it.
    pub fault: RaceFault<Response>,
}

/// What the rounds showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaceReport<Command, Response> {
    /// Rounds that ran; the round of a finding is the last.
    pub rounds: u64,
    /// Operations in all rounds.
    pub operations: u64,
    /// Rounds in which no two operations overlapped: they say nothing about concurrency.
    pub no_overlap: u64,
    /// Rounds with a command that the reference did not allow.
    pub not_allowed: u64,
    /// Rounds in which the search for an order ran out of its budget.
    pub gave_up: u64,
    /// The first fault.
    pub finding: Option<RaceFinding<Command, Response>>,
}

impl<Command, Response> RaceReport<Command, Response> {
    /// Counts the rounds that say something: with overlap, and decided.
    pub fn effective(&self) -> u64 {
        self.rounds - self.no_overlap - self.not_allowed - self.gave_up
    }
}

/// Runs rounds until one shows a fault: `programs` gives one program per thread for each round.
///
/// In every fourth round, from the first on, the threads wait for each other inside of their first
/// operations, so that these overlap for sure. In the others they are as fast as can be.
/// States are told apart by `key`, as in [`linearize_by_key`].
///
/// # Errors
/// As [`perform_together`], and if the reference raises.
pub fn race<R, S, K>(
    reference: &R,
    system: &S,
    key: impl Fn(&R::State) -> K,
    mut programs: impl FnMut(u64) -> Vec<Vec<R::Command>>,
    races: &Races,
) -> Result<RaceReport<R::Command, R::Response>, RaceError>
where
    R: Reference,
    S: SharedSystem<Command = R::Command, Response = R::Response> + Sync,
    S::Live: Sync,
    R::Command: Send + Sync,
    R::Response: Send,
    K: Eq + Hash,
{
    let mut report = RaceReport {
        rounds: 0,
        operations: 0,
        no_overlap: 0,
        not_allowed: 0,
        gave_up: 0,
        finding: None,
    };
    for round in 0..races.rounds {
        let seed = races.seed ^ round.wrapping_mul(0xd6e8_feb8_6659_fd93);
        let execution = perform_together(system, &programs(round), seed, round % MEET == 0)?;
        let history = execution.history;
        report.rounds += 1;
        report.operations += history.operations().len() as u64;
        let raised = execution.raised.into_iter().next().map(RaceFault::Raised);
        let also = raised.or(execution.stop.map(RaceFault::Stop));
        let fault = match linearize_by_key(reference, &history, &key, races.budget) {
            Linearization::NotLinearizable {
                longest,
                cannot_follow,
                ..
            } => Some(RaceFault::NotLinearizable {
                longest,
                cannot_follow,
            }),
            Linearization::NoReference { exception } => {
                return Err(RaceError::NoReference(exception));
            }
            // What a system does after such a command is its own business.
            Linearization::NotAllowed { .. } => {
                report.not_allowed += 1;
                continue;
            }
            Linearization::GaveUp { .. } if also.is_none() => {
                report.gave_up += 1;
                continue;
            }
            Linearization::GaveUp { .. } | Linearization::Linearizable { .. } => also,
        };
        if let Some(fault) = fault {
            report.finding = Some(RaceFinding {
                round,
                history,
                fault,
            });
            return Ok(report);
        }
        report.no_overlap += u64::from(history.overlaps() == 0);
    }
    Ok(report)
}
