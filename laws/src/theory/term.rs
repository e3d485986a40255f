//! Laws as data: terms over the operations of a theory.

use super::{Name, OpKey, Signature};
use std::fmt;

/// The type of a term: a sort, or an optional value of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    /// A sort of the theory, or one of the built-in sorts `bool`, `u64`, `i64`, `String`, `Ordering`.
    Sort(Name),
    /// Perhaps a value.
    Option(Box<Type>),
}

impl Type {
    /// The sort of truth values.
    pub const BOOL: Type = Type::Sort(Name::Borrowed("bool"));

    /// Returns the type of a sort.
    pub fn sort(name: &'static str) -> Type {
        Type::Sort(Name::Borrowed(name))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Sort(name) => f.write_str(name),
            Type::Option(inner) => write!(f, "Option<{inner}>"),
        }
    }
}

/// A term over variables and operations.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Term {
    /// A variable of the law, by its place.
    Var(usize),
    /// An operation applied to arguments.
    Apply(OpKey, Vec<Term>),
    /// Whether two terms of the given type are equal, as the sort understands equality.
    Equal(Type, Box<Term>, Box<Term>),
    /// Whether the left term is at most the right one, in the order of the sort.
    AtMost(Type, Box<Term>, Box<Term>),
    /// Whether both hold.
    And(Box<Term>, Box<Term>),
    /// Whether at least one holds.
    Or(Box<Term>, Box<Term>),
    /// Whether it does not hold.
    Not(Box<Term>),
    /// A value that is there.
    Some(Box<Term>),
    /// No value.
    None,
    /// A truth value.
    Bool(bool),
}

impl Term {
    /// Returns how deep the applications nest: 0 for a variable.
    pub fn depth(&self) -> usize {
        self.children().iter().map(|t| t.depth()).max().unwrap_or(0)
            + usize::from(matches!(self, Term::Apply(..)))
    }

    /// Returns the direct parts of the term.
    pub fn children(&self) -> Vec<&Term> {
        match self {
            Term::Var(_) | Term::None | Term::Bool(_) => Vec::new(),
            Term::Apply(_, args) => args.iter().collect(),
            Term::Equal(_, a, b) | Term::AtMost(_, a, b) | Term::And(a, b) | Term::Or(a, b) => {
                vec![a, b]
            }
            Term::Not(a) | Term::Some(a) => vec![a],
        }
    }

    /// Returns the operations that the term uses, each once, in the order of first use.
    pub fn operations(&self) -> Vec<OpKey> {
        fn walk(term: &Term, found: &mut Vec<OpKey>) {
            if let Term::Apply(op, _) = term
                && !found.contains(op)
            {
                found.push(op.clone());
            }
            for child in term.children() {
                walk(child, found);
            }
        }
        let mut found = Vec::new();
        walk(self, &mut found);
        found
    }

    /// Prints the term with the notation of the signature and the given names for the variables.
    pub fn show(&self, signature: &Signature, variables: &[String]) -> String {
        self.show_in(signature, variables, false)
    }

    fn show_in(&self, sig: &Signature, vars: &[String], inside: bool) -> String {
        let sub = |t: &Term| t.show_in(sig, vars, true);
        let wrap = |text: String| if inside { format!("({text})") } else { text };
        match self {
            Term::Var(i) => vars.get(*i).cloned().unwrap_or_else(|| format!("x{i}")),
            Term::Apply(op, args) => {
                let def = sig.op(op);
                let symbol = def.and_then(|d| d.symbol.clone());
                match (symbol, args.as_slice()) {
                    (Some(symbol), []) => symbol.into_owned(),
                    (Some(symbol), [a]) => format!("{symbol}{}", sub(a)),
                    (Some(symbol), [a, b]) => wrap(format!("{} {symbol} {}", sub(a), sub(b))),
                    (_, args) => {
                        let args: Vec<String> =
                            args.iter().map(|t| t.show_in(sig, vars, false)).collect();
                        format!("{}({})", op.name(), args.join(", "))
                    }
                }
            }
            Term::Equal(ty, a, b) if *ty == Type::BOOL => wrap(format!("{} ⇔ {}", sub(a), sub(b))),
            Term::Equal(_, a, b) => {
                let top = |t: &Term| t.show_in(sig, vars, inside);
                wrap(format!("{} = {}", top(a), top(b)))
            }
            Term::AtMost(_, a, b) => wrap(format!("{} ≤ {}", sub(a), sub(b))),
            Term::And(a, b) => wrap(format!("{} and {}", sub(a), sub(b))),
            Term::Or(a, b) => wrap(format!("{} or {}", sub(a), sub(b))),
            Term::Not(a) => format!("not {}", sub(a)),
            Term::Some(a) => format!("some({})", a.show_in(sig, vars, false)),
            Term::None => "none".to_owned(),
            Term::Bool(truth) => truth.to_string(),
        }
    }
}
