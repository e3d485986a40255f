//! The desk: what running gates have counted, and which reviews are open.

use super::{ReviewGate, ReviewRequest, Reviewed};
use crate::clock::Moment;
use crate::digest::Digest;
use crate::random::{NoRandomness, nonce};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// Why a review does not let a call pass.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReviewError {
    /// The request is not open: it was never made, was used, or is another one's.
    #[error("the gate `{0}` has no such open request; an approval is used once")]
    NotOpen(String),
    /// The call is another one than the one that was approved.
    #[error(
        "the approval of gate `{gate}` is for call {approved}, and this is call {given}; ask again"
    )]
    OtherCall {
        /// The gate.
        gate: String,
        /// What was approved.
        approved: String,
        /// What is asked for.
        given: String,
    },
    /// Nobody decided in time.
    #[error("the review at gate `{0}` timed out, so the call is denied")]
    TimedOut(String),
    /// Too few reviewers approved.
    #[error("{found} of {quorum} reviewers of gate `{gate}` approved")]
    Quorum {
        /// The gate.
        gate: String,
        /// How many distinct reviewers approved.
        found: usize,
        /// How many must.
        quorum: u8,
    },
    /// Too many reviews are open.
    #[error("{max} reviews are open at once; answer or let them time out first", max = Desk::MOST_OPEN)]
    TooMany,
    /// The system gives no random numbers.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// A thread crashed at the desk.
    #[error("the review gates are in doubt, since a thread crashed in them")]
    Doubtful,
}

struct Open {
    gate: Digest,
    call: Digest,
    deadline: Moment,
}

#[derive(Default)]
struct State {
    /// The calls that each gate has let pass since it was last opened.
    counts: FxHashMap<Digest, u64>,
    open: FxHashMap<[u8; 16], Open>,
}

/// The gates of one running covenant.
pub(crate) struct Desk {
    covenant: Digest,
    gates: Vec<(ReviewGate, Digest)>,
    state: Arc<Mutex<State>>,
}

/// What the desk says to a call.
pub(crate) enum Passage<T> {
    /// The call passed, and this came of it.
    Passed(T),
    /// The call waits for reviews.
    Stopped(Vec<ReviewRequest>),
}

impl Desk {
    pub const MOST_OPEN: usize = 1024;

    pub fn new(covenant: Digest, gates: Vec<ReviewGate>) -> Desk {
        Desk::of(covenant, gates, Arc::default())
    }

    /// Makes the desk of a child, which counts together with this one: passing a covenant on does not
    /// start the gates anew.
    pub fn child(&self, covenant: Digest, gates: Vec<ReviewGate>) -> Desk {
        Desk::of(covenant, gates, Arc::clone(&self.state))
    }

    fn of(covenant: Digest, gates: Vec<ReviewGate>, state: Arc<Mutex<State>>) -> Desk {
        let named = |gate: ReviewGate| {
            let digest = gate.digest();
            (gate, digest)
        };
        Desk {
            covenant,
            gates: gates.into_iter().map(named).collect(),
            state,
        }
    }

