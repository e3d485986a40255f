//! One operation of a model.

use crate::value::{Exception, Value};
use std::fmt;
use std::sync::Arc;

type Call = dyn Fn(&[Value]) -> Result<Value, Exception> + Send + Sync;

/// One operation of a model: a function over values. Cloning is cheap.
#[derive(Clone)]
pub struct Op(Arc<Call>);

impl Op {
    /// Wraps a function.
    pub fn new(call: impl Fn(&[Value]) -> Result<Value, Exception> + Send + Sync + 'static) -> Op {
        Op(Arc::new(call))
    }

    /// Calls the operation.
    ///
    /// # Errors
    /// If the arguments are of other types, or the model's code raises.
    pub fn call(&self, args: &[Value]) -> Result<Value, Exception> {
        (self.0)(args)
    }

    /// Calls the operation; a panic of the model's code becomes an exception.
    ///
    /// # Errors
    /// As [`Op::call`], and if the model's code panics.
    pub fn call_guarded(&self, args: &[Value]) -> Result<Value, Exception> {
        crate::panic::guarded(|| self.call(args))
    }
}

impl fmt::Debug for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Op")
    }
}

/// Takes an argument by its place. Not public API: used by generated code.
#[doc(hidden)]
pub fn arg<T: 'static>(args: &[Value], place: usize) -> Result<&T, Exception> {
    args.get(place)
        .ok_or_else(|| Exception::new(format!("argument {place} is missing")))?
        .expect()
}
