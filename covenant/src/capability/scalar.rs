//! Values that conditions compare with.

use serde_json::Value;
use std::fmt;

/// A value that a condition compares with. Numbers are integers: two texts of one fraction need not
/// be one number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    /// A truth value.
    Bool(bool),
    /// An integer, from -2^63 to 2^64 - 1.
    Integer(i128),
    /// A text, compared byte by byte.
    Text(String),
}

impl Scalar {
    /// Returns the scalar of a JSON value; nothing for null, fractions, lists and objects.
    pub fn of(value: &Value) -> Option<Scalar> {
        match value {
            Value::Bool(truth) => Some(Scalar::Bool(*truth)),
            Value::Number(_) => integer(value).map(Scalar::Integer),
            Value::String(text) => Some(Scalar::Text(text.clone())),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Returns whether a JSON value is this one; `None` if it is of another kind.
    pub(super) fn is(&self, value: &Value) -> Option<bool> {
        match (self, value) {
            (Scalar::Bool(a), Value::Bool(b)) => Some(a == b),
            (Scalar::Integer(a), _) => integer(value).map(|b| *a == b),
            (Scalar::Text(a), Value::String(b)) => Some(a == b),
            _ => None,
        }
    }
}

/// Returns the integer that a JSON value is.
pub(super) fn integer(value: &Value) -> Option<i128> {
    let number = value.as_number()?;
    number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from))
}

/// Prints as JSON.
impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Bool(truth) => write!(f, "{truth}"),
            Scalar::Integer(number) => write!(f, "{number}"),
            Scalar::Text(text) => write!(f, "{}", Value::from(text.as_str())),
        }
    }
}
