//! Running all laws of all models on several threads, with deadlines that hold.

use super::config::{Config, ConfigError};
use super::ladder::{Climb, Ladder};
use super::regression::Regressions;
use crate::evidence::{CaseId, Coverage, Evidence, LawEvidence, Phase, Report, Tally, Timing};
use crate::model::Model;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

/// How often the caller is asked whether to stop.
const HEARTBEAT: Duration = Duration::from_millis(25);
/// How long after its deadline a law that does not answer is given up.
const GRACE: Duration = Duration::from_millis(500);

/// Who watches a run. All methods are called on the thread that called [`check`].
pub trait Observer {
    /// A law of a model is done; `done` of `all` are.
    fn done(&mut self, model: &str, law: &LawEvidence, done: usize, all: usize) {
        let _ = (model, law, done, all);
    }

    /// Called many times a second; `true` ends the run with a partial report.
    fn interrupted(&mut self) -> bool {
        false
    }

    /// A thread hangs in a case of this model and is left behind.
    fn gave_up(&mut self, model: &str, thread: ThreadId) {
        let _ = (model, thread);
    }
}

/// An observer that does not care.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {}

/// One law of one model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Task {
    model: usize,
    claim: usize,
}

/// What a worker says of itself, read by the coordinator.
struct Desk {
    /// The phase and the index of the case that runs.
    phase: AtomicU64,
    index: AtomicU64,
    /// Set when the worker should leave its law.
    stop: AtomicBool,
}

struct Shared {
    models: Vec<Arc<Model>>,
    config: Config,
    regressions: Regressions,
    tasks: Mutex<VecDeque<Task>>,
}

enum Message {
    Began(usize, Task),
    Ended(usize, Task, Box<Tally>, Duration),
    Idle(usize),
}

impl Climb for Desk {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn at(&self, case: CaseId) {
        let phase = match case.phase {
            Phase::Regression => 0,
            Phase::Edge => 1,
            Phase::Domain => 2,
            Phase::Random => 3,
        };
        self.phase.store(phase, Ordering::Relaxed);
        self.index.store(case.index, Ordering::Relaxed);
    }
}

impl Desk {
    fn case(&self) -> CaseId {
        let phases = [Phase::Regression, Phase::Edge, Phase::Domain, Phase::Random];
        let phase = self.phase.load(Ordering::Relaxed) as usize;
        CaseId {
            phase: phases.get(phase).copied().unwrap_or(Phase::Random),
            index: self.index.load(Ordering::Relaxed),
        }
    }
}

/// Checks every claim of every model.
///
/// The evidence does not depend on the number of threads, and the merged reports of any number of
/// shards equal the report of one run, as long as the budget is a number of cases.
///
/// # Errors
/// If the settings make no sense, there is no claim to check, or two models have one id.
pub fn check(
    models: &[Arc<Model>],
    config: &Config,
    regressions: &Regressions,
    observer: &mut dyn Observer,
) -> Result<Report, ConfigError> {
    config.validate()?;
    let mut models = models.to_vec();
    models.sort_by(|a, b| a.id().cmp(b.id()));
    if let Some(pair) = models.windows(2).find(|w| w[0].id() == w[1].id()) {
        return Err(ConfigError::Duplicate(pair[0].id().to_owned()));
    }
    let tasks: VecDeque<Task> = models
        .iter()
        .enumerate()
        .flat_map(|(model, m)| (0..m.claims().len()).map(move |claim| Task { model, claim }))
        .collect();
    if tasks.is_empty() {
        return Err(ConfigError::Nothing);
    }
    let shared = Arc::new(Shared {
        models,
        config: config.clone(),
        regressions: regressions.clone(),
        tasks: Mutex::new(tasks),
    });
    Ok(Coordinator::new(&shared).run(observer))
}

