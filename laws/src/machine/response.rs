//! Responses whose type is known only at run time.

use super::CommandDef;
use crate::value::{Element, Value};
use std::fmt;
use std::sync::Arc;

/// What a checker must know about the responses of a command. A panic is caught: it is then what
/// the command came to.
pub trait AnyResponse: Send + Sync {
    /// Returns whether two responses are equal. Values of another type equal nothing.
    fn equal(&self, left: &Value, right: &Value) -> bool;

    /// Prints a response.
    fn show(&self, value: &Value) -> String;

    /// Returns whether a system in another language can give responses, as JSON.
    fn is_plain(&self) -> bool {
        false
    }

    /// Reads a response that a system in another language gave as JSON.
    ///
    /// # Errors
    /// Says why it is none.
    fn read_plain(&self, _text: &str) -> Result<Value, String> {
        Err(unread())
    }
}

/// Reads a value of a Rust type from JSON, or says why it is none.
pub type Read<T> = fn(&str) -> Result<T, String>;

/// Responses of a Rust type.
pub struct Returned<T> {
    read: Option<Read<T>>,
}

/// Optional responses of a Rust type: the value holds an `Option<Value>`.
pub struct ReturnedOption<T> {
    read: Option<Read<Option<T>>>,
}

impl<T> Returned<T> {
    /// Makes the responses of a type.
    pub fn new() -> Self {
        Returned { read: None }
    }

    /// Sets how a response is read from JSON, if it can be.
    pub(super) fn read_by(read: Option<Read<T>>) -> Self {
        Returned { read }
    }
}

impl<T> Default for Returned<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> ReturnedOption<T> {
    /// Makes the optional responses of a type.
    pub fn new() -> Self {
        ReturnedOption { read: None }
    }

    /// Sets how a response is read from JSON, if it can be.
    pub(super) fn read_by(read: Option<Read<Option<T>>>) -> Self {
        ReturnedOption { read }
    }
}

impl<T> Default for ReturnedOption<T> {
    fn default() -> Self {
        Self::new()
    }
}

fn unread() -> String {
    "the type of the response is not read from JSON".to_owned()
}

fn strange() -> String {
    "a value of another type".to_owned()
}

impl<T: Element + PartialEq> AnyResponse for Returned<T> {
    fn equal(&self, left: &Value, right: &Value) -> bool {
        matches!((left.get::<T>(), right.get::<T>()), (Some(l), Some(r)) if l == r)
    }

    fn show(&self, value: &Value) -> String {
        value
            .get::<T>()
            .map_or_else(strange, |value| format!("{value:?}"))
    }

    fn is_plain(&self) -> bool {
        self.read.is_some()
    }

    fn read_plain(&self, text: &str) -> Result<Value, String> {
        let read = self.read.ok_or_else(unread)?;
        read(text).map(Value::new)
    }
}

impl<T: Element + PartialEq> AnyResponse for ReturnedOption<T> {
    fn equal(&self, left: &Value, right: &Value) -> bool {
        match (left.get::<Option<Value>>(), right.get()) {
            (Some(Some(l)), Some(Some(r))) => Returned::<T>::new().equal(l, r),
            (Some(None), Some(None)) => true,
            _ => false,
        }
    }

    fn show(&self, value: &Value) -> String {
        match value.get::<Option<Value>>() {
            Some(Some(inner)) => format!("some({})", Returned::<T>::new().show(inner)),
            Some(None) => "none".to_owned(),
            None => strange(),
        }
    }

    fn is_plain(&self) -> bool {
        self.read.is_some()
    }

    fn read_plain(&self, text: &str) -> Result<Value, String> {
        let read = self.read.ok_or_else(unread)?;
        read(text).map(|value| Value::new(value.map(Value::new)))
    }
}

/// What a command answered. Cloning is cheap.
#[derive(Clone)]
pub struct Response {
    def: Arc<CommandDef>,
    value: Value,
}

impl Response {
    /// Wraps what a command answered.
    pub fn new(def: &Arc<CommandDef>, value: Value) -> Response {
        Response {
            def: Arc::clone(def),
            value,
        }
    }

    /// Returns the value.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl PartialEq for Response {
    fn eq(&self, other: &Self) -> bool {
        self.def.response.equal(&self.value, &other.value)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.def.response.show(&self.value))
    }
}
