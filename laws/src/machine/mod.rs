//! Laws of things that have a state: a system must behave like a simple reference.
//!
//! - [`refine`] runs one program against a system and its [`Reference`] and finds the first
//!   difference; [`smallest_difference`] shrinks the program.
//! - [`race`] runs programs from several threads against one shared system and asks of every
//!   [`History`] whether it is linearizable: whether the operations can be put in one order that
//!   respects real time and in which the reference gives the same responses.
//!
//! The engine knows nothing about how commands, responses and states are represented.

mod catch;
mod exception;
mod history;
mod jitter;
mod linearize;
mod race;
mod reference;
mod refine;
mod shrink;
mod system;
mod together;

pub use catch::catch;
pub use exception::Exception;
pub use history::{Ending, History, HistoryError, Operation};
pub use linearize::{Blocked, Linearization, linearize, linearize_by_key};
pub use race::{RaceFault, RaceFinding, RaceReport, Races, race};
pub use reference::Reference;
pub use refine::{Difference, Run, Stage, refine, smallest_difference};
pub use shrink::{Failing, Shrunk, shrink};
pub use system::{Alone, SharedSystem, System};
pub use together::{Execution, MOST_THREADS, RaceError, Raised, perform_together};
