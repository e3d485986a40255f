//! What a prover says.

use lawful::Value;

/// One line of a derivation: the next term, and the law that gives it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    /// The term, as in `join(a, meet(a, b))`.
    pub term: String,
    /// The id of the law that takes the term before to this one, in either direction, at any one
    /// place.
    pub by: String,
}

/// What a prover says. Nothing of it is believed.
#[derive(Debug, Clone)]
pub enum Answer {
    /// The law follows from others: the lines lead from its left side to its right side.
    Derivation(Vec<Line>),
    /// The law is false for these values, one for each variable.
    Counterexample(Vec<Value>),
    /// The law is false for these values, each as its sort stores it.
    Stored(Vec<String>),
    /// Nothing was found, and why.
    Unknown(String),
}

impl Answer {
    /// Makes a counterexample of values as their sorts store them.
    pub fn stored<'a>(values: impl IntoIterator<Item = &'a str>) -> Answer {
        Answer::Stored(values.into_iter().map(str::to_owned).collect())
    }

    /// Makes a derivation of pairs: the next term, and the law that gives it.
    pub fn derivation<'a>(lines: impl IntoIterator<Item = (&'a str, &'a str)>) -> Answer {
        let line = |(term, by): (&str, &str)| Line {
            term: term.to_owned(),
            by: by.to_owned(),
        };
        Answer::Derivation(lines.into_iter().map(line).collect())
    }
}
