//! Normal forms modulo associativity, commutativity, idempotence and units.

use super::equation::{Known, recognize};
use super::{OpId, Presentation, TermError, TermId, Terms};
use rustc_hash::FxHashMap;

/// The largest number of factors of a flattened product.
const MOST_FACTORS: usize = 1 << 21;

/// A term whose normal form does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// A product has too many factors.
    #[error(
        "a product has more than {MOST_FACTORS} factors when it is flattened; share fewer parts"
    )]
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

/// A term that is being normalized.
struct Frame {
    term: TermId,
    op: OpId,
    /// Where its factors, or its arguments, begin in the list that all frames share.
    from: usize,
    /// Whether they are there.
    open: bool,
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
        let mut done = vec![UNKNOWN; term.place() + 1];
        let mut frames = Vec::new();
        let mut parts: Vec<TermId> = Vec::new();
        self.enter(terms, term, &mut done, &mut frames);
        while let Some(frame) = frames.last_mut() {
            let (term, op, from) = (frame.term, frame.op, parts.len());
            if done.get(term.place()) != Some(&UNKNOWN) {
                frames.pop();
                continue;
            }
            if !frame.open {
                frame.open = true;
                frame.from = from;
                match self.rules.get(&op) {
                    Some(rules) if rules.associative => flatten(terms, op, term, &mut parts)?,
                    _ => parts.extend_from_slice(terms.args(term)),
                }
                for place in from..parts.len() {
                    if let Some(part) = parts.get(place) {
                        self.enter(terms, *part, &mut done, &mut frames);
                    }
                }
                continue;
            }
            let from = frame.from;
            frames.pop();
            for part in parts.iter_mut().skip(from) {
                *part = done.get(part.place()).copied().unwrap_or(*part);
            }
            let made = self.build(terms, op, &mut parts, from)?;
            parts.truncate(from);
            if let Some(slot) = done.get_mut(term.place()) {
                *slot = made;
            }
        }
        Ok(done.get(term.place()).copied().unwrap_or(term))
    }

    /// Puts a term on the list of what is to be done, unless its normal form is known.
    fn enter(&self, terms: &Terms, term: TermId, done: &mut [TermId], frames: &mut Vec<Frame>) {
        let Some(slot) = done.get_mut(term.place()) else {
            return;
        };
        if *slot != UNKNOWN {
            return;
        }
        match terms.op(term) {
            Some(op) if !terms.args(term).is_empty() => frames.push(Frame {
                term,
                op,
                from: 0,
                open: false,
            }),
            // Variables and constants are in normal form.
            _ => *slot = term,
        }
    }

    /// Builds the normal form of an operation on parts that are in normal form: the end of the list.
    fn build(
        &self,
        terms: &mut Terms,
        op: OpId,
        parts: &mut Vec<TermId>,
        from: usize,
    ) -> Result<TermId, TooLarge> {
        let given = parts.get(from..).unwrap_or_default();
        let Some(rules) = self.rules.get(&op) else {
            return Ok(terms.apply(op, given)?);
        };
        if !rules.associative {
            return self.build_pair(terms, op, rules, given);
        }
        if given.iter().any(|part| terms.op(*part) == Some(op)) {
            spread(terms, op, parts, from)?;
        }
        let factors = parts.get_mut(from..).unwrap_or_default();
        let mut kept = factors.len();
        let mut unit = None;
        if rules.left_unit.is_some() || rules.right_unit.is_some() {
            let last = factors.len().saturating_sub(1);
            kept = 0;
            for place in 0..factors.len() {
                let Some(factor) = factors.get(place).copied() else {
                    break;
                };
                let head = terms.op(factor).filter(|_| terms.args(factor).is_empty());
                // A one-sided unit is dropped only where something follows, or goes before.
                if (place < last && rules.drops_on_the_left(head))
                    || (place > 0 && rules.drops_on_the_right(head))
                {
                    unit = Some(factor);
                } else {
                    factors.swap(kept, place);
                    kept += 1;
                }
            }
        }
        let factors = factors.get_mut(..kept).unwrap_or_default();
        if rules.commutative {
            factors.sort_unstable();
        }
        let mut whole: Option<TermId> = None;
        let mut before = None;
        for factor in factors.iter().rev().copied() {
            if rules.idempotent && before == Some(factor) {
                continue;
            }
            before = Some(factor);
            whole = Some(match whole {
                None => factor,
                Some(rest) => terms.apply(op, &[factor, rest])?,
            });
        }
        // Only units were there.
        Ok(whole.or(unit).unwrap_or(UNKNOWN))
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
        let pair = if rules.commutative && b < a {
            [b, a]
        } else {
            [a, b]
        };
        Ok(terms.apply(op, &pair)?)
    }
}

/// Marks a normal form that is not known yet: no store is that large.
const UNKNOWN: TermId = TermId(u32::MAX);

/// Appends the factors of a product, from left to right.
fn flatten(
    terms: &Terms,
    op: OpId,
    term: TermId,
    factors: &mut Vec<TermId>,
) -> Result<(), TooLarge> {
    let from = factors.len();
    let mut rest = vec![term];
    while let Some(term) = rest.pop() {
        if terms.op(term) == Some(op) {
            rest.extend(terms.args(term).iter().rev());
        } else {
            factors.push(term);
        }
        if factors.len() - from + rest.len() > MOST_FACTORS {
            return Err(TooLarge::Factors);
        }
    }
    Ok(())
}

/// Replaces parts that became products, which are flat and nested to the right, by their factors.
fn spread(terms: &Terms, op: OpId, parts: &mut Vec<TermId>, from: usize) -> Result<(), TooLarge> {
    let mut factors = Vec::new();
    for mut part in parts.drain(from..) {
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
    parts.append(&mut factors);
    Ok(())
}
