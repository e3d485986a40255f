//! A granted covenant is not made by hand.

use lawful_covenant::lifecycle::{Covenant, Granted, History};

fn forge(history: History) -> Covenant<Granted> {
    Covenant { history, state: std::marker::PhantomData }
}

fn main() {}
