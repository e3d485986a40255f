//! Normal forms modulo associativity, commutativity, idempotence and units.

use super::equation::{Known, recognize};
use super::{OpId, Presentation, TermError, TermId, Terms};
use rustc_hash::FxHashMap;

/// The largest number of factors of a flattened product.
const MOST_FACTORS: usize = 1 << 22;

/// A term whose normal form does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// A product has too many factors.
    #[error("a product has more than {MOST_FACTORS} factors when it is flattened; share fewer parts")]
    Factors,
    /// The store is full.
    #[error(transparent)]
    Full(#[from] TermError),
}

#[derive(Debug, Clone, Copy, Default)]
struct Rules {
    associative: bool,
    commutative: bool,
    idempotent: bool,
    left_unit: Option<OpId>,
    right_unit: Option<OpId>,
}

impl Rules {
    fn drops_on_the_left(&self, op: Option<OpId>) -> bool {
        op.is_some() && (self.left_unit == op || (self.commutative && self.right_unit == op))
    }

    fn drops_on_the_right(&self, op: Option<OpId>) -> bool {
        op.is_some() && (self.right_unit == op || (self.commutative && self.left_unit == op))
    }
}

/// Brings terms into normal form modulo the well-known equations of a presentation.
///
/// Associative products are flattened and nested to the right, commutative ones sorted by the age
/// of their factors, idempotent ones without repeats, units dropped. Terms with one normal form are
/// equal; the other way round this holds if [`Normalizer::is_complete`].
pub struct Normalizer {
    rules: FxHashMap<OpId, Rules>,
    complete: bool,
}

struct Frame {
    term: TermId,
    /// The flattened factors, or the arguments; `None` before they are collected.
    parts: Option<Vec<TermId>>,
}

impl Normalizer {
    /// Collects the well-known equations of a presentation.
    pub fn new(presentation: &Presentation) -> Normalizer {
        Normalizer::of(&presentation.terms, &presentation.equations)
    }

    pub(crate) fn of(terms: &Terms, equations: &[super::Equation]) -> Normalizer {
        let mut rules: FxHashMap<OpId, Rules> = FxHashMap::default();
        let mut complete = true;
        for equation in equations {
            match recognize(terms, equation) {
                Some(Known::Associative(op)) => rules.entry(op).or_default().associative = true,
                Some(Known::Commutative(op)) => rules.entry(op).or_default().commutative = true,
                Some(Known::Idempotent(op)) => rules.entry(op).or_default().idempotent = true,
                Some(Known::LeftUnit(op, unit)) => {
                    let rules = rules.entry(op).or_default();
                    complete &= rules.left_unit.is_none_or(|u| u == unit);
                    rules.left_unit = Some(unit);
                }
                Some(Known::RightUnit(op, unit)) => {
                    let rules = rules.entry(op).or_default();
                    complete &= rules.right_unit.is_none_or(|u| u == unit);
                    rules.right_unit = Some(unit);
                }
                None if equation.left == equation.right => {}
                None => complete = false,
            }
        }
        // Two different units of one operation make each other equal, and associativity with
        // idempotence alone (the free band) has finer normal forms: no rule here covers these.
        for rules in rules.values() {
            let one_unit = rules.left_unit.is_none() || rules.right_unit.is_none();
            complete &= one_unit || rules.left_unit == rules.right_unit;
            complete &= rules.commutative || !(rules.associative && rules.idempotent);
        }
        Normalizer { rules, complete }
    }

