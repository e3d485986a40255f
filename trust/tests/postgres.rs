//! The PostgreSQL store against a real server.

#![cfg(feature = "postgres")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/kills.rs"]
mod kills;
mod support;

use cluster::Cluster;
use kills::{kills_lose_nothing, update_and_witness};
use lawful_trust::{EntityTrust, StoreError, TrustStore};
use support::{Kind, job, start};

/// What the processes do; without a job this is no test of anything.
#[test]
fn child() {
    let Some(job) = job() else {
        return;
    };
    match job.what.as_str() {
        "update 2000" => {
            for _ in 0..2000 {
                job.store.update("agent:shared", true, 0.01).unwrap();
            }
        }
        "update and witness" => update_and_witness(&job.store),
        other => panic!("{other}"),
    }
}

#[test]
fn a_server_keeps_what_processes_write_at_once() {
    let cluster = Cluster::start();
    let place = cluster.database("shared", true);
    let children: Vec<_> = (0..4)
        .map(|_| start("update 2000", Kind::Postgres, &place))
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let store = TrustStore::open(&place).unwrap();
    let entity = store.find("agent:shared").unwrap().unwrap();
    assert_eq!(entity.action_count(), 8000);
}

#[test]
fn kills_lose_nothing_in_a_server() {
    let cluster = Cluster::start();
    let place = cluster.database("killed", true);
    // What a killed process had sent, the server may still be doing.
    kills_lose_nothing(Kind::Postgres, &place, || cluster.wait_for_nobody("killed"));
}

#[test]
fn a_server_is_a_store() {
    let cluster = Cluster::start();
    let place = cluster.database("one", true);
    let store = TrustStore::open(&place).unwrap();
    let (witness, target) = store.witness("role:w", "agent:a", true, 0.5).unwrap();
    assert_eq!(store.find("role:w").unwrap(), Some(witness));
    // Opened again, it is there; the table is not made twice.
    let again = TrustStore::open(&place).unwrap();
    assert_eq!(again.find("agent:a").unwrap().as_ref(), Some(&target));
    assert_eq!(again.list_entities(Some("agent")).unwrap(), ["agent:a"]);
    assert_eq!(again.list_entities(Some("age")).unwrap(), [""; 0]);
    assert_eq!(
        again.get_by_type("agent").unwrap(),
        std::slice::from_ref(&target)
    );
    // What is refused changes neither of two.
    assert!(
        again
            .witness("agent:a", "role:new", true, f64::NAN)
            .is_err()
    );
    assert!(!again.exists("role:new").unwrap());
    assert!(again.delete("role:w").unwrap());
    assert!(!again.delete("role:w").unwrap());
    again
        .save(&EntityTrust::new("x", jiff::Timestamp::UNIX_EPOCH).unwrap())
        .unwrap();
    assert_eq!(store.list_entities(None).unwrap(), ["agent:a", "x"]);
    assert_eq!(store.list_entities(Some("")).unwrap(), ["x"]);
    // A server that stops is an error, not a panic.
    drop(cluster);
    let gone = store.update("agent:a", true, 0.1).unwrap_err();
    assert!(matches!(gone, StoreError::Database { .. }), "{gone}");
    assert!(TrustStore::open(&place).is_err());
}

#[test]
fn calls_from_inside_a_runtime_are_refused() {
    let cluster = Cluster::start();
    let store = TrustStore::open(&cluster.database("inside", true)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let refused = runtime.block_on(async { store.find("agent:a") });
    assert!(matches!(refused, Err(StoreError::InsideRuntime)));
    assert!(store.find("agent:a").unwrap().is_none());
}
