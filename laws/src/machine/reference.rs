//! The simple machine that says what is right.

use super::Exception;

/// A simple sequential machine that says how a system should respond.
pub trait Reference {
    /// The state. Clones must be independent.
    type State: Clone;
    /// A command with its arguments.
    type Command: Clone;
    /// What a command answers.
    type Response: Clone + PartialEq;

    /// Makes the state in which every program starts.
    fn initial(&self) -> Self::State;

    /// Returns whether a program may use this command in this state.
    ///
    /// What a system does with a command that is not allowed is not checked. By default every
    /// command is allowed.
    fn allows(&self, state: &Self::State, command: &Self::Command) -> bool {
        let _ = (state, command);
        true
    }

    /// Does one step and returns the right response. It must depend on nothing but its arguments.
    ///
    /// # Errors
    /// If the reference itself fails. That is a fault of the reference, and nothing is then known
    /// about the system.
    fn step(
        &self,
        state: &mut Self::State,
        command: &Self::Command,
    ) -> Result<Self::Response, Exception>;
}
