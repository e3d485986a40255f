//! One program, run against a system and its reference.

use super::{Exception, Failing, Reference, Shrunk, System, shrink};
use crate::panic::guarded;

/// The part of a run in which a system differs from its reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The system did not start.
    Start,
    /// A command got another response than the right one.
    Command,
    /// All responses were right, but the system raised when it was dropped.
    Stop,
}

/// The first difference between a system and its reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<Response> {
    /// The part of the run.
    pub stage: Stage,
    /// How many commands got the right response: the number of the differing command, from 0.
    pub index: usize,
    /// The right response, if a command differs.
    pub expected: Option<Response>,
    /// What the system answered or raised.
    pub actual: Result<Response, Exception>,
    /// The right responses to the commands before, which the system gave too.
    pub agreed: Vec<Response>,
}

impl<Response> Difference<Response> {
    /// Returns how many commands from the start of the program are needed to see the difference.
    pub fn needed(&self) -> usize {
        match self.stage {
            Stage::Command => self.index + 1,
            Stage::Start | Stage::Stop => self.index,
        }
    }
}

/// What came of one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run<Response> {
    /// The system gave the right responses, which are these.
    Agrees {
        /// The responses.
        responses: Vec<Response>,
    },
    /// The system differs.
    Differs(Difference<Response>),
    /// The program uses a command that the reference does not allow; until there, the system gave
    /// the right responses. The run is vacuous.
    NotAllowed {
        /// The number of the command, from 0.
        index: usize,
    },
    /// The reference raised: nothing is known about the system.
    NoReference {
        /// The number of the command, from 0.
        index: usize,
        /// What the reference raised.
        exception: Exception,
    },
}

/// Runs a program against a fresh system and the reference, up to the first difference.
///
/// Panics of both are caught.
pub fn refine<R, S>(reference: &R, system: &S, program: &[R::Command]) -> Run<R::Response>
where
    R: Reference,
    S: System<Command = R::Command, Response = R::Response>,
{
    let mut live = match guarded(|| system.start()) {
        Ok(live) => live,
        Err(exception) => return Run::Differs(difference(Stage::Start, exception, Vec::new())),
    };
    let run = refine_live(reference, system, &mut live, program);
    match (
        guarded(move || {
            drop(live);
            Ok(())
        }),
        run,
    ) {
        (Err(exception), Run::Agrees { responses }) => {
            Run::Differs(difference(Stage::Stop, exception, responses))
        }
        (_, run) => run,
    }
}

fn difference<Response>(
    stage: Stage,
    exception: Exception,
    agreed: Vec<Response>,
) -> Difference<Response> {
    Difference {
        stage,
        index: agreed.len(),
        expected: None,
        actual: Err(exception),
        agreed,
    }
}

fn refine_live<R, S>(
    reference: &R,
    system: &S,
    live: &mut S::Live,
    program: &[R::Command],
) -> Run<R::Response>
where
    R: Reference,
    S: System<Command = R::Command, Response = R::Response>,
{
    let mut state = match guarded(|| Ok(reference.initial())) {
        Ok(state) => state,
        Err(exception) => {
            return Run::NoReference {
                index: 0,
                exception,
            };
        }
    };
    let mut agreed = Vec::with_capacity(program.len());
    for (index, command) in program.iter().enumerate() {
        let step = guarded(|| {
            if reference.allows(&state, command) {
                reference.step(&mut state, command).map(Some)
            } else {
                Ok(None)
            }
        });
        let expected = match step {
            Ok(Some(expected)) => expected,
            Ok(None) => return Run::NotAllowed { index },
            Err(exception) => return Run::NoReference { index, exception },
        };
        // Responses of another language may raise when they are compared.
        let actual = guarded(|| {
            let actual = system.perform(live, command)?;
            let equal = actual == expected;
            Ok((actual, equal))
        });
        let actual = match actual {
            Ok((_, true)) => {
                agreed.push(expected);
                continue;
            }
            Ok((actual, false)) => Ok(actual),
            Err(exception) => Err(exception),
        };
        return Run::Differs(Difference {
            stage: Stage::Command,
            index,
            expected: Some(expected),
            actual,
            agreed,
        });
    }
    Run::Agrees { responses: agreed }
}

/// Shrinks a program that showed a difference to a small one that shows a difference too.
///
/// See [`shrink`] for what small means, and for `simpler` and `budget`.
pub fn smallest_difference<R, S>(
    reference: &R,
    system: &S,
    program: Vec<R::Command>,
    difference: Difference<R::Response>,
    simpler: impl for<'c> Fn(&'c R::Command) -> Box<dyn Iterator<Item = R::Command> + 'c>,
    budget: u64,
) -> Shrunk<R::Command, Difference<R::Response>>
where
    R: Reference,
    S: System<Command = R::Command, Response = R::Response>,
{
    let failing = |difference: Difference<R::Response>| Failing {
        needed: difference.needed(),
        finding: difference,
    };
    let differs = |program: &[R::Command]| match refine(reference, system, program) {
        Run::Differs(difference) => Some(failing(difference)),
        _ => None,
    };
    shrink(program, failing(difference), simpler, differs, budget)
}
