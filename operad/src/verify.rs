//! `verify_operad_laws`: all laws of a simple operad in one call.

use crate::finite_operad::{FiniteOperad, proved, slow_evidence};
use crate::theories::Operad;
use lawful::evidence::{Evidence, Report, Settings};
use lawful::report::terminal::{Style, render};

/// Checks the laws of an operad: unit on both sides, and associativity.
///
/// If its operations are finite, the laws are proved by visiting all cases or by Light's test;
/// otherwise they are tested with the default budget.
///
/// ```
/// use lawful::Sort;
/// use lawful_operad::theories::Operad;
/// use lawful_operad::verify_operad_laws;
/// struct Shifts;
/// impl Operad for Shifts {
///     type Operation = u8;
///     fn operation(&self) -> Sort<u8> { Sort::finite((0..16).collect::<Vec<u8>>()) }
///     fn compose(&self, a: &u8, b: &u8) -> u8 { (a + b) % 16 }
///     fn identity(&self) -> u8 { 0 }
/// }
/// let evidence = verify_operad_laws("demo.shifts", Shifts).unwrap();
/// assert_eq!(evidence.laws.len(), 3);
/// assert!(evidence.laws.iter().all(|law| law.verdict().name() == "proved"));
/// ```
///
/// # Errors
/// If a law is refuted, or could not be run; the error tells the counterexample.
pub fn verify_operad_laws<M: Operad>(id: &str, model: M) -> Result<Evidence, LawViolation> {
    let proofs = FiniteOperad::tabulate(&model).and_then(|table| table.prove());
    let evidence = match proofs {
        Some(proofs) => proved(id, proofs),
        None => slow_evidence(id, model),
    };
    if evidence.is_good() {
        Ok(evidence)
    } else {
        Err(LawViolation(Box::new(evidence)))
    }
}

/// A model that breaks a law, with the evidence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", told(.0))]
pub struct LawViolation(Box<Evidence>);

impl LawViolation {
    /// Returns the evidence, counterexamples included.
    pub fn evidence(&self) -> &Evidence {
        &self.0
    }
}

fn told(evidence: &Evidence) -> String {
    let mut report = Report::new(Settings {
        seed: 0,
        cases: None,
        seconds: None,
    });
    report.evidence.push(evidence.clone());
    render(&report, &Style::default())
}
