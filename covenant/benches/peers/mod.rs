//! Other libraries, asked the same questions.

mod biscuit;
mod cedar;

/// Runs all peers.
pub fn run() {
    cedar::run();
    biscuit::run();
}
