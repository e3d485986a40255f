//! Writes the nodes of a run.

use super::crash::brief;
use super::record::{Authorised, Proposed, Record, Returned};
use super::{GuardError, Kind, Mode, NOT_ENFORCED, Refusal};
use crate::clock::{ClockError, Moment, Watch};
use crate::delegation::Chain;
use crate::digest::Digest;
use crate::gate::CovenantGate;
use crate::random::nonce;
use lawful_trace::{AppendError, Ledger, NodeError, Relation, TraceNode};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes the nodes of one run, with names of their own and times that do not go back.
pub(super) struct Scribe {
    ledger: Arc<dyn Ledger>,
    clock: Arc<Watch>,
    run: String,
    opened: String,
    origin: String,
    mode: Mode,
    next: AtomicU64,
    latest: AtomicU64,
}

/// Why nothing was written.
pub(super) enum Unwritten {
    Node(NodeError),
    Ledger(AppendError),
}

impl From<NodeError> for Unwritten {
    fn from(error: NodeError) -> Unwritten {
        Unwritten::Node(error)
    }
}

impl From<Unwritten> for Refusal {
    fn from(unwritten: Unwritten) -> Refusal {
        match unwritten {
            Unwritten::Node(error) => Refusal::Record(error),
            Unwritten::Ledger(error) => Refusal::Ledger(error),
        }
    }
}

/// The nanoseconds of a millisecond.
const NANOS: i64 = 1_000_000;

/// How often a time is read again because another writer's is later.
const TRIES: usize = 8;

/// How to call the nodes of a call: its name and a letter.
fn part(call: &str, kind: Kind) -> String {
    let letter = match kind {
        Kind::Opened => "o",
        Kind::Proposed | Kind::PlanProposed => "p",
        Kind::Authorised | Kind::PlanAuthorised => "a",
        Kind::Denied | Kind::PlanDenied => "d",
        Kind::Executed => "x",
        Kind::Returned => "r",
    };
    let mut name = String::with_capacity(call.len() + 2);
    name.push_str(call);
    name.push('/');
    name.push_str(letter);
    name
}

/// Returns the id of a call's proposal.
pub(super) fn proposal_of(call: &str) -> String {
    part(call, Kind::Proposed)
}

pub(super) fn nanos(moment: Moment) -> i64 {
    i64::try_from(moment.as_millis().saturating_mul(1_000_000)).unwrap_or(i64::MAX)
}

/// Returns the name of a run: 32 hexadecimal digits that nobody else has.
fn run_name(nonce: &[u8; 16]) -> String {
    let mut name = String::with_capacity(32);
    for byte in nonce {
        let _ = write!(name, "{byte:02x}");
    }
    name
}

struct Draft<'a> {
    name: &'a str,
    record: &'a Record,
    links: &'a [(Relation, &'a str)],
    stimulus: Option<&'a str>,
    response: Option<&'a str>,
}

impl Scribe {
    /// Opens a run: its first node has the covenant with how it was passed on.
    pub fn open(
        ledger: Arc<dyn Ledger>,
        gate: &CovenantGate,
        chain: &Chain,
        mode: Mode,
        now: Moment,
    ) -> Result<Scribe, GuardError> {
        let run = run_name(&nonce()?);
        let last = ledger.len().checked_sub(1).and_then(|at| ledger.get(at));
        if let Some(last) = last
            && last.timestamp().saturating_sub(nanos(now)) >= NANOS
        {
            let latest = u64::try_from(last.timestamp() / NANOS).unwrap_or(0);
            let latest = Moment::from_millis(latest);
            return Err(GuardError::Clock(ClockError::WentBack { latest, now }));
        }
        let scribe = Scribe {
            ledger,
            clock: Arc::clone(&gate.around().clock),
            opened: part(&run, Kind::Opened),
            run,
            origin: format!("holder:{}", gate.holder().short_fingerprint()),
            mode,
            next: AtomicU64::new(0),
            latest: AtomicU64::new(now.as_millis()),
        };
        let record = Record::Opened(chain.to_bytes());
        let draft = Draft {
            name: &scribe.opened,
            record: &record,
            links: &[],
            stimulus: None,
            response: None,
        };
        scribe.write(now, &[draft]).map_err(|why| match why {
            Unwritten::Node(error) => GuardError::Record(error),
            Unwritten::Ledger(error) => GuardError::Ledger(error),
        })?;
        Ok(scribe)
    }

    pub fn run(&self) -> &str {
        &self.run
    }

    /// Returns the latest time of this run's records.
    pub fn latest(&self) -> Moment {
        Moment::from_millis(self.latest.load(Ordering::Relaxed))
    }

    fn name(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut name = String::with_capacity(self.run.len() + 12);
        name.push_str(&self.run);
        // Writing to a text does not fail.
        let _ = write!(name, "/{number}");
        name
    }

    /// Records that a call was proposed, may happen, and is handed to its tool: all or nothing.
    pub fn authorised(
        &self,
        plan: Option<&str>,
        action: &str,
        proposed: Proposed,
        authorised: Authorised,
    ) -> Result<String, Refusal> {
        let name = self.name();
        let at = authorised.at;
        let records = [
            Record::Proposed(proposed),
            Record::Authorised(authorised),
            Record::Executed,
        ];
        self.decided(&name, plan, action, at, &records, None)?;
        Ok(name)
    }

