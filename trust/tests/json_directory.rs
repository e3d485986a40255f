//! A directory that is shared with other programs and other users.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trust::store::JsonDirectory;
use lawful_trust::{StoreError, TrustStore};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

fn open(folder: &Path) -> TrustStore {
    TrustStore::over(JsonDirectory::open(folder).unwrap())
}

/// Where the published packages keep an entity.
fn file(folder: &Path, id: &str) -> PathBuf {
    let hash: [u8; 32] = Sha256::digest(id).into();
    let digits: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    folder.join(format!("{digits}.json"))
}

/// Writes an entity as the published packages do.
fn published(folder: &Path, id: &str, witnessed_by: &[&str]) {
    let json = serde_json::json!({
        "entity_id": id, "talent": 0.6, "training": 0.6, "temperament": 0.6,
        "valuation": 0.6, "veracity": 0.6, "validity": 0.6,
        "witnessed_by": witnessed_by, "has_witnessed": witnessed_by,
        "created_at": "2026-01-24T12:00:00.000000000Z",
    });
    fs::write(file(folder, id), json.to_string()).unwrap();
}

const ODD: [&str; 4] = ["", ":x", "mcp:", "mcp:\u{1b}[31m"];

#[test]
fn ids_of_others_that_are_none_here_are_in_nobodys_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.witness("role:w", "mcp:a", true, 0.5).unwrap();
    for id in ODD {
        published(folder.path(), id, &[]);
    }
    assert_eq!(store.list_entities(None).unwrap(), ["mcp:a", "role:w"]);
    assert_eq!(store.get_by_type("mcp").unwrap().len(), 1);
    assert_eq!(store.all(None).unwrap().len(), 2);
    let damaged = store.damaged().unwrap();
    assert_eq!(damaged.len(), ODD.len());
    for error in damaged {
        assert!(matches!(error, StoreError::OddId { .. }));
        let why = error.to_string();
        assert!(
            why.contains("is not an entity id") && why.contains("another id"),
            "{why}"
        );
        assert!(!why.contains("backup") && !why.contains('\u{1b}'), "{why}");
    }
    for id in ODD {
        assert!(store.get(id).is_err());
        assert!(file(folder.path(), id).exists());
    }
    // What is damaged is told still.
    fs::write(file(folder.path(), "mcp:broken"), "{").unwrap();
    assert!(
        store
            .list_entities(None)
            .unwrap_err()
            .to_string()
            .contains("damaged")
    );
}

#[test]
fn companions_with_ids_that_are_none_here_stay_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    published(folder.path(), "mcp:a", &["role:w", "", "mcp:", "x:\n"]);
    let entity = store.update("mcp:a", true, 0.1).unwrap();
    assert_eq!(entity.witnessed_by().collect::<Vec<_>>(), ["role:w"]);
    store.witness("role:v", "mcp:a", true, 0.1).unwrap();
    assert!(store.damaged().unwrap().is_empty());
    let json = fs::read(file(folder.path(), "mcp:a")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let kept = |key: &str, own: &[&str]| {
        let all = [own, &["", "mcp:", "x:\n"]].concat();
        assert_eq!(json[key], serde_json::json!(all));
    };
    kept("witnessed_by", &["role:w", "role:v"]);
    kept("has_witnessed", &["role:w"]);
}

#[test]
fn a_file_under_the_name_of_another_entity_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for id in ["mcp:a", "mcp:b"] {
        store.update(id, true, 0.5).unwrap();
    }
    let stray = folder.path().join("0000000000000000.json");
    fs::rename(file(folder.path(), "mcp:b"), &stray).unwrap();
    assert_eq!(store.listing(None).unwrap().ids, ["mcp:a"]);
    let damaged = store.damaged().unwrap();
    let [StoreError::Misplaced { path, id, name }] = &*damaged else {
        panic!("{damaged:?}");
    };
    assert_eq!((path, &**id), (&stray, "mcp:b"));
    assert!(store.list_entities(None).is_err());
    fs::rename(path, folder.path().join(name)).unwrap();
    assert_eq!(store.list_entities(None).unwrap(), ["mcp:a", "mcp:b"]);
    // Whoever asks for the entity in whose place it is does not get the other one, nor harms it.
    let place = file(folder.path(), "mcp:a");
    fs::rename(file(folder.path(), "mcp:b"), &place).unwrap();
    let other = fs::read(&place).unwrap();
    assert_eq!(store.find("mcp:a").unwrap(), None);
    store.update("mcp:a", true, 0.1).unwrap();
    assert_eq!(store.get("mcp:a").unwrap().action_count(), 1);
    assert_eq!(fs::read(&place).unwrap(), other);
}

#[test]
fn each_file_is_read_once_for_what_is_there_and_what_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for id in ["mcp:a", "role:b", "plain"] {
        store.update(id, true, 0.5).unwrap();
    }
    fs::write(file(folder.path(), "mcp:broken"), "{").unwrap();
    for (kind, expected) in [
        (None, vec!["mcp:a", "plain", "role:b"]),
        (Some("mcp"), vec!["mcp:a"]),
        (Some(""), vec!["plain"]),
        (Some("mcp:"), vec![]),
    ] {
        let read = store.read_all(kind).unwrap();
        let ids: Vec<_> = read.entities.iter().map(|e| e.entity_id()).collect();
        assert_eq!(ids, expected);
        assert_eq!(read.damaged.len(), usize::from(kind != Some("mcp:")));
    }
}

#[cfg(unix)]
mod permissions {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn files_keep_their_permissions_and_new_ones_get_the_usual_ones() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path());
        let usual = folder.path().join("usual");
        fs::write(&usual, "").unwrap();
        store.update("mcp:new", true, 0.5).unwrap();
        assert_eq!(mode(&file(folder.path(), "mcp:new")), mode(&usual));
        for wanted in [0o600, 0o644, 0o664, 0o666, 0o640] {
            let path = file(folder.path(), "mcp:old");
            published(folder.path(), "mcp:old", &[]);
            fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).unwrap();
            store.update("mcp:old", true, 0.5).unwrap();
            assert_eq!(mode(&path), wanted);
            // Through the journal too.
            store.witness("role:w", "mcp:old", true, 0.5).unwrap();
            assert_eq!(mode(&path), wanted);
        }
        assert_eq!(mode(&file(folder.path(), "role:w")), mode(&usual));
    }
}