/// The thread that called: it hands out nothing itself, but watches deadlines and collects.
struct Coordinator<'a> {
    shared: &'a Arc<Shared>,
    all: usize,
    desks: BTreeMap<usize, (Arc<Desk>, ThreadId)>,
    busy: BTreeMap<usize, (Task, Instant)>,
    results: BTreeMap<Task, LawEvidence>,
    timings: BTreeMap<Task, (Duration, u64)>,
    interrupted: bool,
}

impl<'a> Coordinator<'a> {
    fn new(shared: &'a Arc<Shared>) -> Self {
        Coordinator {
            shared,
            all: shared.models.iter().map(|m| m.claims().len()).sum(),
            desks: BTreeMap::new(),
            busy: BTreeMap::new(),
            results: BTreeMap::new(),
            timings: BTreeMap::new(),
            interrupted: false,
        }
    }

    fn run(mut self, observer: &mut dyn Observer) -> Report {
        let (sender, receiver) = mpsc::channel();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = match self.shared.config.threads {
            0 => cores,
            n => n,
        };
        let mut next_worker = 0;
        for _ in 0..threads.min(self.all) {
            self.hire(next_worker, &sender);
            next_worker += 1;
        }
        let mut heartbeat = Instant::now();
        while !self.desks.is_empty() {
            match receiver.recv_timeout(HEARTBEAT) {
                Ok(message) => self.hear(message, observer),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if heartbeat.elapsed() < HEARTBEAT {
                continue;
            }
            heartbeat = Instant::now();
            if !self.interrupted && observer.interrupted() {
                self.interrupt();
            }
            for worker in self.overdue() {
                self.give_up(worker, observer);
                if !self.interrupted {
                    self.hire(next_worker, &sender);
                    next_worker += 1;
                }
            }
        }
        self.report()
    }

    fn hire(&mut self, worker: usize, sender: &Sender<Message>) {
        let desk = Arc::new(Desk {
            phase: AtomicU64::new(0),
            index: AtomicU64::new(0),
            stop: AtomicBool::new(false),
        });
        let (shared, sender) = (Arc::clone(self.shared), sender.clone());
        let mine = Arc::clone(&desk);
        // Not scoped: a thread that hangs in a model's code is left behind.
        let work = move || work(worker, &shared, &mine, &sender);
        let name = format!("lawful-{worker}");
        if let Ok(thread) = thread::Builder::new().name(name).spawn(work) {
            self.desks.insert(worker, (desk, thread.thread().id()));
        }
    }

    fn hear(&mut self, message: Message, observer: &mut dyn Observer) {
        match message {
            Message::Began(worker, task) => {
                if self.desks.contains_key(&worker) {
                    self.busy.insert(worker, (task, Instant::now()));
                }
            }
            Message::Ended(worker, task, tally, took) => {
                // A worker that was given up may still answer; its law has its verdict.
                if self.busy.remove(&worker).is_some() {
                    self.timings.insert(task, (took, tally.cases));
                    if !(self.interrupted && tally.stopped.as_deref() == Some("interrupted")) {
                        self.settle(task, *tally, observer);
                    }
                }
            }
            Message::Idle(worker) => {
                self.desks.remove(&worker);
            }
        }
    }

    fn settle(&mut self, task: Task, tally: Tally, observer: &mut dyn Observer) {
        let Some(model) = self.shared.models.get(task.model) else {
            return;
        };
        let Some(claim) = model.claims().get(task.claim) else {
            return;
        };
        let evidence = LawEvidence {
            law: claim.id(),
            law_set: claim.law_set(),
            statement: claim.statement(model.signature()),
            claim: claim.claim(),
            floor: claim.floor(),
            coverage: Coverage::of_shard(self.shared.config.shard, tally),
        };
        observer.done(model.id(), &evidence, self.results.len() + 1, self.all);
        self.results.insert(task, evidence);
    }

    fn interrupt(&mut self) {
        self.interrupted = true;
        if let Ok(mut tasks) = self.shared.tasks.lock() {
            tasks.clear();
        }
        for (desk, _) in self.desks.values() {
            desk.stop.store(true, Ordering::Relaxed);
        }
        // From now on a worker has only the grace period left.
        let started = Instant::now().checked_sub(self.shared.config.deadline);
        for (_, since) in self.busy.values_mut() {
            *since = started.unwrap_or(*since);
        }
    }

    fn overdue(&self) -> Vec<usize> {
        let limit = self.shared.config.deadline + GRACE;
        let late = |(worker, (_, since)): (&usize, &(Task, Instant))| {
            (since.elapsed() > limit).then_some(*worker)
        };
        self.busy.iter().filter_map(late).collect()
    }

    fn give_up(&mut self, worker: usize, observer: &mut dyn Observer) {
        let Some((task, _)) = self.busy.remove(&worker) else {
            return;
        };
        let Some((desk, thread)) = self.desks.remove(&worker) else {
            return;
        };
        desk.stop.store(true, Ordering::Relaxed);
        if let Some(model) = self.shared.models.get(task.model) {
            observer.gave_up(model.id(), thread);
        }
        if self.interrupted {
            return;
        }
        let why = format!(
            "hangs: no answer within the deadline of {:?}, at or after case {}",
            self.shared.config.deadline,
            desk.case()
        );
        let tally = Tally {
            stopped: Some(why),
            ..Tally::default()
        };
        self.settle(task, tally, observer);
    }

    fn report(self) -> Report {
        let mut report = Report::new(self.shared.config.settings());
        report.interrupted = self.interrupted;
        let mut laws: BTreeMap<usize, Vec<LawEvidence>> = BTreeMap::new();
        for (task, evidence) in self.results {
            laws.entry(task.model).or_default().push(evidence);
        }
        for (place, laws) in laws {
            if let Some(model) = self.shared.models.get(place) {
                report.evidence.push(Evidence {
                    model: model.id().to_owned(),
                    version: model.version().to_owned(),
                    language: model.language().to_owned(),
                    theories: model.theories().to_vec(),
                    about: model.about().to_owned(),
                    laws,
                });
            }
        }
        for (task, (took, cases)) in self.timings {
            let model = self.shared.models.get(task.model);
            if let Some((model, claim)) = model.and_then(|m| Some((m, m.claims().get(task.claim)?)))
            {
                report.timings.push(Timing {
                    model: model.id().to_owned(),
                    law: claim.id(),
                    nanoseconds: u64::try_from(took.as_nanos()).unwrap_or(u64::MAX),
                    cases,
                });
            }
        }
        report
    }
}

fn work(worker: usize, shared: &Shared, desk: &Desk, sender: &Sender<Message>) {
    while !desk.stopped() {
        let task = shared
            .tasks
            .lock()
            .ok()
            .and_then(|mut tasks| tasks.pop_front());
        let Some(task) = task else {
            break;
        };
        let Some(model) = shared.models.get(task.model) else {
            break;
        };
        let Some(claim) = model.claims().get(task.claim) else {
            break;
        };
        if sender.send(Message::Began(worker, task)).is_err() {
            return;
        }
        let started = Instant::now();
        let ladder = Ladder {
            model,
            claim,
            config: &shared.config,
            regressions: &shared.regressions,
            climb: desk,
        };
        // Cases are guarded one by one; this catches a panic of a sampler's edges or printing.
        let mut tally = Tally::default();
        model.hold(&mut || {
            tally = crate::panic::guarded(|| Ok(ladder.run())).unwrap_or_else(|why| Tally {
                stopped: Some(format!("the model {why}")),
                ..Tally::default()
            });
        });
        if sender
            .send(Message::Ended(
                worker,
                task,
                Box::new(tally),
                started.elapsed(),
            ))
            .is_err()
        {
            return;
        }
    }
    let _ = sender.send(Message::Idle(worker));
}
