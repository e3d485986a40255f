//! Responses whose type is known only at run time.

use super::CommandDef;
use crate::value::{Element, Value};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// What a checker must know about the responses of a command. A panic is caught: it is then what
/// the command came to.
pub trait AnyResponse: Send + Sync {
    /// Returns whether two responses are equal. Values of another type equal nothing.
    fn equal(&self, left: &Value, right: &Value) -> bool;

    /// Prints a response.
    fn show(&self, value: &Value) -> String;
}

/// Responses of a Rust type.
pub struct Returned<T>(PhantomData<fn() -> T>);

/// Optional responses of a Rust type: the value holds an `Option<Value>`.
pub struct ReturnedOption<T>(PhantomData<fn() -> T>);

impl<T> Returned<T> {
    /// Makes the responses of a type.
    pub fn new() -> Self {
        Returned(PhantomData)
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
        ReturnedOption(PhantomData)
    }
}

impl<T> Default for ReturnedOption<T> {
    fn default() -> Self {
        Self::new()
    }
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
