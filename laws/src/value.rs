//! Values whose type is known only at run time, and the exceptions that making one can end in.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// What a sort's values must be able to do.
///
/// Implemented for every type that can; there is nothing to implement by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the values of a sort",
    note = "derive `Clone` and `Debug`, and use types that are `Send`, `Sync` and `'static`"
)]
pub trait Element: Clone + fmt::Debug + Send + Sync + 'static {}

impl<T: Clone + fmt::Debug + Send + Sync + 'static> Element for T {}

/// A value of some sort. Cloning is cheap.
#[derive(Clone)]
pub struct Value(Arc<dyn Any + Send + Sync>);

impl Value {
    /// Wraps a value.
    pub fn new<T: Send + Sync + 'static>(value: T) -> Value {
        Value(Arc::new(value))
    }

    /// Returns the value if it is a `T`.
    pub fn get<T: 'static>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }

    /// Returns the value.
    ///
    /// # Errors
    /// If it is not a `T`.
    pub fn expect<T: 'static>(&self) -> Result<&T, Exception> {
        self.get().ok_or_else(|| {
            Exception::new(format!(
                "a value is not of the type `{}`",
                std::any::type_name::<T>()
            ))
        })
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value")
    }
}

/// What a model's own code ended in when it gave no value: a panic, or a Python exception.
///
/// An exception is never what a law expects. If raising is the right answer, for example to a `pop`
/// of an empty stack, make it a value of the result's type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{message}")]
pub struct Exception {
    /// What it said.
    pub message: String,
    /// Where it was, or the traceback; may be empty.
    pub place: String,
    /// Whether the user asked to stop: not the model's fault.
    pub interrupted: bool,
}

impl Exception {
    /// Makes an exception that knows no place.
    pub fn new(message: impl Into<String>) -> Exception {
        Exception {
            message: message.into(),
            place: String::new(),
            interrupted: false,
        }
    }
}
