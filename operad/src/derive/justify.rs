//! Finding the equation and the place that take one term to the next.

use super::{Derivation, Step};
use crate::term::{Presentation, TermId};
use rustc_hash::FxHashMap;

/// Finds the step from one term to another, if one equation at one place does it.
pub(crate) fn justify(presentation: &Presentation, from: TermId, to: TermId) -> Option<Step> {
    let terms = &presentation.terms;
    let (mut a, mut b) = (from, to);
    let mut path = Vec::new();
    loop {
        for (number, equation) in presentation.equations.iter().enumerate() {
            for (left, right, forward) in [
                (equation.left, equation.right, true),
                (equation.right, equation.left, false),
            ] {
                let mut by = FxHashMap::default();
                if terms.matches(left, a, &mut by) && terms.matches(right, b, &mut by) {
                    return Some(Step {
                        equation: number,
                        forward,
                        path,
                        by: Derivation::bindings(by),
                        after: to,
                    });
                }
            }
        }
        // The terms must agree but for one argument.
        if terms.op(a).is_none() || terms.op(a) != terms.op(b) {
            return None;
        }
        let (left, right) = (terms.args(a), terms.args(b));
        let mut different = (0..left.len()).filter(|k| left.get(*k) != right.get(*k));
        let place = different.next()?;
        if different.next().is_some() {
            return None;
        }
        path.push(place);
        (a, b) = (*left.get(place)?, *right.get(place)?);
    }
}
