//! The theories of operads, from the simple form to the coloured, symmetric one.

mod cell;
mod colored;
mod simple;
mod symmetric;

pub use colored::*;
pub use simple::*;
pub use symmetric::*;
