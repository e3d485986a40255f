//! Laws of things that have a state: a system must behave like a simple reference.
//!
//! - [`refine`] runs one program against a system and its [`Reference`] and finds the first
//!   difference; [`smallest_difference`] shrinks the program.
//! - [`race`] runs programs from several threads against one shared system and asks of every
//!   [`History`] whether it is linearizable: whether the operations can be put in one order that
//!   respects real time and in which the reference gives the same responses.
//!
//! The engine knows nothing about how commands, responses and states are represented. On top of it
//! stand machines as data: [`Machine`], declared with [`machine!`](crate::machine!), checked against
//! any [`AnySystem`]. Their laws:
//!
//! - *refinement*: a fresh system answers every program as the reference does. Programs have up to
//!   30 commands; only commands that the reference allows are drawn.
//! - *linearizable*, for shared machines: two or three threads, a few commands each. A case is one
//!   set of programs, which race four times. In the first race the threads wait for each other
//!   inside of their first operations: there is always some overlap, so every case is effective. How
//!   much more overlaps depends on timing and is counted nowhere. So the report on a system that
//!   passes is byte-identical for any number of threads and shards. When and how a system that fails
//!   is caught does depend on timing.

mod any_system;
mod command;
mod declared;
#[doc(hidden)]
pub mod generated;
mod history;
mod jitter;
mod linearizability;
mod linearize;
#[doc(hidden)]
pub mod plain;
mod program;
mod race;
mod reference;
mod refine;
mod refinement;
mod response;
mod shrink;
mod simpler;
mod state;
mod system;
mod together;
mod told_history;

pub use crate::value::Exception;
pub use any_system::{AnySystem, Live};
pub use command::{Argument, Command, CommandDef};
#[doc(hidden)]
pub use declared::MachineEntry;
pub use declared::{AnyReference, Machine, find_machine, linearizable, machines, refinement};
pub use history::{Ending, History, HistoryError, Operation};
pub use linearize::{Blocked, Linearization, linearize, linearize_by_key};
pub use race::{RaceFault, RaceFinding, RaceReport, Races, race};
pub use reference::Reference;
pub use refine::{Difference, Run, Stage, refine, smallest_difference};
pub use response::{AnyResponse, Response, Returned, ReturnedOption};
pub use shrink::{Failing, Shrunk, shrink};
pub use state::{AnyState, State};
pub use system::{Alone, SharedSystem, System};
pub use together::{Execution, MOST_THREADS, RaceError, Raised, perform_together};
