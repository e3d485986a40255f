//! Our own models of the theories, registered.

use super::{Fresh, Tells};
use crate::merkle::Rfc6962Sha256;
use crate::{LedgerOptions, MemoryLedger, TimeRule};
use lawful::register;

fn memory() -> Fresh {
    Ok(Box::new(MemoryLedger::new()))
}

fn causal() -> Fresh {
    let options = LedgerOptions::default()
        .time_rule(TimeRule::Causal)
        .tree_hash(&Rfc6962Sha256);
    Ok(Box::new(MemoryLedger::with_options(options)))
}

register! {
    id: "trace.ledger.memory",
    version: "1",
    about: "a ledger in memory",
    model: Tells(memory),
    theories: [crate::theories::Ledgers, crate::theories::Ledgering],
}

register! {
    id: "trace.ledger.memory.causal",
    version: "1",
    about: "a ledger in memory whose time may go back, with SHA-256",
    model: Tells(causal),
    theories: [crate::theories::Ledgers],
}
