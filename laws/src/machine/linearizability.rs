//! The law that what several threads see of one system can be put in one order.

use super::any_system::Performing;
use super::declared::{self, Machine};
use super::program::{self, Placed};
use super::refinement::reason;
use super::simpler::simplest;
use super::told_history;
use super::{
    AnySystem, Command, Exception, Failing, RaceError, RaceFault, RaceFinding, Races, Response,
    State, race,
};
use crate::evidence::Frequency;
use crate::machine_law::{Limits, MachineFailure, MachineLaw, MachineRun, Refuted};
use crate::rng::CaseKey;
use crate::theory::{LawId, Signature};
use std::ops::Range;
use std::sync::Arc;

/// How many plain cases one set of programs counts for: threads are started for each round.
const COST: u64 = 100;
/// How often the programs of one case race. In the first round the threads meet for sure.
const ROUNDS: u64 = 4;
/// How many rounds a case gets to fail again, and a simpler one to fail at all.
const ROUNDS_TO_REPLAY: u64 = 400;
const ROUNDS_TO_SHRINK: u64 = 24;
/// The most candidates of shrinking: each one races many times.
const MOST_CANDIDATES: u64 = 500;
/// The budget of the search for one order, in steps of the reference; more than so few operations
/// have orders.
const SEARCH: u64 = 1 << 20;
/// How many cases are run to say how often the law fails.
const FREQUENCY_CASES: u64 = 20;

type Finding = RaceFinding<Command, Response>;

/// Linearizability of a shared system.
///
/// A case is one set of programs. They race several times; in the first race, operations overlap for
/// sure, so that every case says something about concurrency. So the counts of a system that passes
/// do not depend on timing.
pub(super) struct Linearizability {
    machine: Arc<Machine>,
    system: Arc<dyn AnySystem>,
}

enum Judged {
    Held,
    Vacuous,
    Refuted(Box<Seen>),
}

/// What refutes the law.
pub(super) enum Seen {
    /// A history.
    History(Finding),
    /// The system did not start.
    NoStart(Exception),
}

impl Linearizability {
    pub(super) fn new(machine: Arc<Machine>, system: Arc<dyn AnySystem>) -> Self {
        Linearizability { machine, system }
    }

    /// Lets programs race; says how many rounds had overlap, unless one refutes the law.
    fn rounds(
        &self,
        program: &[Placed],
        rounds: u64,
        seed: u64,
    ) -> Result<(u64, Option<Seen>), Exception> {
        let programs = program::by_thread(program);
        let races = Races {
            rounds,
            seed,
            budget: SEARCH,
        };
        let system = Performing(&*self.system);
        let raced = race(
            &*self.machine,
            &system,
            State::clone,
            |_| programs.clone(),
            &races,
        );
        match raced {
            Ok(report) => {
                let effective = report.effective();
                let seen = report.finding.map(Seen::History);
                match seen.as_ref().and_then(exception) {
                    Some(exception) if exception.interrupted => Err(exception.clone()),
                    _ if seen.is_some() => Ok((0, seen)),
                    _ => Ok((effective, None)),
                }
            }
            Err(RaceError::Start(exception)) if !exception.interrupted => {
                Ok((0, Some(Seen::NoStart(exception))))
            }
            Err(RaceError::Start(exception) | RaceError::Thread(exception)) => Err(exception),
            Err(RaceError::NoReference(exception)) => Err(Exception {
                message: format!("the reference raised: {}", exception.message),
                ..exception
            }),
            Err(error) => Err(Exception::new(error.to_string())),
        }
    }

    fn judge(&self, program: &[Placed], key: CaseKey, index: u64) -> Result<Judged, Exception> {
        // The programs took the stream of the case; the pauses take another one.
        let seed = key.case(!index).bits();
        Ok(match self.rounds(program, ROUNDS, seed)? {
            (_, Some(seen)) => Judged::Refuted(Box::new(seen)),
            (0, None) => Judged::Vacuous,
            (_, None) => Judged::Held,
        })
    }

