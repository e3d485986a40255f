//! The software store: keys survive, secrets do not leak, and every failure says what it is.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_platform::{
    Context, Cost, Create, EcdsaP256, Ed25519, Key, KeyName, KeyStore, Password, Seal, Sealed,
    SignError, Signer, SoftwareStore, StoreError, Verifier,
};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const CONTEXT: Context = Context::fixed("test.store");

fn password(text: &str) -> Password {
    Password::new(text).unwrap()
}

fn name(text: &str) -> KeyName {
    text.parse().unwrap()
}

struct Place {
    _folder: TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    Place {
        _folder: folder,
        path,
    }
}

fn create(path: &Path) -> SoftwareStore {
    SoftwareStore::create(path, &password("secret"), Cost::WORTHLESS).unwrap()
}

fn open(path: &Path, text: &str) -> Result<SoftwareStore, StoreError> {
    SoftwareStore::open(path, &password(text))
}

#[test]
fn keys_survive_reopening_and_sign_the_same() {
    let place = place();
    let store = create(&place.path);
    let ed = Create::<Ed25519>::create(&store, &name("ed")).unwrap();
    let p256 = Create::<EcdsaP256>::create(&store, &name("p256")).unwrap();
    let publics = [ed.public_key().clone(), p256.public_key().clone()];
    drop((ed, p256, store));

    let store = open(&place.path, "secret").unwrap();
    assert_eq!(store.list().unwrap(), [name("ed"), name("p256")]);
    for (text, public) in ["ed", "p256"].into_iter().zip(publics) {
        let key = store.open(&name(text)).unwrap();
        assert_eq!(key.public_key(), &public);
        assert_eq!(key.name(), &name(text));
        let signature = key.sign(&CONTEXT, b"m").unwrap();
        public.verify(&CONTEXT, b"m", &signature).unwrap();
        assert!(store.created(&name(text)).unwrap() > 1_600_000_000);
    }
}

#[test]
fn a_name_is_taken_once_and_a_deletion_is_final() {
    let place = place();
    let store = create(&place.path);
    let first = Create::<Ed25519>::create(&store, &name("k")).unwrap();
    assert!(matches!(
        Create::<Ed25519>::create(&store, &name("k")),
        Err(StoreError::KeyExists(_))
    ));
    let again = store.open(&name("k")).unwrap();
    store.delete(&name("k")).unwrap();
    for handle in [&first, &again] {
        assert!(matches!(
            handle.sign(&CONTEXT, b"m"),
            Err(SignError::Store(StoreError::Deleted(_)))
        ));
    }
    assert!(matches!(
        store.open(&name("k")),
        Err(StoreError::NoSuchKey(_))
    ));
    assert!(matches!(
        store.delete(&name("k")),
        Err(StoreError::NoSuchKey(_))
    ));
    let second = Create::<Ed25519>::create(&store, &name("k")).unwrap();
    assert_ne!(first.public_key(), second.public_key());
    assert!(
        first.sign(&CONTEXT, b"m").is_err(),
        "a new key does not revive old handles"
    );
    assert!(
        open(&place.path, "secret")
            .unwrap()
            .open(&name("k"))
            .is_ok()
    );
}

#[test]
fn the_secret_is_not_in_the_file_and_only_the_owner_may_read_it() {
    let place = place();
    let store = create(&place.path);
    Create::<Ed25519>::create(&store, &name("a-name-to-look-for")).unwrap();
    let bytes = std::fs::read(&place.path).unwrap();
    assert!(
        !bytes.windows(10).any(|w| w == b"a-name-to-"),
        "even names are encrypted"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |p: &Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&place.path), 0o600);
        assert_eq!(mode(&place.path.with_file_name("keys.lock")), 0o600);
        std::fs::set_permissions(&place.path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let error = open(&place.path, "secret").err().unwrap();
        assert!(
            matches!(&error, StoreError::TooOpen { mode: 0o640, .. }),
            "{error}"
        );
        assert!(error.to_string().contains("`640`") && error.to_string().contains("chmod 600"));
    }
}

