//! The registered operad of small agents.

use super::{Agent, AgentOperad, Datum, agent_operad};
use crate::theories::{Operad, operad};
use lawful::{Sort, register};

/// The values that the sampled agents take and give.
pub(super) fn alphabet() -> Vec<Datum> {
    vec![Datum::Number(0), Datum::Number(1), Datum::Number(2)]
}

/// Returns the test that always gives one answer.
pub(super) fn always(answer: bool) -> Agent {
    let name = if answer { "true" } else { "false" };
    Agent::constant(name, &alphabet(), Datum::Truth(answer))
}

fn numbered(name: &str, positions: i64, step: fn(i64, i64) -> (i64, i64)) -> Agent {
    Agent::new(
        name,
        Datum::Number(0),
        |_| alphabet(),
        move |position, input| match (position, input) {
            (Datum::Number(p), Datum::Number(x)) if (0..3).contains(x) => {
                let (next, output) = step(*p, *x);
                let position = Datum::Number(next.rem_euclid(positions));
                Some((position, Datum::Number(output.rem_euclid(3))))
            }
            _ => None,
        },
    )
}

/// Agents of one to three positions.
pub(super) fn agents() -> Sort<Agent> {
    Sort::finite([
        numbered("next", 1, |p, x| (p, x + 1)),
        numbered("count", 3, |p, x| (p + 1, p + x)),
        numbered("delay", 3, |p, x| (x, p)),
        numbered("odd", 2, |p, x| (p + x, if p == 0 { x } else { 0 })),
    ])
}

/// The operad of agents over three numbers.
pub struct Agents;

impl AgentOperad for Agents {
    type Agent = Agent;

    fn agent(&self) -> Sort<Agent> {
        agents()
    }
    fn identity(&self) -> Agent {
        Agent::identity(&alphabet())
    }
    fn seq(&self, a: &Agent, b: &Agent) -> Agent {
        a.seq(b)
    }
    fn par(&self, a: &Agent, b: &Agent) -> Agent {
        a.par(b)
    }
    fn branch(&self, test: &Agent, a: &Agent, b: &Agent) -> Agent {
        test.branch(a, b)
    }
    fn fix(&self, test: &Agent, body: &Agent) -> Agent {
        test.fix(body)
    }
    fn trace(&self, a: &Agent) -> Agent {
        a.trace()
    }
    fn always(&self) -> Agent {
        always(true)
    }
    fn never(&self) -> Agent {
        always(false)
    }
    fn reassociated(&self, a: &Agent) -> Agent {
        a.reassociated()
    }
    fn untraced(&self, a: &Agent) -> Agent {
        a.untraced()
    }
    fn done(&self, a: &Agent) -> Agent {
        a.done()
    }
}

register! {
    id: "operad.agents",
    version: "1",
    about: "small polynomial agents, compared by what they do in all reachable positions",
    model: Agents,
    theories: [AgentOperad],
}

/// Agents in sequence: what is put into an agent runs before it.
struct Sequences;

impl Operad for Sequences {
    type Operation = Agent;

    fn operation(&self) -> Sort<Agent> {
        agents()
    }
    fn compose(&self, a: &Agent, b: &Agent) -> Agent {
        b.seq(a)
    }
    fn identity(&self) -> Agent {
        Agent::identity(&alphabet())
    }
}

register! {
    id: "operad.agents.sequences",
    version: "1",
    about: "small polynomial agents, one after the other",
    model: Sequences,
    theories: [Operad],
}
