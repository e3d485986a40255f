//! Values on their way from one model to another, perhaps in another language.

use crate::sort::AnySort;
use crate::theory::Type;
use crate::value::{Exception, Value};

/// Why a value did not arrive.
pub enum Lost {
    /// The sort it comes from cannot write it.
    Unwritten(String),
    /// The sort it goes to does not know it.
    Unknown(String),
}

impl From<Lost> for Exception {
    fn from(lost: Lost) -> Exception {
        match lost {
            Lost::Unwritten(why) | Lost::Unknown(why) => Exception::new(why),
        }
    }
}

/// Carries a value from one sort to another: as it is, or as JSON.
pub fn carry(
    value: &Value,
    ty: &Type,
    from: &dyn AnySort,
    to: &dyn AnySort,
) -> Result<Value, Lost> {
    if let Type::Option(inner) = ty {
        return match value.get::<Option<Value>>() {
            Some(Some(value)) => Ok(Value::new(Some(carry(value, inner, from, to)?))),
            Some(None) => Ok(Value::new(None::<Value>)),
            None => Err(Lost::Unknown("a value is not optional".to_owned())),
        };
    }
    if to.takes(value) {
        return Ok(value.clone());
    }
    let text = from.to_plain(value).ok_or_else(|| {
        Lost::Unwritten(format!(
            "`{}` cannot be written as JSON; let the sort store its values",
            from.show(value)
        ))
    })?;
    to.read_plain(&text)
        .ok_or_else(|| Lost::Unknown(format!("`{text}` is none of its values")))
}
