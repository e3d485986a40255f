//! One agent.

use super::Datum;
use std::fmt;
use std::sync::Arc;

type Directions = dyn Fn(&Datum) -> Vec<Datum> + Send + Sync;
type Step = dyn Fn(&Datum, &Datum) -> Option<(Datum, Datum)> + Send + Sync;

/// A polynomial agent: where it starts, which inputs each position takes, and the transition.
///
/// Cloning is cheap.
#[derive(Clone)]
pub struct Agent {
    name: Arc<str>,
    initial: Datum,
    directions: Arc<Directions>,
    step: Arc<Step>,
}

/// An input that an agent does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{agent}` does not take `{input:?}` at position `{position:?}`; it takes {}", taken(.directions))]
pub struct AgentError {
    /// The agent.
    pub agent: String,
    /// The position.
    pub position: Datum,
    /// The input.
    pub input: Datum,
    /// The inputs that the position takes.
    pub directions: Vec<Datum>,
}

fn taken(directions: &[Datum]) -> String {
    if directions.is_empty() {
        return "nothing there".to_owned();
    }
    let shown: Vec<String> = directions
        .iter()
        .take(8)
        .map(|d| format!("`{d:?}`"))
        .collect();
    shown.join(", ")
}

impl Agent {
    /// Makes an agent. `step` returns the next position and the output, or nothing if the position
    /// does not take the input; it must take all inputs that `directions` lists.
    pub fn new(
        name: &str,
        initial: Datum,
        directions: impl Fn(&Datum) -> Vec<Datum> + Send + Sync + 'static,
        step: impl Fn(&Datum, &Datum) -> Option<(Datum, Datum)> + Send + Sync + 'static,
    ) -> Agent {
        Agent {
            name: name.into(),
            initial,
            directions: Arc::new(directions),
            step: Arc::new(step),
        }
    }

    /// Makes an agent of one position that gives its input back.
    pub fn identity(alphabet: &[Datum]) -> Agent {
        let alphabet = alphabet.to_vec();
        Agent::new(
            "id",
            Datum::Nothing,
            move |_| alphabet.clone(),
            |position, input| Some((position.clone(), input.clone())),
        )
    }

    /// Makes an agent of one position that always gives the same output.
    pub fn constant(name: &str, alphabet: &[Datum], output: Datum) -> Agent {
        let alphabet = alphabet.to_vec();
        Agent::new(
            name,
            Datum::Nothing,
            move |_| alphabet.clone(),
            move |position, _| Some((position.clone(), output.clone())),
        )
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the position where the agent starts.
    pub fn initial(&self) -> &Datum {
        &self.initial
    }

    /// Returns the inputs that a position takes.
    pub fn directions(&self, position: &Datum) -> Vec<Datum> {
        (self.directions)(position)
    }

    /// Returns the next position and the output; nothing if the position does not take the input.
    pub fn step(&self, position: &Datum, input: &Datum) -> Option<(Datum, Datum)> {
        (self.step)(position, input)
    }

    /// Runs the agent from its start and returns the outputs.
    ///
    /// # Errors
    /// If a position does not take its input.
    pub fn run(&self, inputs: &[Datum]) -> Result<Vec<Datum>, AgentError> {
        let mut position = self.initial.clone();
        let mut outputs = Vec::with_capacity(inputs.len());
        for input in inputs {
            let Some((next, output)) = self.step(&position, input) else {
                return Err(AgentError {
                    agent: self.name.to_string(),
                    directions: self.directions(&position),
                    input: input.clone(),
                    position,
                });
            };
            outputs.push(output);
            position = next;
        }
        Ok(outputs)
    }
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