#[test]
fn a_wrong_password_and_a_damaged_file_are_different_errors() {
    let place = place();
    Create::<Ed25519>::create(&create(&place.path), &name("k")).unwrap();
    assert!(matches!(
        open(&place.path, "Secret"),
        Err(StoreError::WrongPassword)
    ));
    let good = std::fs::read(&place.path).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x10;
        overwrite(&place.path, &bad);
        let error = open(&place.path, "secret").err().unwrap();
        let expected = match at {
            8 | 9 => matches!(
                error,
                StoreError::FutureVersion { .. } | StoreError::Damaged { .. }
            ),
            _ => matches!(error, StoreError::Damaged { .. }),
        };
        assert!(expected, "byte {at}: {error}");
    }
    for length in [0, 7, 10, 50, 131, good.len() - 1] {
        overwrite(&place.path, &good[..length]);
        assert!(
            matches!(open(&place.path, "secret"), Err(StoreError::Damaged { .. })),
            "{length}"
        );
    }
    overwrite(&place.path, &good);
    assert!(open(&place.path, "secret").is_ok());
}

/// Writes without changing the mode of the file.
fn overwrite(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

/// Somebody who alters the file on purpose mends the checksum too.
#[test]
fn tampering_with_a_mended_checksum_is_still_noticed() {
    use sha2::{Digest, Sha256};
    let place = place();
    Create::<Ed25519>::create(&create(&place.path), &name("k")).unwrap();
    let good = std::fs::read(&place.path).unwrap();
    let body = good.len() - 32;
    for at in 10..body {
        let mut bad = good.clone();
        bad[at] ^= 0x01;
        let checksum = Sha256::digest(&bad[..body]);
        bad[body..].copy_from_slice(&checksum);
        overwrite(&place.path, &bad);
        let error = open(&place.path, "secret").err().unwrap();
        let expected = match at {
            // Cost, salt and password check: as if the password were wrong.
            12..72 => matches!(
                error,
                StoreError::WrongPassword | StoreError::Damaged { .. }
            ),
            _ => matches!(error, StoreError::Damaged { .. }),
        };
        assert!(expected, "byte {at}: {error}");
    }
}

#[test]
fn a_file_of_a_later_version_is_named_as_such() {
    let place = place();
    create(&place.path);
    let mut bytes = std::fs::read(&place.path).unwrap();
    bytes[9] = 2;
    overwrite(&place.path, &bytes);
    let error = open(&place.path, "secret").err().unwrap();
    assert!(matches!(
        error,
        StoreError::FutureVersion {
            found: 2,
            newest: 1,
            ..
        }
    ));
    assert!(error.to_string().contains("version `2`"), "{error}");
}

#[test]
fn limits_come_before_memory() {
    let place = place();
    create(&place.path);
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(&place.path)
        .unwrap();
    file.set_len(1 << 40).unwrap();
    let error = open(&place.path, "secret").err().unwrap();
    assert!(
        matches!(error, StoreError::TooLarge { size, .. } if size == 1 << 40),
        "{error}"
    );
    assert!(Password::new(vec![b'x'; 1 << 20]).is_err());
    assert!(Password::new("").is_err());
    let store = SoftwareStore::in_memory().unwrap();
    assert!(matches!(
        store.seal(&CONTEXT, &vec![0; Sealed::LARGEST + 1]),
        Err(StoreError::TooLarge { .. })
    ));
    assert!(matches!(
        Sealed::from_bytes(&vec![0; Sealed::LARGEST_BLOB + 1]),
        Err(StoreError::TooLarge { .. })
    ));
}

#[test]
fn a_store_is_created_once_and_missing_files_are_named() {
    let place = place();
    assert!(matches!(
        open(&place.path, "secret"),
        Err(StoreError::Io { .. })
    ));
    create(&place.path);
    let again = SoftwareStore::create(&place.path, &password("other"), Cost::WORTHLESS);
    let error = again.err().unwrap();
    assert!(error.to_string().contains("keys"), "{error}");
    assert!(
        open(&place.path, "secret").is_ok(),
        "the first store is untouched"
    );
    let folder = place.path.parent().unwrap();
    assert!(matches!(
        open(folder, "secret"),
        Err(StoreError::Damaged { .. } | StoreError::TooOpen { .. })
    ));
}

#[test]
fn the_password_can_be_changed_and_the_old_one_ends() {
    let place = place();
    let store = create(&place.path);
    let other = open(&place.path, "secret").unwrap();
    let public = Create::<Ed25519>::create(&store, &name("k"))
        .unwrap()
        .public_key()
        .clone();
    store
        .change_password(&password("new"), Cost::new(16, 2, 1).unwrap())
        .unwrap();
    assert!(matches!(
        open(&place.path, "secret"),
        Err(StoreError::WrongPassword)
    ));
    assert!(matches!(other.list(), Err(StoreError::WrongPassword)));
    assert_eq!(store.open(&name("k")).unwrap().public_key(), &public);
    assert_eq!(
        open(&place.path, "new")
            .unwrap()
            .open(&name("k"))
            .unwrap()
            .public_key(),
        &public
    );
}

#[test]
fn two_store_objects_see_each_other_and_writers_take_turns() {
    let place = place();
    create(&place.path);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let path = &place.path;
            scope.spawn(move || {
                let store = open(path, "secret").unwrap();
                for number in 0..5 {
                    Create::<Ed25519>::create(&store, &name(&format!("k{thread}-{number}")))
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(
        open(&place.path, "secret").unwrap().list().unwrap().len(),
        20
    );
    let left: Vec<_> = std::fs::read_dir(place.path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|file| file != "keys" && file != "keys.lock")
        .collect();
    assert!(left.is_empty(), "temporary files are left: {left:?}");
}

#[test]
fn a_full_store_says_so() {
    let store = SoftwareStore::in_memory().unwrap();
    for number in 0..4096 {
        Create::<Ed25519>::create(&store, &name(&format!("k{number}"))).unwrap();
    }
    let one_more = Create::<Ed25519>::create(&store, &name("one-more"));
    assert!(matches!(one_more, Err(StoreError::Full(4096))));
}

#[test]
fn sealed_data_comes_back_only_here_and_only_untouched() {
    let place = place();
    let store = create(&place.path);
    for plaintext in [&b""[..], b"x", &[7; Sealed::LARGEST]] {
        let sealed = store.seal(&CONTEXT, plaintext).unwrap();
        let sealed = Sealed::from_bytes(&sealed.to_bytes()).unwrap();
        assert_eq!(store.unseal(&CONTEXT, &sealed).unwrap().expose(), plaintext);
        let again = open(&place.path, "secret").unwrap();
        assert_eq!(again.unseal(&CONTEXT, &sealed).unwrap().expose(), plaintext);
    }
    let sealed = store.seal(&CONTEXT, b"plaintext").unwrap();
    let elsewhere = SoftwareStore::in_memory().unwrap();
    assert!(matches!(
        elsewhere.unseal(&CONTEXT, &sealed),
        Err(StoreError::SealedElsewhere)
    ));
    let other = Context::fixed("test.other");
    assert!(matches!(
        store.unseal(&other, &sealed),
        Err(StoreError::SealBroken)
    ));
    let bytes = sealed.to_bytes();
    for bit in 0..8 * bytes.len() {
        let mut bad = bytes.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let opened = Sealed::from_bytes(&bad).and_then(|bad| store.unseal(&CONTEXT, &bad));
        assert!(opened.is_err(), "bit {bit}");
    }
    for length in 0..bytes.len() {
        let opened =
            Sealed::from_bytes(&bytes[..length]).and_then(|bad| store.unseal(&CONTEXT, &bad));
        assert!(opened.is_err(), "{length} bytes");
    }
}
