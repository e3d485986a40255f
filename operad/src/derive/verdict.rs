//! The verdict *proved (derived)*: an equation that follows from laws that were checked.

use super::{Equality, Limits, decide};
use crate::term::{Presentation, TermId};
use lawful::evidence::{Claim, Evidence, Proof, Status, Verdict};

/// Returns the verdict of an equation that follows from checked laws: *proved*, with its derivation.
///
/// The equations of the presentation are named after laws. Only those count that the evidence says
/// were claimed to hold and do; the derivation was replayed. `None` if nothing was found.
///
/// ```
/// use lawful_operad::derive::{Limits, derived};
/// use lawful_operad::term::{Presentation, Signature};
/// use lawful_operad::FiniteOperad;
///
/// let shifts = FiniteOperad::new(2, vec![0, 1, 1, 0], 0).unwrap();
/// let evidence = shifts.evidence("demo.shifts");
/// let signature = Signature::single([("compose", 2), ("identity", 0)]).unwrap();
/// let mut operad = Presentation::new(signature);
/// operad.equation("operad.left_identity", "a: compose(identity, a) = a").unwrap();
/// operad.equation("not.checked", "a, b: compose(a, b) = compose(b, a)").unwrap();
/// let mut read = |text| operad.terms.parse(text, &["x", "y"]).unwrap();
/// let (left, x) = (read("compose(identity, compose(identity, x))"), read("x"));
/// let (xy, yx) = (read("compose(x, y)"), read("compose(y, x)"));
/// let verdict = derived(&mut operad, &evidence, left, x, &Limits::default()).unwrap();
/// assert_eq!(verdict.name(), "proved");
/// assert!(derived(&mut operad, &evidence, xy, yx, &Limits::default()).is_none());
/// ```
pub fn derived(
    presentation: &mut Presentation,
    evidence: &Evidence,
    left: TermId,
    right: TermId,
    limits: &Limits,
) -> Option<Verdict> {
    let holds = |name: &str| {
        evidence
            .law(name)
            .is_some_and(|law| law.claim == Claim::Holds && law.status() == Status::Holds)
    };
    let all = presentation.equations.clone();
    presentation
        .equations
        .retain(|equation| holds(&equation.name));
    let found = match decide(presentation, left, right, limits) {
        Equality::Equal(derivation) => Some(derivation.lines(presentation)),
        Equality::Different | Equality::Unknown => None,
    };
    presentation.equations = all;
    found.map(|derivation| Verdict::Proved {
        proof: Proof::Derived { derivation },
    })
}
