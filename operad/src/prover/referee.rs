//! Asking a prover, and checking what it says.

use super::replayed::replay;
use super::{Allowance, Answer, Given, Problem, Prove, Settled, Task};
use lawful::check::{self, Budget, Config, Observer, Regressions, Silent};
use lawful::evidence::{LawEvidence, Status, Verdict};
use lawful::model::Model;
use lawful::{Exception, Value};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How often the caller is asked whether to stop.
const HEARTBEAT: Duration = Duration::from_millis(25);
/// How long after its time a prover that stops by itself may still answer.
const GRACE: Duration = Duration::from_millis(250);

/// Asks a prover about a law, and checks its answer.
///
/// The prover runs on a thread of its own, which is left behind if it does not answer in time.
pub fn settle(problem: &Problem, prover: Arc<dyn Prove>, allowance: &Allowance) -> Settled {
    settle_watched(problem, prover, allowance, &mut Silent)
}

/// Asks a prover as [`settle`] does; an observer may end the wait.
pub fn settle_watched(
    problem: &Problem,
    prover: Arc<dyn Prove>,
    allowance: &Allowance,
    observer: &mut dyn Observer,
) -> Settled {
    match ask(problem, prover, allowance, observer) {
        Given::Answered(answer) => check_answer(problem, &answer, allowance, observer),
        Given::Late(after) => Settled::Late { after },
        Given::Raised(exception) => Settled::Raised {
            message: exception.message,
            place: exception.place,
        },
    }
}

/// Asks a prover; what it answers is not checked.
pub(super) fn ask(
    problem: &Problem,
    prover: Arc<dyn Prove>,
    allowance: &Allowance,
    observer: &mut dyn Observer,
) -> Given {
    let task = Task::new(problem, allowance);
    let (mine, started) = (task.clone(), Instant::now());
    let time = allowance.time.saturating_add(GRACE);
    let asked = within(problem.model(), time, observer, move || prover.prove(&mine));
    match asked {
        Waited::Done(Ok(answer)) => Given::Answered(answer),
        Waited::Done(Err(exception)) => Given::Raised(exception),
        Waited::Late => {
            task.abandon();
            Given::Late(started.elapsed())
        }
    }
}

/// Checks what a prover said: replays a derivation, runs the case of a counterexample.
///
/// That runs the model's code, so it has a deadline too.
pub fn check_answer(
    problem: &Problem,
    answer: &Answer,
    allowance: &Allowance,
    observer: &mut dyn Observer,
) -> Settled {
    match answer {
        Answer::Unknown(why) => Settled::Unknown { why: why.clone() },
        Answer::Derivation(lines) => {
            let replayed = match replay(problem, lines) {
                Ok(replayed) => replayed,
                Err(why) => return Settled::Refused { why },
            };
            match cited(problem, &replayed.cites, allowance, observer) {
                None => Settled::Proved {
                    derivation: replayed.lines,
                    cites: replayed.cites,
                },
                Some(why) => Settled::Refused { why },
            }
        }
        Answer::Counterexample(values) => {
            let (values, shrink) = (values.clone(), allowance.shrink);
            run(problem, allowance, observer, move |problem| {
                judged(problem, values, shrink)
            })
        }
        Answer::Stored(texts) => {
            let (texts, shrink) = (texts.clone(), allowance.shrink);
            run(problem, allowance, observer, move |problem| {
                let values = decoded(problem, &texts)?;
                judged(problem, values, shrink)
            })
        }
    }
}

/// Says which of the cited laws cannot be relied on.
fn cited(
    problem: &Problem,
    cites: &[String],
    allowance: &Allowance,
    observer: &mut dyn Observer,
) -> Option<String> {
    if cites.is_empty() {
        return None;
    }
    let model = problem.model().only(|law| cites.iter().any(|c| c == law));
    let config = Config {
        seed: allowance.seed,
        budget: Budget::Cases(allowance.cited_cases.max(1)),
        deadline: allowance.checking.max(Duration::from_millis(1)),
        ..Config::default()
    };
    let report = check::check(
        &[Arc::new(model)],
        &config,
        &Regressions::default(),
        observer,
    );
    let report = match report {
        Ok(report) if !report.interrupted => report,
        Ok(_) => return Some("the check of the cited laws was interrupted".to_owned()),
        Err(why) => return Some(why.to_string()),
    };
    let laws: Vec<&LawEvidence> = report.evidence.iter().flat_map(|e| &e.laws).collect();
    cites.iter().find_map(|cite| {
        let law = laws.iter().find(|law| law.law == *cite);
        let holds = law.is_some_and(|law| law.status() == Status::Holds);
        let verdict = law.map_or("not run", |law| law.verdict().name());
        (!holds).then(|| format!("it cites `{cite}`, which is {verdict} for the model"))
    })
}

