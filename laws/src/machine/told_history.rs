//! A history that refutes the law, told in words: one lane per thread, and how far an order gets.

use super::linearizability::Seen;
use super::program::{self, Placed};
use super::{Blocked, Command, Ending, History, Operation, RaceFault, Response};
use crate::evidence::{Binding, Failure, Step};

/// What a history says.
pub(super) struct Told {
    pub failure: Failure,
    /// Every operation, thread by thread, with its times.
    pub lanes: Vec<Step>,
    /// The longest order that explains its operations, then those that cannot follow it.
    pub order: Vec<Step>,
    pub difference: Option<String>,
}

/// Returns the programs of all threads as one binding.
pub(super) fn binding(program: &[Placed]) -> Vec<Binding> {
    let lanes = program::by_thread(program);
    let lanes = lanes.iter().enumerate();
    let lanes: Vec<String> = lanes
        .map(|(k, lane)| format!("thread {}: {}", k + 1, program::show(lane)))
        .collect();
    vec![Binding {
        variable: "history".to_owned(),
        sort: "history".to_owned(),
        value: lanes.join(" | "),
        matters: true,
    }]
}

/// Tells what was seen.
pub(super) fn tell(seen: &Seen) -> Told {
    let finding = match seen {
        Seen::History(finding) => finding,
        Seen::NoStart(exception) => {
            return Told {
                failure: Failure::Raised {
                    message: exception.message.clone(),
                    place: exception.place.clone(),
                },
                lanes: Vec::new(),
                order: Vec::new(),
                difference: Some("the system does not start".to_owned()),
            };
        }
    };
    let history = &finding.history;
    let lanes = history.operations().iter().map(lane).collect();
    match &finding.fault {
        RaceFault::NotLinearizable {
            longest,
            cannot_follow,
        } => Told {
            failure: Failure::False,
            lanes,
            order: order(history, longest, cannot_follow),
            difference: Some(in_words(history, longest, cannot_follow)),
        },
        RaceFault::Raised(raised) => Told {
            failure: Failure::Raised {
                message: raised.exception.message.clone(),
                place: raised.exception.place.clone(),
            },
            lanes,
            order: Vec::new(),
            difference: history
                .operations()
                .get(raised.operation)
                .map(|operation| format!("{} raises", name(operation))),
        },
        RaceFault::Stop(exception) => Told {
            failure: Failure::Raised {
                message: exception.message.clone(),
                place: exception.place.clone(),
            },
            lanes,
            order: Vec::new(),
            difference: Some("dropping the system raises".to_owned()),
        },
    }
}

type Op = Operation<Command, Response>;

fn name(operation: &Op) -> String {
    format!(
        "`{:?}` of thread {}",
        operation.command,
        operation.thread + 1
    )
}

fn term(operation: &Op) -> String {
    format!("thread {}: {:?}", operation.thread + 1, operation.command)
}

fn lane(operation: &Op) -> Step {
    let called = operation.called;
    let time = match &operation.ending {
        Ending::Returned { at, .. } => format!("time {called} to {at}"),
        Ending::Pending => format!("time {called} on"),
    };
    Step {
        term: format!("{}   ({time})", term(operation)),
        value: answer(operation),
    }
}

fn order(
    history: &History<Command, Response>,
    longest: &[usize],
    cannot_follow: &[Blocked<Response>],
) -> Vec<Step> {
    let get = |number: &usize| history.operations().get(*number);
    let explained = longest.iter().filter_map(get).enumerate();
    let explained = explained.map(|(place, operation)| Step {
        term: format!("{}. {}", place + 1, term(operation)),
        value: answer(operation),
    });
    let next = longest.len() + 1;
    let blocked = cannot_follow.iter().filter_map(|blocked| {
        let operation = get(&blocked.operation)?;
        Some(Step {
            term: format!("{next}? {}", term(operation)),
            value: format!(
                "{:?}, but it answered {}",
                blocked.expected,
                answer(operation)
            ),
        })
    });
    explained.chain(blocked).collect()
}

fn answer(operation: &Op) -> String {
    match &operation.ending {
        Ending::Returned { response, .. } => format!("{response:?}"),
        Ending::Pending => "no answer".to_owned(),
    }
}

fn in_words(
    history: &History<Command, Response>,
    longest: &[usize],
    cannot_follow: &[Blocked<Response>],
) -> String {
    let all = history.operations().len();
    let mut words = match longest.len() {
        0 => format!("no order of the {all} operations even begins"),
        n => format!("an order explains {n} of the {all} operations at most"),
    };
    let next = cannot_follow.iter().filter_map(|blocked| {
        let operation = history.operations().get(blocked.operation)?;
        Some(format!(
            "{} would answer `{:?}`, not `{}`",
            name(operation),
            blocked.expected,
            answer(operation)
        ))
    });
    let next: Vec<String> = next.collect();
    if !next.is_empty() {
        words.push_str(": next, ");
        words.push_str(&next.join("; "));
    }
    words
}
