//! The standard machines: things that have a state, each with a simple reference.
//!
//! For every machine there is a trait (`Counter`) that systems implement, and a module of the same
//! name (`counter`) with its marker `Theory`, its `Laws`, one type per law, its commands, and the
//! `Reference`.
//!
//! ```
//! use lawful::machines::{Counter, counter};
//! use std::sync::Mutex;
//!
//! struct Locked;
//! impl Counter for Locked {
//!     type Live = Mutex<i64>;
//!     fn start(&self) -> Mutex<i64> { Mutex::new(0) }
//!     fn add(&self, live: &Mutex<i64>, n: &i64) -> i64 {
//!         let mut total = live.lock().unwrap();
//!         *total = total.wrapping_add(*n);
//!         *total
//!     }
//!     fn get(&self, live: &Mutex<i64>) -> i64 { *live.lock().unwrap() }
//! }
//! assert!(lawful::evidence_of::<counter::Theory, _>("demo.locked", Locked).unwrap().is_good());
//! ```

mod counters;
mod logs;
mod maps;
mod queues;
mod registers;
mod stacks;

pub use counters::*;
pub use logs::*;
pub use maps::*;
pub use queues::*;
pub use registers::*;
pub use stacks::*;