fn run(
    problem: &Problem,
    allowance: &Allowance,
    observer: &mut dyn Observer,
    work: impl FnOnce(&Problem) -> Result<Settled, Exception> + Send + 'static,
) -> Settled {
    let mine = problem.clone();
    let done = within(problem.model(), allowance.checking, observer, move || {
        work(&mine)
    });
    match done {
        Waited::Done(Ok(settled)) => settled,
        Waited::Done(Err(why)) => Settled::Refused { why: why.message },
        Waited::Late => Settled::Refused {
            why: format!(
                "the model did not come to an end within {:?} for these values",
                allowance.checking
            ),
        },
    }
}

fn decoded(problem: &Problem, texts: &[String]) -> Result<Vec<Value>, Exception> {
    let variables = &problem.def().variables;
    if texts.len() != variables.len() {
        return Err(Exception::new(format!(
            "the law has {} variables, but {} values were given",
            variables.len(),
            texts.len()
        )));
    }
    let read = |(text, variable): (&String, &lawful::theory::Variable)| {
        let sort = problem.model().sort(&variable.sort);
        sort.and_then(|sort| sort.decode(text)).ok_or_else(|| {
            let text: String = text.chars().take(80).collect();
            Exception::new(format!(
                "`{text}` is not a value of the sort `{}`",
                variable.sort
            ))
        })
    };
    texts.iter().zip(variables).map(read).collect()
}

fn judged(problem: &Problem, values: Vec<Value>, shrink: u64) -> Result<Settled, Exception> {
    let sorts = problem.def().variables.iter();
    let shown: Vec<String> = sorts
        .zip(&values)
        .map(|(variable, value)| {
            let sort = problem.model().sort(&variable.sort);
            let value = sort.map_or_else(String::new, |sort| sort.show(value));
            format!("{} = {value}", variable.name)
        })
        .collect();
    let config = Config {
        shrink,
        ..Config::default()
    };
    let evidence = check::judge_values(problem.model(), problem.law(), values, &config);
    let evidence = evidence.map_err(|why| Exception::new(why.to_string()))?;
    let shown = shown.join(", ");
    Ok(match evidence.verdict() {
        Verdict::Refuted { counterexample } => Settled::Refuted { counterexample },
        Verdict::NotRun { why } => Settled::Refused { why },
        _ if evidence.coverage.tally().vacuous > 0 => Settled::Refused {
            why: format!("the premise of the law is false for {shown}"),
        },
        _ => Settled::Refused {
            why: format!("the law holds for {shown}"),
        },
    })
}

enum Waited<T> {
    Done(Result<T, Exception>),
    Late,
}

/// Runs work on a thread of its own and waits for it that long.
fn within<T: Send + 'static>(
    model: &Arc<Model>,
    time: Duration,
    observer: &mut dyn Observer,
    work: impl FnOnce() -> Result<T, Exception> + Send + 'static,
) -> Waited<T> {
    let (sender, receiver) = mpsc::channel();
    let (held, started) = (Arc::clone(model), Instant::now());
    let run = move || {
        let mut work = Some(work);
        let mut came = Err(Exception::new("the work did not run"));
        held.hold(&mut || {
            if let Some(work) = work.take() {
                came = guarded(work);
            }
        });
        // Nobody listens any more if it took too long.
        let _ = sender.send(came);
    };
    // Not scoped: a thread that hangs is left behind.
    let spawned = thread::Builder::new()
        .name("lawful-prover".to_owned())
        .spawn(run);
    let thread = match spawned {
        Ok(thread) => thread.thread().id(),
        Err(why) => return Waited::Done(Err(Exception::new(why.to_string()))),
    };
    loop {
        let left = time.saturating_sub(started.elapsed());
        match receiver.recv_timeout(left.min(HEARTBEAT)) {
            Ok(came) => return Waited::Done(came),
            Err(RecvTimeoutError::Disconnected) => {
                return Waited::Done(Err(Exception::new("the thread ended without an answer")));
            }
            Err(RecvTimeoutError::Timeout) if left.is_zero() || observer.interrupted() => {
                observer.gave_up(model.id(), thread);
                return Waited::Late;
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Runs code that is not trusted; a panic becomes an exception.
fn guarded<T>(work: impl FnOnce() -> Result<T, Exception>) -> Result<T, Exception> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let text = payload
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| payload.downcast_ref::<String>().cloned());
        // Dropping an unknown payload could panic again.
        std::mem::forget(payload);
        let text = text.unwrap_or_else(|| "a panic without a message".to_owned());
        Err(Exception::new(format!("panicked: {text}")))
    })
}