    /// Records that a call was proposed and denied; in shadow mode, that it is executed all the same.
    pub fn denied(
        &self,
        plan: Option<&str>,
        action: &str,
        proposed: Proposed,
        at: Moment,
        why: &Refusal,
    ) -> Result<String, Refusal> {
        let name = self.name();
        let records = [
            Record::Proposed(proposed),
            Record::Denied { at },
            Record::Executed,
        ];
        let executed = match self.mode {
            Mode::Enforced => 2,
            Mode::Shadow => 3,
        };
        let records = records.get(..executed).unwrap_or_default();
        let why = self.said(&why.to_string());
        self.decided(&name, plan, action, at, records, Some(&why))?;
        Ok(name)
    }

    fn said(&self, why: &str) -> String {
        match self.mode {
            Mode::Enforced => brief(why),
            Mode::Shadow => brief(&format!("{NOT_ENFORCED}: {why}")),
        }
    }

    fn decided(
        &self,
        name: &str,
        plan: Option<&str>,
        action: &str,
        at: Moment,
        records: &[Record],
        why: Option<&str>,
    ) -> Result<(), Unwritten> {
        let before = plan.unwrap_or(&self.opened);
        let names: Vec<String> = records
            .iter()
            .map(|record| part(name, record.kind()))
            .collect();
        let links: Vec<[(Relation, &str); 1]> = std::iter::once(before)
            .chain(names.iter().map(String::as_str))
            .map(|name| [(Relation::Causes, name)])
            .collect();
        let drafts: Vec<Draft<'_>> = records
            .iter()
            .zip(&names)
            .zip(&links)
            .map(|((record, name), links)| Draft {
                name,
                record,
                links,
                stimulus: matches!(record.kind(), Kind::Proposed | Kind::PlanProposed)
                    .then_some(action),
                response: why.filter(|_| matches!(record.kind(), Kind::Denied | Kind::PlanDenied)),
            })
            .collect();
        self.write(at, &drafts)
    }

    /// Records that a plan may run; returns the name of its authorisation.
    pub fn plan_authorised(
        &self,
        shown: &str,
        steps: Vec<Digest>,
        at: Moment,
    ) -> Result<String, Refusal> {
        let name = self.name();
        let records = [
            Record::PlanProposed { steps },
            Record::PlanAuthorised { at },
        ];
        self.decided(&name, None, shown, at, &records, None)?;
        Ok(part(&name, Kind::PlanAuthorised))
    }

    /// Records that a plan may not run because of one of its steps; returns the name of the plan.
    pub fn plan_denied(
        &self,
        shown: &str,
        steps: Vec<Digest>,
        at: Moment,
        step: u32,
        why: &Refusal,
    ) -> Result<String, Refusal> {
        let name = self.name();
        let records = [
            Record::PlanProposed { steps },
            Record::PlanDenied { at, step },
        ];
        let why = self.said(&why.to_string());
        self.decided(&name, None, shown, at, &records, Some(&why))?;
        Ok(name)
    }

    /// Records that a call has ended.
    pub fn returned(
        &self,
        call: &str,
        returned: Returned,
        message: Option<&str>,
    ) -> Result<(), Unwritten> {
        let (proposal, execution) = (part(call, Kind::Proposed), part(call, Kind::Executed));
        let message = message.map(|message| self.said(message));
        let record = Record::Returned(returned);
        let draft = Draft {
            name: &part(call, Kind::Returned),
            record: &record,
            links: &[
                (Relation::Causes, &execution),
                (Relation::Fulfils, &proposal),
            ],
            stimulus: None,
            response: message.as_deref(),
        };
        self.write(returned.at, &[draft])
    }

    /// Writes nodes, all or none. Another writer may have read a later time and written first: then
    /// the time is read again.
    fn write(&self, at: Moment, drafts: &[Draft<'_>]) -> Result<(), Unwritten> {
        let at = at.max(self.latest());
        let (mut time, mut tries) = (nanos(at), 0);
        loop {
            let nodes = self.nodes(time, drafts)?;
            match self.ledger.extend(&nodes) {
                Ok(_) => {
                    self.latest.fetch_max(at.as_millis(), Ordering::Relaxed);
                    return Ok(());
                }
                Err(AppendError::TimeWentBack { last, .. }) if tries < TRIES => {
                    tries += 1;
                    let now = self.clock.now().map_or(at, |now| now.max(at));
                    // Others may count smaller parts of the same millisecond.
                    let same = last.saturating_sub(nanos(now)) < NANOS;
                    time = if same {
                        last.max(nanos(now))
                    } else {
                        nanos(now)
                    };
                }
                Err(error) => return Err(Unwritten::Ledger(error)),
            }
        }
    }

    fn nodes(&self, time: i64, drafts: &[Draft<'_>]) -> Result<Vec<TraceNode>, NodeError> {
        let node = |draft: &Draft<'_>| {
            let payload = draft.record.to_bytes(self.mode);
            let mut builder = TraceNode::builder(draft.name, &self.origin, time)
                .kind(draft.record.kind().name())
                .walk_id(&self.run)
                .payload(&payload);
            for (relation, target) in draft.links {
                builder = builder.link(*relation, target);
            }
            if let Some(text) = draft.stimulus {
                builder = builder.stimulus(text);
            }
            if let Some(text) = draft.response {
                builder = builder.response(text);
            }
            if self.mode == Mode::Shadow {
                builder = builder.tag(NOT_ENFORCED);
            }
            builder.build()
        };
        drafts.iter().map(node).collect()
    }
}
