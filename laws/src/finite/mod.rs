//! Structures that are given by a finite table, and their proofs.
//!
//! There are two ways to know that a table obeys a law:
//!
//! - The table is a constant. Then the proof is a constant too: [`Table::new`] and the methods
//!   `prove_...` run while the program compiles, and a table that breaks a law does not compile.
//!   The type of the result, [`ProvedTable`], lists the laws.
//! - The table is data. Then [`light::check`] decides associativity, with Light's test.

mod associativity;
mod by_table;
mod generated;
pub mod law;
pub mod light;
mod message;
mod proved_table;
mod refutation;
mod refute;
mod table_error;

pub use by_table::{ByTable, Cayley, LawList, proved};
pub use message::Message;
pub use proved_table::{ProvedTable, Table};
pub use refutation::{Refutation, Triple};
pub use table_error::TableError;
