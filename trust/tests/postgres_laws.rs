//! The laws of stores for the PostgreSQL store, against a real server.
//!
//! A transaction there takes a millisecond and a connection several, so there are fewer cases than
//! elsewhere; `LAWFUL_CASES=10000 LAWFUL_DEADLINE=600` runs as many.

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
use lawful_trust::EntityTrust;
use lawful_trust::store::{
    Change, EntityStore, Ground, Keeps, Listing, PostgresServer, StoreError,
};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Condvar, LazyLock, Mutex};

lawful::harness_defaults! { cases: 1_000, deadline: 120 }

/// One server for all laws; it stops when this process ends.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

/// A database with a connection that is kept from case to case.
struct Database {
    address: String,
    server: Arc<PostgresServer>,
}

/// A few databases, lent to one case at a time.
static FREE: LazyLock<Mutex<Vec<Database>>> = LazyLock::new(|| {
    let databases = (0..3).map(|n| {
        let address = CLUSTER.database(&format!("d{n}"), true);
        let server = Arc::new(PostgresServer::connect(&address).unwrap());
        Database { address, server }
    });
    Mutex::new(databases.collect())
});
static RETURNED: Condvar = Condvar::new();

struct InServer;

struct Lent {
    database: Option<Database>,
    opened: AtomicBool,
}

impl Drop for Lent {
    fn drop(&mut self) {
        FREE.lock().unwrap().extend(self.database.take());
        RETURNED.notify_one();
    }
}

/// A connection that others use after this case.
struct Kept(Arc<PostgresServer>);

impl EntityStore for Kept {
    fn find(&self, id: &str) -> Result<Option<EntityTrust>, StoreError> {
        self.0.find(id)
    }
    fn transact(&self, ids: &[&str], change: &mut Change<'_>) -> Result<(), StoreError> {
        self.0.transact(ids, change)
    }
    fn list(&self, beginning: &str) -> Result<Listing, StoreError> {
        self.0.list(beginning)
    }
    fn describe(&self) -> String {
        self.0.describe()
    }
}

impl Ground for InServer {
    type Place = Lent;

    fn place(&self) -> Result<Lent, StoreError> {
        let mut free = FREE.lock().unwrap();
        let database = loop {
            match free.pop() {
                Some(database) => break database,
                None => free = RETURNED.wait(free).unwrap(),
            }
        };
        drop(free);
        let ids = database.server.list("")?.ids;
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        database.server.transact(&ids, &mut |slots| {
            slots.fill(None);
            Ok(())
        })?;
        Ok(Lent {
            database: Some(database),
            opened: AtomicBool::new(false),
        })
    }

    /// The first time, the connection that is kept; opened again, a new one.
    fn open(&self, place: &Lent) -> Result<Box<dyn EntityStore>, StoreError> {
        let database = place.database.as_ref().unwrap();
        if place.opened.swap(true, SeqCst) {
            Ok(Box::new(PostgresServer::connect(&database.address)?))
        } else {
            Ok(Box::new(Kept(Arc::clone(&database.server))))
        }
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
lawful::test_main!(models: ["trust.store.postgres"]);