    fn tell(&self, found: Vec<Placed>, seen: Seen, limits: &Limits<'_>) -> MachineFailure {
        let first = told_history::binding(&found);
        let limits = Limits {
            budget: limits.budget.min(MOST_CANDIDATES),
            ..*limits
        };
        let mut round = 0;
        let fails = |program: &[Placed]| {
            round += 1;
            let (_, seen) = self.rounds(program, ROUNDS_TO_SHRINK, round).ok()?;
            Some(Failing {
                finding: seen?,
                needed: program.len(),
            })
        };
        let failing = Failing {
            needed: found.len(),
            finding: seen,
        };
        let shrunk = simplest(found, failing, fails, &limits);
        let told = told_history::tell(&shrunk.finding);
        MachineFailure {
            found: first,
            shrunk: told_history::binding(&shrunk.program),
            failure: told.failure,
            answered: told.lanes,
            expected: told.order,
            difference: told.difference,
            frequency: Frequency {
                failed: 1,
                sampled: 1,
            },
            shrink: shrunk.effort,
            encoded: program::encode(&shrunk.program),
        }
    }

    fn frequency(&self, key: CaseKey, stop: &dyn Fn() -> bool) -> Frequency {
        let (mut failed, mut sampled) = (0, 0);
        for index in 0..FREQUENCY_CASES {
            if stop() {
                break;
            }
            let program = program::draw_threads(&self.machine, &mut key.case(index));
            match program.and_then(|program| self.judge(&program, key, index)) {
                Ok(Judged::Refuted(_)) => (failed, sampled) = (failed + 1, sampled + 1),
                Ok(Judged::Held) => sampled += 1,
                Ok(Judged::Vacuous) | Err(_) => {}
            }
        }
        Frequency { failed, sampled }
    }

    /// Lets programs that failed once fail again.
    fn again(&self, program: &[Placed], limits: &Limits<'_>) -> Result<Option<Seen>, Exception> {
        for round in 0..ROUNDS_TO_REPLAY / ROUNDS {
            if (limits.stop)() {
                break;
            }
            let (_, seen) = self.rounds(program, ROUNDS, round)?;
            if seen.is_some() {
                return Ok(seen);
            }
        }
        Ok(None)
    }
}

/// Returns what the system raised, if that is what refutes the law.
fn exception(seen: &Seen) -> Option<&Exception> {
    match seen {
        Seen::NoStart(exception) => Some(exception),
        Seen::History(finding) => match &finding.fault {
            RaceFault::Raised(raised) => Some(&raised.exception),
            RaceFault::Stop(exception) => Some(exception),
            RaceFault::NotLinearizable { .. } => None,
        },
    }
}

impl MachineLaw for Linearizability {
    fn id(&self) -> LawId {
        declared::linearizable(self.machine.id().to_owned(), 0).id
    }

    fn law_set(&self) -> u32 {
        self.machine.law_set()
    }

    fn floor(&self) -> u64 {
        declared::FLOOR
    }

    fn statement(&self) -> String {
        declared::linearizable("", 0).statement(&Signature::default())
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
            let program = match program::draw_threads(&self.machine, &mut key.case(index)) {
                Ok(program) => program,
                Err(why) => {
                    ran.stopped = Some(reason(why, "a sampler raised: "));
                    break;
                }
            };
            ran.cases += 1;
            match self.judge(&program, key, index) {
                Ok(Judged::Held) => {}
                Ok(Judged::Vacuous) => ran.vacuous += 1,
                Ok(Judged::Refuted(seen)) => {
                    ran.refuted = Some(Refuted {
                        index,
                        tell: Box::new(move |limits| MachineFailure {
                            frequency: self.frequency(key, limits.stop),
                            ..self.tell(program, *seen, limits)
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
        let program = program::draw_threads(&self.machine, &mut key.case(index))?;
        Ok(self.again(&program, limits)?.map(|seen| MachineFailure {
            frequency: self.frequency(key, limits.stop),
            ..self.tell(program, seen, limits)
        }))
    }

    fn stored(
        &self,
        encoded: &str,
        limits: &Limits<'_>,
    ) -> Result<Option<MachineFailure>, Exception> {
        let program = program::decode(&self.machine, encoded)?;
        let seen = self.again(&program, limits)?;
        Ok(seen.map(|seen| self.tell(program, seen, limits)))
    }
}
