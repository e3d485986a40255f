//! What agents take and give.

use std::fmt;
use std::sync::Arc;

/// A value that agents pass on.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Datum {
    /// Nothing.
    Nothing,
    /// A truth value.
    Truth(bool),
    /// A number.
    Number(i64),
    /// A text.
    Text(Arc<str>),
    /// Two values.
    Pair(Arc<(Datum, Datum)>),
    /// A loop has ended with a value.
    Done(Arc<Datum>),
    /// A loop was given up before it ended.
    GaveUp,
}

impl Datum {
    /// Makes a pair.
    pub fn pair(a: Datum, b: Datum) -> Datum {
        Datum::Pair(Arc::new((a, b)))
    }

    /// Returns the parts of a pair.
    pub fn parts(&self) -> Option<(&Datum, &Datum)> {
        match self {
            Datum::Pair(pair) => Some((&pair.0, &pair.1)),
            _ => None,
        }
    }
}

impl fmt::Debug for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Datum::Nothing => f.write_str("nothing"),
            Datum::Truth(truth) => write!(f, "{truth}"),
            Datum::Number(number) => write!(f, "{number}"),
            Datum::Text(text) => write!(f, "{text:?}"),
            Datum::Pair(pair) => write!(f, "({:?}, {:?})", pair.0, pair.1),
            Datum::Done(value) => write!(f, "done({value:?})"),
            Datum::GaveUp => f.write_str("gave up"),
        }
    }
}
