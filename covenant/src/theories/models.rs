//! Our own models of the theories, registered.

mod accounts;
mod automata;
mod covenants;
mod mandates;
mod review_gates;
mod running_gate;
