//! The theories of operads, from the simple form to the coloured, symmetric one, and of provers.

mod cell;
mod colored;
mod provers;
mod simple;
mod symmetric;

pub use colored::*;
pub use provers::*;
pub use simple::*;
pub use symmetric::*;