    /// Returns whether terms with different normal forms are certainly different.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Returns the normal form. Time and memory are about linear in the number of nodes; nothing is
    /// recursive.
    ///
    /// # Errors
    /// If a shared product has too many factors when it is flattened, or the store is full.
    pub fn normalize(&self, terms: &mut Terms, term: TermId) -> Result<TermId, TooLarge> {
        let mut done: Vec<Option<TermId>> = vec![None; terms.len()];
        let mut frames = vec![Frame { term, parts: None }];
        while let Some(frame) = frames.last_mut() {
            let term = frame.term;
            let place = term.0 as usize;
            if done.get(place).is_some_and(Option::is_some) {
                frames.pop();
                continue;
            }
            let Some(op) = terms.op(term) else {
                set(&mut done, place, term);
                frames.pop();
                continue;
            };
            match frame.parts.take() {
                None => {
                    let parts = match self.rules.get(&op) {
                        Some(rules) if rules.associative => flatten(terms, op, term)?,
                        _ => terms.args(term).to_vec(),
                    };
                    let ready = |t: &TermId| done.get(t.0 as usize).is_some_and(Option::is_some);
                    let waiting: Vec<TermId> =
                        parts.iter().filter(|t| !ready(t)).copied().collect();
                    frame.parts = Some(parts);
                    frames.extend(waiting.into_iter().map(|term| Frame { term, parts: None }));
                }
                Some(mut parts) => {
                    for part in &mut parts {
                        *part = done.get(part.0 as usize).copied().flatten().unwrap_or(*part);
                    }
                    let made = self.build(terms, op, parts)?;
                    set(&mut done, place, made);
                    frames.pop();
                }
            }
        }
        Ok(done.get(term.0 as usize).copied().flatten().unwrap_or(term))
    }

    /// Builds the normal form of an operation on parts that are in normal form.
    fn build(
        &self,
        terms: &mut Terms,
        op: OpId,
        parts: Vec<TermId>,
    ) -> Result<TermId, TooLarge> {
        let Some(rules) = self.rules.get(&op) else {
            return Ok(terms.apply(op, &parts)?);
        };
        if !rules.associative {
            return self.build_pair(terms, op, rules, &parts);
        }
        let mut factors = Vec::with_capacity(parts.len());
        for mut part in parts {
            // A part that became a product is flat already, nested to the right.
            while terms.op(part) == Some(op) {
                let [first, rest] = terms.args(part) else {
                    break;
                };
                factors.push(*first);
                part = *rest;
            }
            factors.push(part);
            if factors.len() > MOST_FACTORS {
                return Err(TooLarge::Factors);
            }
        }
        let unit = factors.iter().copied().find(|t| rules.drops_on_the_left(terms.op(*t)) || rules.drops_on_the_right(terms.op(*t)));
        if let Some(unit) = unit {
            let last = factors.len().saturating_sub(1);
            let mut place = 0;
            // A one-sided unit is dropped only where something follows, or goes before.
            factors.retain(|t| {
                let head = terms.op(*t);
                let drop = (place < last && rules.drops_on_the_left(head))
                    || (place > 0 && rules.drops_on_the_right(head));
                place += 1;
                !drop
            });
            if factors.is_empty() {
                return Ok(unit);
            }
        }
        if rules.commutative {
            factors.sort_unstable();
        }
        if rules.idempotent {
            factors.dedup();
        }
        let Some(mut whole) = factors.pop() else {
            return Ok(unit.unwrap_or(TermId(0)));
        };
        while let Some(factor) = factors.pop() {
            whole = terms.apply(op, &[factor, whole])?;
        }
        Ok(whole)
    }

    fn build_pair(
        &self,
        terms: &mut Terms,
        op: OpId,
        rules: &Rules,
        parts: &[TermId],
    ) -> Result<TermId, TooLarge> {
        let [a, b] = *parts else {
            return Ok(terms.apply(op, parts)?);
        };
        if rules.drops_on_the_left(terms.op(a)) {
            return Ok(b);
        }
        if rules.drops_on_the_right(terms.op(b)) {
            return Ok(a);
        }
        if rules.idempotent && a == b {
            return Ok(a);
        }
        let pair = if rules.commutative && b < a { [b, a] } else { [a, b] };
        Ok(terms.apply(op, &pair)?)
    }
}

fn set(done: &mut [Option<TermId>], place: usize, value: TermId) {
    if let Some(slot) = done.get_mut(place) {
        *slot = Some(value);
    }
}

/// Returns the factors of a product, from left to right.
fn flatten(terms: &Terms, op: OpId, term: TermId) -> Result<Vec<TermId>, TooLarge> {
    let mut factors = Vec::new();
    let mut rest = vec![term];
    while let Some(term) = rest.pop() {
        if terms.op(term) == Some(op) {
            rest.extend(terms.args(term).iter().rev());
        } else {
            factors.push(term);
        }
        if factors.len() + rest.len() > MOST_FACTORS {
            return Err(TooLarge::Factors);
        }
    }
    Ok(factors)
}