    /// Lets a call pass the gates whose triggers match, or says which reviews it needs. What must
    /// hold beside the gates is `then`: if it fails, no gate has counted and no approval is used.
    pub fn pass<T, E: From<ReviewError>>(
        &self,
        triggered: &[u32],
        call: &dyn Fn() -> Digest,
        reviewed: &[Reviewed],
        now: Moment,
        then: impl FnOnce() -> Result<T, E>,
    ) -> Result<Passage<T>, E> {
        // Signatures are checked before the lock is taken.
        let approved: Vec<(&Reviewed, usize)> = reviewed
            .iter()
            .map(|reviewed| (reviewed, self.distinct(reviewed)))
            .collect();
        // A trigger without a gate cannot be; if there were one, nothing would pass.
        let gate = |at: &u32| self.gates.get(*at as usize).ok_or(ReviewError::Doubtful);
        let triggered: Vec<_> = triggered.iter().map(gate).collect::<Result<_, _>>()?;
        let mut state = self.state.lock().map_err(|_| ReviewError::Doubtful)?;
        let mut used = Vec::new();
        let mut firing = Vec::new();
        let mut missing = Vec::new();
        for (gate, id) in triggered.iter().copied() {
            let count = state.counts.get(id).copied().unwrap_or_default();
            if count + 1 < gate.threshold() {
                continue;
            }
            firing.push(*id);
            match approved.iter().find(|(r, _)| r.request.gate == gate.name()) {
                Some((reviewed, distinct)) => {
                    self.check(
                        &mut state,
                        (gate, id),
                        &reviewed.request,
                        *distinct,
                        call(),
                        now,
                    )?;
                    used.push(reviewed.request.nonce);
                }
                None => missing.push((gate, id)),
            }
        }
        if !missing.is_empty() {
            let call = call();
            let ask = |(gate, id)| self.ask(&mut state, gate, id, call, now);
            let requests = missing.into_iter().map(ask).collect::<Result<_, _>>()?;
            return Ok(Passage::Stopped(requests));
        }
        let result = then()?;
        for (_, id) in triggered {
            let count = state.counts.entry(*id).or_default();
            *count = if firing.contains(id) { 0 } else { *count + 1 };
        }
        for nonce in &used {
            state.open.remove(nonce);
        }
        Ok(Passage::Passed(result))
    }

    /// Counts the distinct reviewers who signed.
    fn distinct(&self, reviewed: &Reviewed) -> usize {
        let gate = self
            .gates
            .iter()
            .find(|(gate, _)| gate.name() == reviewed.request.gate);
        let Some((gate, _)) = gate else { return 0 };
        let keys: BTreeSet<_> = reviewed
            .approvals
            .iter()
            .take(ReviewGate::MOST_REVIEWERS)
            .filter(|a| gate.reviewers().contains(&a.key) && a.is_for(&reviewed.request))
            .map(|approval| &approval.key)
            .collect();
        keys.len()
    }

    fn check(
        &self,
        state: &mut State,
        (gate, id): (&ReviewGate, &Digest),
        request: &ReviewRequest,
        distinct: usize,
        call: Digest,
        now: Moment,
    ) -> Result<(), ReviewError> {
        let name = || request.gate.clone();
        let open = state.open.get(&request.nonce);
        let open = open.filter(|open| {
            let same = open.call == request.call && open.deadline == request.deadline;
            same && open.gate == *id && request.covenant == self.covenant
        });
        let open = open.ok_or_else(|| ReviewError::NotOpen(name()))?;
        if now >= open.deadline {
            state.open.remove(&request.nonce);
            return Err(ReviewError::TimedOut(name()));
        }
        if open.call != call {
            return Err(ReviewError::OtherCall {
                gate: name(),
                approved: open.call.short(),
                given: call.short(),
            });
        }
        let quorum = gate.quorum();
        if distinct < usize::from(quorum) {
            return Err(ReviewError::Quorum {
                gate: name(),
                found: distinct,
                quorum,
            });
        }
        Ok(())
    }

    /// Opens a request; the same call at the same gate keeps the one it has.
    fn ask(
        &self,
        state: &mut State,
        gate: &ReviewGate,
        id: &Digest,
        call: Digest,
        now: Moment,
    ) -> Result<ReviewRequest, ReviewError> {
        let request = |nonce, deadline| ReviewRequest {
            covenant: self.covenant,
            gate: gate.name().to_owned(),
            call,
            nonce,
            deadline,
        };
        let same = |open: &Open| open.gate == *id && open.call == call && now < open.deadline;
        if let Some((nonce, open)) = state.open.iter().find(|(_, open)| same(open)) {
            return Ok(request(*nonce, open.deadline));
        }
        if state.open.len() >= Self::MOST_OPEN {
            state.open.retain(|_, open| now < open.deadline);
        }
        if state.open.len() >= Self::MOST_OPEN {
            return Err(ReviewError::TooMany);
        }
        let (nonce, deadline) = (nonce()?, now.plus_millis(gate.timeout_millis()));
        let open = Open {
            gate: *id,
            call,
            deadline,
        };
        state.open.insert(nonce, open);
        Ok(request(nonce, deadline))
    }
}
