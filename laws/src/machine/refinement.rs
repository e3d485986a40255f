//! The law that a system answers every program as its reference does.

use super::any_system::Performing;
use super::declared::{self, Machine};
use super::program::{self, Placed};
use super::simpler::simplest;
use super::{
    Alone, AnySystem, Command, Difference, Exception, Failing, Response, Run, Stage, refine,
};
use crate::evidence::{Binding, Failure, Frequency, Step};
use crate::machine_law::{Limits, MachineFailure, MachineLaw, MachineRun, Refuted};
use crate::rng::CaseKey;
use crate::theory::{LawId, Signature};
use std::ops::Range;
use std::sync::Arc;

/// How many plain cases one program counts for.
const COST: u64 = 20;
/// How many programs are run to say how often the law fails.
const FREQUENCY_CASES: u64 = 50;

/// Refinement of the reference by a system.
pub(super) struct Refinement {
    machine: Arc<Machine>,
    system: Arc<dyn AnySystem>,
}

impl Refinement {
    pub(super) fn new(machine: Arc<Machine>, system: Arc<dyn AnySystem>) -> Self {
        Refinement { machine, system }
    }

    fn refine(&self, program: &[Placed]) -> Run<Response> {
        let system = Performing(&*self.system);
        refine(&*self.machine, &Alone(&system), &program::commands(program))
    }

    /// Runs one program: how it differs, if it does.
    ///
    /// # Errors
    /// If the reference raised or the user asked to stop.
    fn judge(&self, program: &[Placed]) -> Result<Judged, Exception> {
        match self.refine(program) {
            Run::Agrees { .. } if program.is_empty() => Ok(Judged::Vacuous),
            Run::Agrees { .. } => Ok(Judged::Held),
            Run::NotAllowed { .. } => Ok(Judged::Vacuous),
            Run::NoReference { exception, .. } => Err(Exception {
                message: format!("the reference raised: {}", exception.message),
                ..exception
            }),
            Run::Differs(difference) => match &difference.actual {
                Err(exception) if exception.interrupted => Err(exception.clone()),
                _ => Ok(Judged::Differs(Box::new(difference))),
            },
        }
    }

    fn tell(
        &self,
        found: Vec<Placed>,
        difference: Difference<Response>,
        limits: &Limits<'_>,
    ) -> MachineFailure {
        let failing = |difference: Difference<Response>| Failing {
            needed: difference.needed(),
            finding: difference,
        };
        let first = binding(&found);
        let fails = |program: &[Placed]| match self.refine(program) {
            Run::Differs(difference) => Some(failing(difference)),
            _ => None,
        };
        let shrunk = simplest(found, failing(difference), fails, limits);
        let (program, difference) = (shrunk.program, shrunk.finding);
        MachineFailure {
            found: first,
            shrunk: binding(&program),
            failure: failure(&difference),
            answered: answered(&program, &difference),
            expected: expected(&program, &difference),
            difference: Some(in_words(&program, &difference)),
            frequency: Frequency {
                failed: 1,
                sampled: 1,
            },
            shrink: shrunk.effort,
            encoded: program::encode(&program),
        }
    }

    fn frequency(&self, key: CaseKey, stop: &dyn Fn() -> bool) -> Frequency {
        let (mut failed, mut sampled) = (0, 0);
        for index in 0..FREQUENCY_CASES {
            if stop() {
                break;
            }
            let program = program::draw(&self.machine, &mut key.case(index));
            match program.and_then(|program| self.judge(&program)) {
                Ok(Judged::Differs(_)) => (failed, sampled) = (failed + 1, sampled + 1),
                Ok(Judged::Held) => sampled += 1,
                Ok(Judged::Vacuous) | Err(_) => {}
            }
        }
        Frequency { failed, sampled }
    }
}

enum Judged {
    Held,
    Vacuous,
    Differs(Box<Difference<Response>>),
}

impl MachineLaw for Refinement {
    fn id(&self) -> LawId {
        declared::refinement(self.machine.id().to_owned(), 0).id
    }

    fn law_set(&self) -> u32 {
        self.machine.law_set()
    }

    fn floor(&self) -> u64 {
        declared::FLOOR
    }

    fn statement(&self) -> String {
        declared::refinement("", 0).statement(&Signature::default())
    }

    fn cost(&self) -> u64 {
        COST
    }

