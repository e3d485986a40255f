//! Equations and presentations.

use super::parse::{Names, ParseError, Parser, error_at};
use super::{Head, OpId, Signature, TermId, Terms};

/// Two terms that are equal whatever their variables stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equation {
    /// The name, by which derivations cite it.
    pub name: String,
    /// The left side.
    pub left: TermId,
    /// The right side.
    pub right: TermId,
}

/// A signature with equations.
pub struct Presentation {
    /// The terms.
    pub terms: Terms,
    /// The equations.
    pub equations: Vec<Equation>,
}

impl Presentation {
    /// Makes a presentation without equations.
    pub fn new(signature: Signature) -> Presentation {
        Presentation {
            terms: Terms::new(signature),
            equations: Vec::new(),
        }
    }

    /// Adds an equation: variables, then the two sides, as in `a, b: mul(a, b) = mul(b, a)`.
    ///
    /// ```
    /// use lawful_operad::term::{Presentation, Signature};
    /// let mut monoid = Presentation::new(Signature::single([("mul", 2), ("one", 0)]).unwrap());
    /// monoid.equation("unit", "a: mul(one, a) = a").unwrap();
    /// let error = monoid.equation("wrong", "a: mul(one, a) = b").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "line 1, column 18: the variable `b` is unbound (hint: did you mean `a`?)"
    /// );
    /// ```
    ///
    /// # Errors
    /// If the text is no equation, or a variable is not declared.
    pub fn equation(&mut self, name: &str, text: &str) -> Result<(), ParseError> {
        let mut names = Vec::new();
        let mut head = Parser::new(text, 0, Names::Open)?;
        head.skip();
        if !head.take(':') {
            loop {
                let (at, name) = head.name()?;
                if self.terms.signature().find(name).is_some() {
                    let message = format!("`{name}` is an operation");
                    return Err(error_at(
                        text,
                        at,
                        message,
                        "give the variable another name",
                    ));
                }
                names.push(name);
                if head.take(':') {
                    break;
                }
                if !head.take(',') {
                    let message = format!("`,` or `:` is missing before {}", head.found());
                    let hint = "declare the variables first: `a, b: mul(a, b) = mul(b, a)`";
                    return Err(error_at(text, head.place, message, hint));
                }
            }
        }
        let parser = Parser::new(text, head.place, Names::Declared(&names))?;
        self.sides(name, parser)
    }

    /// Adds an equation in which every name that is no operation is a variable, as in
    /// `seq(seq(a, b), c) = seq(a, seq(b, c))`.
    ///
    /// # Errors
    /// If the text is no equation.
    pub fn equation_open(&mut self, name: &str, text: &str) -> Result<(), ParseError> {
        let parser = Parser::new(text, 0, Names::Open)?;
        self.sides(name, parser)
    }

    fn sides(&mut self, name: &str, mut parser: Parser<'_>) -> Result<(), ParseError> {
        let text = parser.text;
        let left = parser.term(&mut self.terms)?;
        if !parser.take('=') {
            let message = format!("`=` is missing before {}", parser.found());
            let hint = "an equation has two sides: `mul(one, a) = a`";
            return Err(error_at(text, parser.place, message, hint));
        }
        let right = parser.term(&mut self.terms)?;
        parser.skip();
        if parser.place < text.len() {
            let message = format!("the equation ends before {}", parser.found());
            return Err(error_at(text, parser.place, message, "leave out the rest"));
        }
        if self.terms.sort_of(left) != self.terms.sort_of(right) {
            let message = "the sides have different sorts";
            return Err(error_at(text, 0, message, "compare terms of one sort"));
        }
        self.equations.push(Equation {
            name: name.to_owned(),
            left,
            right,
        });
        Ok(())
    }

    /// Writes an equation.
    pub fn show(&self, equation: &Equation) -> String {
        show(&self.terms, equation.left, equation.right)
    }
}

/// Writes two terms as an equation.
pub(crate) fn show(terms: &Terms, left: TermId, right: TermId) -> String {
    format!("{} = {}", terms.show(left), terms.show(right))
}

/// What an equation says of one operation, if it is one of the well-known ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    Associative(OpId),
    Commutative(OpId),
    Idempotent(OpId),
    LeftUnit(OpId, OpId),
    RightUnit(OpId, OpId),
}

/// Recognizes a well-known equation, in either direction and with any names of variables.
pub(crate) fn recognize(terms: &Terms, equation: &Equation) -> Option<Known> {
    let one_way = |left, right| recognize_directed(terms, left, right);
    one_way(equation.left, equation.right).or_else(|| one_way(equation.right, equation.left))
}

fn recognize_directed(terms: &Terms, left: TermId, right: TermId) -> Option<Known> {
    let op = terms.op(left)?;
    let [a, b] = terms.args(left) else {
        return None;
    };
    let is_variable = |t: TermId| matches!(terms.head(t), Some(Head::Var(_)));
    if is_variable(right) {
        let constant = |t: TermId| terms.op(t).filter(|_| terms.args(t).is_empty());
        return match (*a == right, *b == right) {
            (true, true) => Some(Known::Idempotent(op)),
            (true, false) => Some(Known::RightUnit(op, constant(*b)?)),
            (false, true) => Some(Known::LeftUnit(op, constant(*a)?)),
            (false, false) => None,
        };
    }
    if terms.op(right) != Some(op) {
        return None;
    }
    let [c, d] = terms.args(right) else {
        return None;
    };
    if is_variable(*a) && is_variable(*b) && a != b && a == d && b == c {
        return Some(Known::Commutative(op));
    }
    // (x·y)·z = x·(y·z).
    let (Some(inner), Some(outer)) = (terms.op(*a), terms.op(*d)) else {
        return None;
    };
    let ([x, y], [v, w]) = (terms.args(*a), terms.args(*d)) else {
        return None;
    };
    let different = x != y && y != b && x != b;
    let variables = is_variable(*x) && is_variable(*y) && is_variable(*b);
    (inner == op && outer == op && different && variables && x == c && y == v && b == w)
        .then_some(Known::Associative(op))
}
