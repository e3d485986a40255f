//! Agents made of agents.

use super::{Agent, Datum};

/// The most rounds that a loop runs before it is given up.
pub const MOST_ROUNDS: usize = 16;

/// Returns the inputs of a list that an agent takes.
fn accepted(inputs: Vec<Datum>, takes: impl Fn(&Datum) -> bool) -> Vec<Datum> {
    inputs.into_iter().filter(|input| takes(input)).collect()
}

/// Makes a composite whose inputs are those of `first` that the transition takes.
fn composite(
    name: &str,
    initial: Datum,
    first: impl Fn(&Datum) -> Vec<Datum> + Send + Sync + 'static,
    step: impl Fn(&Datum, &Datum) -> Option<(Datum, Datum)> + Clone + Send + Sync + 'static,
) -> Agent {
    let taken = step.clone();
    let directions =
        move |position: &Datum| accepted(first(position), |input| taken(position, input).is_some());
    Agent::new(name, initial, directions, step)
}

impl Agent {
    /// Runs this agent, then the other on its output.
    pub fn seq(&self, then: &Agent) -> Agent {
        let (a, b, first) = (self.clone(), then.clone(), self.clone());
        let initial = Datum::pair(a.initial().clone(), b.initial().clone());
        composite(
            "seq",
            initial,
            move |position| {
                position
                    .parts()
                    .map_or(vec![], |(p, _)| first.directions(p))
            },
            move |position, input| {
                let (p, q) = position.parts()?;
                let (p, between) = a.step(p, input)?;
                let (q, output) = b.step(q, &between)?;
                Some((Datum::pair(p, q), output))
            },
        )
    }

    /// Runs both agents on the same input; the output is the pair of their outputs.
    pub fn par(&self, beside: &Agent) -> Agent {
        let (a, b, first) = (self.clone(), beside.clone(), self.clone());
        let initial = Datum::pair(a.initial().clone(), b.initial().clone());
        composite(
            "par",
            initial,
            move |position| {
                position
                    .parts()
                    .map_or(vec![], |(p, _)| first.directions(p))
            },
            move |position, input| {
                let (p, q) = position.parts()?;
                let (p, left) = a.step(p, input)?;
                let (q, right) = b.step(q, input)?;
                Some((Datum::pair(p, q), Datum::pair(left, right)))
            },
        )
    }

    /// Asks this agent, which must give a truth value, which of two agents runs on the input.
    pub fn branch(&self, yes: &Agent, no: &Agent) -> Agent {
        let (test, yes, no, first) = (self.clone(), yes.clone(), no.clone(), self.clone());
        let branches = Datum::pair(yes.initial().clone(), no.initial().clone());
        let initial = Datum::pair(test.initial().clone(), branches);
        composite(
            "branch",
            initial,
            move |position| {
                position
                    .parts()
                    .map_or(vec![], |(p, _)| first.directions(p))
            },
            move |position, input| {
                let (p, branches) = position.parts()?;
                let (y, n) = branches.parts()?;
                let (p, answer) = test.step(p, input)?;
                let Datum::Truth(answer) = answer else {
                    return None;
                };
                let (branches, output) = if answer {
                    let (y, output) = yes.step(y, input)?;
                    (Datum::pair(y, n.clone()), output)
                } else {
                    let (n, output) = no.step(n, input)?;
                    (Datum::pair(y.clone(), n), output)
                };
                Some((Datum::pair(p, branches), output))
            },
        )
    }

    /// Runs a body on its own outputs until this agent says `true` of one.
    ///
    /// The output is `done(..)`, or `gave up` after [`MOST_ROUNDS`] rounds: a loop that does not end
    /// is an answer, not a hang.
    pub fn fix(&self, body: &Agent) -> Agent {
        let (until, body, first) = (self.clone(), body.clone(), body.clone());
        let initial = Datum::pair(until.initial().clone(), body.initial().clone());
        composite(
            "fix",
            initial,
            move |position| {
                position
                    .parts()
                    .map_or(vec![], |(_, q)| first.directions(q))
            },
            move |position, input| {
                let (p, q) = position.parts()?;
                let (mut p, mut q, mut value) = (p.clone(), q.clone(), input.clone());
                for _ in 0..MOST_ROUNDS {
                    let (next, output) = body.step(&q, &value)?;
                    (q, value) = (next, output);
                    let (next, answer) = until.step(&p, &value)?;
                    p = next;
                    if answer == Datum::Truth(true) {
                        return Some((Datum::pair(p, q), Datum::Done(value.into())));
                    }
                }
                Some((Datum::pair(p, q), Datum::GaveUp))
            },
        )
    }

    /// Adds the input to the output.
    pub fn trace(&self) -> Agent {
        let (inner, first) = (self.clone(), self.clone());
        composite(
            "trace",
            self.initial().clone(),
            move |position| first.directions(position),
            move |position, input| {
                let (next, output) = inner.step(position, input)?;
                Some((next, Datum::pair(input.clone(), output)))
            },
        )
    }

    /// Changes every output.
    pub fn map(&self, name: &str, change: fn(Datum) -> Datum) -> Agent {
        let (inner, first) = (self.clone(), self.clone());
        composite(
            name,
            self.initial().clone(),
            move |position| first.directions(position),
            move |position, input| {
                let (next, output) = inner.step(position, input)?;
                Some((next, change(output)))
            },
        )
    }

    /// Turns outputs `((a, b), c)` into `(a, (b, c))`.
    pub fn reassociated(&self) -> Agent {
        self.map("reassociated", |output| {
            let turned = output.parts().and_then(|(ab, c)| {
                let (a, b) = ab.parts()?;
                Some(Datum::pair(a.clone(), Datum::pair(b.clone(), c.clone())))
            });
            turned.unwrap_or(output)
        })
    }

    /// Leaves out what a trace has added to the outputs.
    pub fn untraced(&self) -> Agent {
        self.map("untraced", |output| match output.parts() {
            Some((_, output)) => output.clone(),
            None => output,
        })
    }

    /// Marks every output as the end of a loop.
    pub fn done(&self) -> Agent {
        self.map("done", |output| Datum::Done(output.into()))
    }
}