    fn run<'l>(
        &'l self,
        key: CaseKey,
        range: Range<u64>,
        stop: &dyn Fn() -> bool,
    ) -> MachineRun<'l> {
        let mut ran = MachineRun::default();
        for index in range {
            if stop() {
                break;
            }
            let program = match program::draw(&self.machine, &mut key.case(index)) {
                Ok(program) => program,
                Err(why) => {
                    ran.stopped = Some(reason(why, "a sampler raised: "));
                    break;
                }
            };
            ran.cases += 1;
            match self.judge(&program) {
                Ok(Judged::Held) => {}
                Ok(Judged::Vacuous) => ran.vacuous += 1,
                Ok(Judged::Differs(difference)) => {
                    ran.refuted = Some(Refuted {
                        index,
                        tell: Box::new(move |limits| MachineFailure {
                            frequency: self.frequency(key, limits.stop),
                            ..self.tell(program, *difference, limits)
                        }),
                    });
                    break;
                }
                Err(why) => {
                    ran.stopped = Some(reason(why, ""));
                    break;
                }
            }
        }
        ran
    }

    fn replay(
        &self,
        key: CaseKey,
        index: u64,
        limits: &Limits<'_>,
    ) -> Result<Option<MachineFailure>, Exception> {
        let program = program::draw(&self.machine, &mut key.case(index))?;
        Ok(match self.judge(&program)? {
            Judged::Differs(difference) => Some(MachineFailure {
                frequency: self.frequency(key, limits.stop),
                ..self.tell(program, *difference, limits)
            }),
            _ => None,
        })
    }

    fn stored(
        &self,
        encoded: &str,
        limits: &Limits<'_>,
    ) -> Result<Option<MachineFailure>, Exception> {
        let program = program::decode(&self.machine, encoded)?;
        if program.iter().any(|placed| placed.thread > 0) {
            return Err(Exception::new(
                "the stored program has several threads: it belongs to another law",
            ));
        }
        Ok(match self.judge(&program)? {
            Judged::Differs(difference) => Some(self.tell(program, *difference, limits)),
            _ => None,
        })
    }
}

/// Says why a law cannot go on.
pub(super) fn reason(why: Exception, before: &str) -> String {
    if why.interrupted {
        "interrupted".to_owned()
    } else {
        format!("{before}{}", why.message)
    }
}

fn shown(command: &Command) -> String {
    format!("{command:?}")
}

fn binding(program: &[Placed]) -> Vec<Binding> {
    vec![Binding {
        variable: "program".to_owned(),
        sort: "program".to_owned(),
        value: program::show(&program::commands(program)),
        matters: true,
    }]
}

fn failure(difference: &Difference<Response>) -> Failure {
    match (&difference.actual, &difference.expected) {
        (Err(exception), _) => Failure::Raised {
            message: exception.message.clone(),
            place: exception.place.clone(),
        },
        (Ok(actual), expected) => Failure::Unequal {
            left: format!("{actual:?}"),
            right: expected
                .as_ref()
                .map(|e| format!("{e:?}"))
                .unwrap_or_default(),
        },
    }
}

fn agreed(program: &[Placed], difference: &Difference<Response>) -> Vec<Step> {
    let steps = program.iter().zip(&difference.agreed);
    let step = |(placed, response): (&Placed, &Response)| Step {
        term: shown(&placed.command),
        value: format!("{response:?}"),
    };
    steps.map(step).collect()
}

fn answered(program: &[Placed], difference: &Difference<Response>) -> Vec<Step> {
    let mut steps = agreed(program, difference);
    let value = match &difference.actual {
        Ok(response) => format!("{response:?}"),
        Err(exception) => exception.message.clone(),
    };
    let last = |term: &str, value| Step {
        term: term.to_owned(),
        value,
    };
    match (difference.stage, program.get(difference.index)) {
        (Stage::Start, _) => steps.push(last("start", value)),
        (Stage::Command, Some(placed)) => steps.push(last(&shown(&placed.command), value)),
        (Stage::Stop | Stage::Command, _) => steps.push(last("stop", value)),
    }
    steps
}

fn expected(program: &[Placed], difference: &Difference<Response>) -> Vec<Step> {
    let mut steps = agreed(program, difference);
    if let (Some(expected), Some(placed)) = (&difference.expected, program.get(difference.index)) {
        steps.push(Step {
            term: shown(&placed.command),
            value: format!("{expected:?}"),
        });
    }
    steps
}

fn in_words(program: &[Placed], difference: &Difference<Response>) -> String {
    let count = difference.index;
    let after = match count {
        0 => "at once".to_owned(),
        1 => "after 1 command".to_owned(),
        n => format!("after {n} commands"),
    };
    let command = program.get(difference.index).map(|p| shown(&p.command));
    match (difference.stage, &difference.actual, &difference.expected) {
        (Stage::Start, ..) => "the system does not start".to_owned(),
        (Stage::Stop, ..) => {
            format!("all answers are right, but {after} dropping the system raises")
        }
        (Stage::Command, Ok(actual), Some(expected)) => format!(
            "{after}, `{}` answers `{actual:?}`, the reference answers `{expected:?}`",
            command.unwrap_or_default()
        ),
        (Stage::Command, ..) => format!("{after}, `{}` raises", command.unwrap_or_default()),
    }
}
