//! The thing that is checked.

use super::Exception;

/// A system that one program at a time uses.
pub trait System {
    /// A command with its arguments.
    type Command;
    /// What a command answers.
    type Response;
    /// A running system. It is dropped at the end of each program.
    type Live;

    /// Starts a fresh system.
    ///
    /// # Errors
    /// What starting raised.
    fn start(&self) -> Result<Self::Live, Exception>;

    /// Performs one command.
    ///
    /// # Errors
    /// What the command raised. The program ends there. Panics are caught by the engine.
    fn perform(
        &self,
        live: &mut Self::Live,
        command: &Self::Command,
    ) -> Result<Self::Response, Exception>;
}

/// A system that several threads use at once.
pub trait SharedSystem {
    /// A command with its arguments.
    type Command;
    /// What a command answers.
    type Response;
    /// A running system, shared by the threads.
    type Live;

    /// Starts a fresh system.
    ///
    /// # Errors
    /// What starting raised.
    fn start(&self) -> Result<Self::Live, Exception>;

    /// Performs one command, while other threads perform theirs.
    ///
    /// # Errors
    /// What the command raised. The thread stops there. Panics are caught by the engine.
    fn perform(
        &self,
        live: &Self::Live,
        command: &Self::Command,
    ) -> Result<Self::Response, Exception>;
}

/// A shared system that is used by one program at a time.
#[derive(Debug, Clone, Copy)]
pub struct Alone<'s, S>(pub &'s S);

impl<S: SharedSystem> System for Alone<'_, S> {
    type Command = S::Command;
    type Response = S::Response;
    type Live = S::Live;

    fn start(&self) -> Result<S::Live, Exception> {
        self.0.start()
    }

    fn perform(&self, live: &mut S::Live, command: &S::Command) -> Result<S::Response, Exception> {
        self.0.perform(live, command)
    }
}
