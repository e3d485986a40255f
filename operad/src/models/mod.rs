//! Registered operads: what the theories are about.

mod endomorphisms;
mod free;
mod intervals;
mod matrices;
mod provers;
mod rational;
mod words;

pub use endomorphisms::{Endomorphisms, EndomorphismsError, Function};
pub use free::{Free, Generator, Tree};
pub use intervals::{Interval, LittleIntervals};
pub use matrices::{Matrices, Matrix};
pub use rational::Rational;
pub use words::{Piece, Word, Words};
