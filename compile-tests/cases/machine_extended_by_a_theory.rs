//! The laws of a machine are about programs: no theory adds to them.

lawful::theory! {
    pub theory Ledger: ::lawful::machines::Log {
        law nothing(a: bool) { a == a }
    }
}

fn main() {}
