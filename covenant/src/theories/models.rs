//! Our own models of the theories, registered.

mod accounts;
mod automata;
#[cfg(feature = "cedar")]
mod cedar;
mod covenants;
mod guard;
mod mandates;
mod review_gates;
mod running_gate;
