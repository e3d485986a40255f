//! Systems whose type is known only at run time.

use super::{Command, Exception, Response, SharedSystem};
use crate::value::Value;
use std::any::Any;

/// A running system, whatever it is. It is dropped at the end of each program.
pub type Live = Box<dyn Any + Send + Sync>;

/// A system whose type is known only at run time: a Python object, or a Rust model of a machine.
///
/// Arguments and responses are values of the types that the command declares; an optional response
/// is a value that holds an `Option<Value>`.
pub trait AnySystem: Send + Sync {
    /// Starts a fresh system.
    ///
    /// # Errors
    /// What starting raised.
    fn start(&self) -> Result<Live, Exception>;

    /// Performs one command. If the machine is shared, other threads perform theirs meanwhile.
    ///
    /// # Errors
    /// What the command raised. Panics are caught by the checker.
    fn perform(
        &self,
        live: &(dyn Any + Send + Sync),
        command: &str,
        args: &[Value],
    ) -> Result<Value, Exception>;
}

/// A system as the engine sees it.
pub(super) struct Performing<'s>(pub &'s dyn AnySystem);

impl SharedSystem for Performing<'_> {
    type Command = Command;
    type Response = Response;
    type Live = Live;

    fn start(&self) -> Result<Live, Exception> {
        self.0.start()
    }

    fn perform(&self, live: &Live, command: &Command) -> Result<Response, Exception> {
        let value = self.0.perform(&**live, command.name(), command.args())?;
        Ok(Response::new(command.def(), value))
    }
}
