//! A derivation in text, replayed step by step.

use super::{Line, Problem};
use crate::derive::{Derivation, Step, justify};

/// The longest derivation that is read, in lines.
const MOST_LINES: usize = 10_000;
/// The longest term that is read, in bytes.
const LONGEST_TERM: usize = 64 * 1024;

/// A derivation that was replayed: its lines, and the laws that it cites.
pub struct Replayed {
    pub lines: Vec<String>,
    pub cites: Vec<String>,
}

/// Replays a derivation of a law.
///
/// # Errors
/// What is wrong with it, with the number of the line.
pub fn replay(problem: &Problem, lines: &[Line]) -> Result<Replayed, String> {
    if lines.len() > MOST_LINES {
        return Err(format!(
            "a derivation of `{}` lines is too long; at most {MOST_LINES}",
            lines.len()
        ));
    }
    let mut equations = problem.equations();
    let Some((left, right)) = equations.sides else {
        return Err(format!(
            "`{}` is no equation between operations; only a counterexample can settle it",
            problem.law()
        ));
    };
    let variables: Vec<&str> = equations.variables.iter().map(String::as_str).collect();
    let presentation = &mut equations.presentation;
    let all = std::mem::take(&mut presentation.equations);
    let (mut steps, mut cites): (Vec<Step>, Vec<String>) = (Vec::new(), Vec::new());
    let mut term = left;
    for (line, number) in lines.iter().zip(1..) {
        if line.term.len() > LONGEST_TERM {
            return Err(format!("line {number}: the term is too long"));
        }
        let after = presentation.terms.parse(&line.term, &variables);
        let after = after.map_err(|why| format!("line {number}: {why}"))?;
        let cited = all.iter().position(|equation| equation.name == line.by);
        let Some((place, equation)) = cited.and_then(|place| Some((place, all.get(place)?))) else {
            return Err(format!(
                "line {number} cites `{}`, which is no other claimed equation of the model",
                line.by
            ));
        };
        presentation.equations = vec![equation.clone()];
        let Some(mut step) = justify(presentation, term, after) else {
            return Err(format!(
                "line {number}: `{}` does not take `{}` to `{}` at one place",
                line.by,
                presentation.terms.show(term),
                presentation.terms.show(after)
            ));
        };
        step.equation = place;
        steps.push(step);
        if !cites.contains(&line.by) {
            cites.push(line.by.clone());
        }
        term = after;
    }
    presentation.equations = all;
    if term != right {
        return Err(format!(
            "the derivation ends at `{}`, not at `{}`",
            presentation.terms.show(term),
            presentation.terms.show(right)
        ));
    }
    let derivation = Derivation {
        from: left,
        to: right,
        steps,
    };
    // Finding the place of a step and applying it are two pieces of code; the second is believed.
    derivation
        .replay(presentation)
        .map_err(|why| why.to_string())?;
    Ok(Replayed {
        lines: derivation.lines(presentation),
        cites,
    })
}
