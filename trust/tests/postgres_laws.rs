//! The laws of stores for the PostgreSQL store, against a real server.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

#[path = "support/cluster.rs"]
mod cluster;

use cluster::Cluster;
use lawful::register;
use lawful_trust::store::{EntityStore, Ground, Keeps, PostgresServer, StoreError};
use std::sync::{Condvar, LazyLock, Mutex};

/// One server for all laws; it stops when this process ends.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

/// A few databases, lent to one case at a time.
static FREE: LazyLock<Mutex<Vec<String>>> = LazyLock::new(|| {
    let places = (0..3).map(|n| CLUSTER.database(&format!("d{n}"), true));
    Mutex::new(places.collect())
});
static RETURNED: Condvar = Condvar::new();

struct InServer;

struct Lent(String);

impl Drop for Lent {
    fn drop(&mut self) {
        FREE.lock().unwrap().push(self.0.clone());
        RETURNED.notify_one();
    }
}

impl Ground for InServer {
    type Place = Lent;

    fn place(&self) -> Result<Lent, StoreError> {
        let mut free = FREE.lock().unwrap();
        let lent = loop {
            match free.pop() {
                Some(place) => break Lent(place),
                None => free = RETURNED.wait(free).unwrap(),
            }
        };
        drop(free);
        let server = PostgresServer::connect(&lent.0)?;
        let ids = server.list("")?.ids;
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        server.transact(&ids, &mut |slots| {
            slots.fill(None);
            Ok(())
        })?;
        Ok(lent)
    }

    fn open(&self, place: &Lent) -> Result<Box<dyn EntityStore>, StoreError> {
        Ok(Box::new(PostgresServer::connect(&place.0)?))
    }
}

register! {
    id: "trust.store.postgres",
    version: "1",
    about: "entities in a table of a server",
    model: Keeps(InServer),
    theories: [lawful_trust::store::Storing, lawful_trust::store::Lasting],
}

lawful::plugins![lawful_trust];
lawful::test_main!();
