//! The TPM store against a real TPM implementation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]
#![cfg(feature = "tpm2")]

mod support;

use jiff::{SignedDuration, Timestamp};
use lawful::check::{Budget, Config, Regressions, Silent, check};
use lawful::model::of;
use lawful_platform::attestation::{
    AttestationError, Ceiling, Challenges, Envelope, Policy, Proof, Purpose, Statement,
};
use lawful_platform::theories::{Keeps, StoreUnderTest, key_storing};
use lawful_platform::tpm2::{
    Attest as Stated, PcrValues, PublicArea, Tpm2Error, TpmKey, TpmOptions, TpmStore, verify_quote,
};
use lawful_platform::{
    Anchor, Attest, Context, Create, EcdsaP256, Key, KeyName, KeyStore, Password, Seal, Sealed,
    Secret, SignError, Signer, SoftwareKey, StoreError, Verifier,
};
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use support::swtpm::{PACKAGES, Swtpm};
use support::{is_installed, skip};

const CONTEXT: Context = Context::fixed("test.tpm2");

fn name(text: &str) -> KeyName {
    text.parse().unwrap()
}

fn options(tpm: &Swtpm) -> TpmOptions {
    TpmOptions::at(&tpm.address()).registers(&[7, 16]).unwrap()
}

fn open(tpm: &Swtpm) -> TpmStore {
    TpmStore::open(&tpm.file("index"), options(tpm)).unwrap()
}

fn create(store: &TpmStore, text: &str) -> TpmKey {
    Create::<EcdsaP256>::create(store, &name(text)).unwrap()
}

macro_rules! tpm {
    () => {
        match Swtpm::start(test_name()) {
            Some(tpm) => tpm,
            None => return,
        }
    };
}

/// libtest names the thread after the test.
fn test_name() -> &'static str {
    let name = std::thread::current()
        .name()
        .unwrap_or("a TPM test")
        .to_owned();
    Box::leak(name.into_boxed_str())
}

#[test]
fn keys_survive_reopening_and_a_restart_of_the_tpm() {
    let mut tpm = tpm!();
    let store = open(&tpm);
    let key = create(&store, "k");
    let public = key.public_key().clone();
    for message in [&b""[..], b"m", &[1; 5000]] {
        // Half of all TPM signatures have the higher `s`: ours never do.
        for _ in 0..8 {
            let signature = key.sign(&CONTEXT, message).unwrap();
            public.verify(&CONTEXT, message, &signature).unwrap();
        }
    }
    drop((key, store));
    assert_eq!(open(&tpm).open(&name("k")).unwrap().public_key(), &public);
    tpm.restart();
    let store = open(&tpm);
    assert_eq!(store.list().unwrap(), [name("k")]);
    let key = store.open(&name("k")).unwrap();
    assert_eq!((key.public_key(), key.name()), (&public, &name("k")));
    let signature = key.sign(&CONTEXT, b"m").unwrap();
    public.verify(&CONTEXT, b"m", &signature).unwrap();
}

#[test]
fn a_deletion_is_final_and_names_are_taken_once() {
    let tpm = tpm!();
    let store = open(&tpm);
    let key = create(&store, "k");
    let again = store.open(&name("k")).unwrap();
    assert!(matches!(
        Create::<EcdsaP256>::create(&store, &name("k")),
        Err(StoreError::KeyExists(_))
    ));
    store.delete(&name("k")).unwrap();
    for handle in [&key, &again] {
        let error = handle.sign(&CONTEXT, b"m").unwrap_err();
        assert!(
            matches!(error, SignError::Store(StoreError::Deleted(_))),
            "{error}"
        );
    }
    assert!(matches!(
        store.open(&name("k")),
        Err(StoreError::NoSuchKey(_))
    ));
    assert!(matches!(
        store.delete(&name("k")),
        Err(StoreError::NoSuchKey(_))
    ));
    // The handle is used again, by another key: the old handle must not sign with it.
    let other = create(&store, "other");
    assert_ne!(key.public_key(), other.public_key());
    assert!(key.sign(&CONTEXT, b"m").is_err());
    assert!(other.sign(&CONTEXT, b"m").is_ok());
}

#[test]
fn sealed_data_is_bound_to_the_tpm_the_context_and_the_platform_state() {
    let mut tpm = tpm!();
    let other = tpm!();
    let store = open(&tpm);
    for plaintext in [&b""[..], b"x", &[9; Sealed::LARGEST]] {
        let sealed =
            Sealed::from_bytes(&store.seal(&CONTEXT, plaintext).unwrap().to_bytes()).unwrap();
        assert_eq!(store.unseal(&CONTEXT, &sealed).unwrap().expose(), plaintext);
    }
    let sealed = store.seal(&CONTEXT, b"a secret").unwrap();
    let elsewhere = open(&other).unseal(&CONTEXT, &sealed);
    assert!(matches!(elsewhere, Err(StoreError::SealedElsewhere)));
    let context = Context::fixed("test.other");
    assert!(matches!(
        store.unseal(&context, &sealed),
        Err(StoreError::SealBroken)
    ));
    let bytes = sealed.to_bytes();
    for at in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        let opened = Sealed::from_bytes(&bad).and_then(|bad| store.unseal(&CONTEXT, &bad));
        assert!(opened.is_err(), "byte {at}");
    }
    assert!(matches!(
        store.seal(&CONTEXT, &vec![0; Sealed::LARGEST + 1]),
        Err(StoreError::TooLarge { .. })
    ));
    if is_installed("tpm2_pcrextend") {
        tpm.tool(&format!("tpm2_pcrextend 16:sha256={}", "ab".repeat(32)));
        let changed = store.unseal(&CONTEXT, &sealed).err().unwrap();
        assert!(
            matches!(&changed, StoreError::PlatformChanged(_)),
            "{changed}"
        );
        tpm.restart();
        let store = open(&tpm);
        assert_eq!(
            store.unseal(&CONTEXT, &sealed).unwrap().expose(),
            b"a secret"
        );
    } else {
        skip(test_name(), "tpm2_pcrextend", PACKAGES);
    }
}

#[test]
fn data_sealed_without_registers_survives_a_change_of_the_platform() {
    let tpm = tpm!();
    let options = TpmOptions::at(&tpm.address());
    let store = TpmStore::open(&tpm.file("index"), options).unwrap();
    let sealed = store.seal(&CONTEXT, b"a secret").unwrap();
    if is_installed("tpm2_pcrextend") {
        tpm.tool(&format!("tpm2_pcrextend 16:sha256={}", "ab".repeat(32)));
    }
    assert_eq!(
        store.unseal(&CONTEXT, &sealed).unwrap().expose(),
        b"a secret"
    );
}

#[test]
fn an_ed25519_seed_sealed_in_the_tpm_signs_after_a_restart() {
    let mut tpm = tpm!();
    let seed = [5; 32];
    let public = SoftwareKey::from_ed25519_seed(&seed).public_key().clone();
    let sealed = open(&tpm).seal(&CONTEXT, &seed).unwrap();
    tpm.restart();
    let seed: Secret = open(&tpm).unseal(&CONTEXT, &sealed).unwrap();
    let key = SoftwareKey::from_ed25519_seed(seed.expose().try_into().unwrap());
    assert_eq!(key.public_key(), &public);
}

#[test]
fn quotes_are_verified_without_a_tpm() {
    let tpm = tpm!();
    let store = open(&tpm);
    let state = store.platform_state().unwrap();
    assert_eq!(state.len(), 2);
    let key = store.attestation_key().unwrap();
    assert_eq!(store.attestation_key().unwrap(), key, "it is made once");
    let (quote, signature) = store.quote(b"nonce").unwrap();
    let clock = verify_quote(&key, &quote, &signature, b"nonce", &state).unwrap();
    assert!(clock.clock > 0);
    let verify = |quote: &[u8], signature: &[u8], nonce: &[u8], state: &PcrValues| {
        verify_quote(&key, quote, signature, nonce, state).unwrap_err()
    };
    assert_eq!(
        verify(&quote, &signature, b"other", &state),
        Tpm2Error::OtherNonce
    );
    let changed = PcrValues::new([(7, [0; 32]), (16, [1; 32])]).unwrap();
    assert_eq!(
        verify(&quote, &signature, b"nonce", &changed),
        Tpm2Error::OtherPlatformState
    );
    let fewer = PcrValues::new([(7, *state.get(7).unwrap())]).unwrap();
    assert_eq!(
        verify(&quote, &signature, b"nonce", &fewer),
        Tpm2Error::OtherPlatformState
    );
    for at in 0..quote.len() {
        let mut bad = quote.clone();
        bad[at] ^= 1;
        assert_eq!(
            verify(&bad, &signature, b"nonce", &state),
            Tpm2Error::BadSignature,
            "byte {at}"
        );
    }
    for at in 0..signature.len() {
        let mut bad = signature.clone();
        bad[at] ^= 1;
        verify(&quote, &bad, b"nonce", &state);
    }
    for length in 0..quote.len() {
        assert!(Stated::parse(&quote[..length]).is_err());
    }
    let stranger = SoftwareKey::generate_p256().unwrap();
    let foreign = verify_quote(stranger.public_key(), &quote, &signature, b"nonce", &state);
    assert_eq!(foreign, Err(Tpm2Error::BadSignature));
}

#[test]
fn tpm2_checkquote_accepts_our_quotes() {
    let tpm = tpm!();
    if !is_installed("tpm2_checkquote") {
        return skip(test_name(), "tpm2_checkquote", PACKAGES);
    }
    let store = open(&tpm);
    let nonce = [0xab; 20];
    let (quote, signature) = store.quote(&nonce).unwrap();
    std::fs::write(tpm.file("quote"), quote).unwrap();
    std::fs::write(tpm.file("signature"), signature).unwrap();
    tpm.tool("tpm2_readpublic -c 0x81014c00 -f tss -o ak.pub");
    let area = PublicArea::parse_sized(&std::fs::read(tpm.file("ak.pub")).unwrap()).unwrap();
    assert_eq!(area.key(), &store.attestation_key().unwrap());
    assert!(area.is_restricted_signer());
    tpm.tool("tpm2_pcrread sha256:7,16 -o pcrs");
    let check = format!(
        "tpm2_checkquote -u ak.pub -m quote -s signature -g sha256 -q {}",
        "ab".repeat(20)
    );
    tpm.tool(&check);
    tpm.tool(&format!("{check} -f pcrs -l sha256:7,16"));
}

#[test]
fn quotes_made_by_tpm2_quote_are_accepted() {
    let tpm = tpm!();
    if !is_installed("tpm2_quote") {
        return skip(test_name(), "tpm2_quote", PACKAGES);
    }
    tpm.tool("tpm2_createek -c ek.ctx -G ecc -u ek.pub");
    tpm.tool("tpm2_flushcontext -t");
    tpm.tool("tpm2_createak -C ek.ctx -c ak.ctx -G ecc -g sha256 -s ecdsa -u ak.pub -n ak.name");
    tpm.tool("tpm2_flushcontext -t");
    tpm.tool(&format!("tpm2_pcrextend 16:sha256={}", "cd".repeat(32)));
    tpm.tool(
        "tpm2_quote -c ak.ctx -l sha256:0,7,16 -q 0011aaff -m quote -s signature -o pcrs -g sha256",
    );
    let read = |name: &str| std::fs::read(tpm.file(name)).unwrap();
    let area = PublicArea::parse_sized(&read("ak.pub")).unwrap();
    let values = tpm.file("index0");
    let options = TpmOptions::at(&tpm.address())
        .registers(&[0, 7, 16])
        .unwrap();
    let state = TpmStore::open(&values, options)
        .unwrap()
        .platform_state()
        .unwrap();
    assert_ne!(state.get(16), Some(&[0; 32]));
    verify_quote(
        area.key(),
        &read("quote"),
        &read("signature"),
        &[0, 0x11, 0xaa, 0xff],
        &state,
    )
    .unwrap();
}

struct Scene {
    tpm: Swtpm,
    store: TpmStore,
    challenges: Challenges,
    now: Timestamp,
}

impl Scene {
    fn start() -> Option<Scene> {
        let tpm = Swtpm::start(test_name())?;
        let store = open(&tpm);
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let challenges = Challenges::new(SignedDuration::from_mins(5));
        Some(Scene {
            tpm,
            store,
            challenges,
            now,
        })
    }

    fn statement(&self, key: &TpmKey, platform_state: PcrValues) -> Statement {
        Statement {
            entity_id: "host:one".to_owned(),
            public_key: key.public_key().clone(),
            anchor: Anchor::Tpm2,
            purpose: Purpose::SessionStart,
            challenge: self.challenges.issue(self.now).unwrap().nonce,
            issued_at: self.now,
            expires_at: self.now + SignedDuration::from_hours(1),
            platform_state,
        }
    }

    fn envelope(&self, key: &TpmKey, platform_state: PcrValues) -> Envelope {
        let statement = self.statement(key, platform_state);
        let proof = self.store.attest(key, &statement).unwrap();
        let json = Envelope { statement, proof }.to_json();
        Envelope::from_json(json.as_bytes()).unwrap()
    }

    fn verify(&self, envelope: &Envelope, policy: &Policy) -> Result<Ceiling, AttestationError> {
        envelope
            .verify(policy, &self.challenges, self.now)
            .map(|attested| attested.ceiling)
    }
}

#[test]
fn the_ceiling_follows_from_what_was_verified() {
    let Some(scene) = Scene::start() else { return };
    let key = create(&scene.store, "k");
    let state = scene.store.platform_state().unwrap();
    let trusting = Policy::new().trust_attestation_key(scene.store.attestation_key().unwrap());
    let with_state = || scene.envelope(&key, state.clone());

    // Registers that were compared with reference values, quoted but not compared, not quoted.
    let strict = trusting.clone().expect_pcrs(state.clone());
    assert_eq!(
        scene.verify(&with_state(), &strict).unwrap(),
        Ceiling::TPM2_WITH_PCRS
    );
    assert_eq!(
        scene.verify(&with_state(), &trusting).unwrap(),
        Ceiling::TPM2
    );
    let without = scene.envelope(&key, PcrValues::default());
    assert_eq!(scene.verify(&without, &trusting).unwrap(), Ceiling::TPM2);

    let nobody = scene.verify(&with_state(), &Policy::new());
    assert_eq!(nobody, Err(AttestationError::UntrustedDevice(Anchor::Tpm2)));
    let without = scene.envelope(&key, PcrValues::default());
    assert_eq!(
        scene.verify(&without, &strict),
        Err(AttestationError::Tpm2(Tpm2Error::RegisterMissing(7)))
    );
    let expected = PcrValues::new([(16, [1; 32])]).unwrap();
    let other = scene.verify(&with_state(), &trusting.clone().expect_pcrs(expected));
    assert!(matches!(
        other,
        Err(AttestationError::Tpm2(Tpm2Error::Register {
            index: 16,
            ..
        }))
    ));
}

#[test]
fn a_stated_platform_must_be_the_quoted_one() {
    let Some(scene) = Scene::start() else { return };
    let key = create(&scene.store, "k");
    let policy = Policy::new().trust_attestation_key(scene.store.attestation_key().unwrap());
    let wished = PcrValues::new([(7, [1; 32]), (16, [0; 32])]).unwrap();
    let envelope = scene.envelope(&key, wished.clone());
    let refused = scene.verify(&envelope, &policy.clone().expect_pcrs(wished));
    assert_eq!(
        refused,
        Err(AttestationError::Tpm2(Tpm2Error::OtherPlatformState))
    );
}

#[test]
fn proofs_cannot_be_moved_to_another_key_or_statement() {
    let Some(scene) = Scene::start() else { return };
    let (one, two) = (create(&scene.store, "one"), create(&scene.store, "two"));
    let state = scene.store.platform_state().unwrap();
    let policy = Policy::new().trust_attestation_key(scene.store.attestation_key().unwrap());
    let proof_of = |envelope: &Envelope| match &envelope.proof {
        Proof::Tpm2(proof) => proof.clone(),
        _ => panic!("not a TPM's proof"),
    };
    let first = scene.envelope(&one, state.clone());
    let second = scene.envelope(&two, state);
    // The certification of one key with the signature of another one.
    let mut mixed = second.clone();
    let mut proof = proof_of(&first);
    proof.signature = proof_of(&second).signature;
    mixed.proof = Proof::Tpm2(proof);
    let refused = scene.verify(&mixed, &policy);
    assert_eq!(refused, Err(AttestationError::Tpm2(Tpm2Error::OtherNonce)));
    // A software key cannot borrow a certification of this challenge either.
    let mut area = proof_of(&second);
    area.key_public = proof_of(&first).key_public;
    let borrowed = Envelope {
        proof: Proof::Tpm2(area),
        ..second.clone()
    };
    let refused = scene.verify(&borrowed, &policy);
    assert_eq!(refused, Err(AttestationError::Tpm2(Tpm2Error::OtherKey)));
    assert!(scene.verify(&first, &policy).is_ok());
    assert!(scene.verify(&second, &policy).is_ok());
    drop(scene.tpm);
}

#[test]
fn a_wrong_password_is_told_apart_from_a_locked_tpm() {
    let tpm = tpm!();
    let with = |text: &str| {
        let password = Password::new(text).unwrap();
        TpmStore::open(&tpm.file("index"), options(&tpm).password(&password)).unwrap()
    };
    let store = with("right");
    let key = create(&store, "k");
    key.sign(&CONTEXT, b"m").unwrap();
    // A key without password in the same TPM.
    let free = TpmStore::open(&tpm.file("index-free"), options(&tpm)).unwrap();
    let free = create(&free, "free");

    let wrong = with("wrong").open(&name("k")).unwrap();
    let mut seen = Vec::new();
    for _ in 0..6 {
        seen.push(wrong.sign(&CONTEXT, b"m").unwrap_err());
    }
    assert!(
        matches!(&seen[0], SignError::Store(StoreError::WrongSecret { .. })),
        "{}",
        seen[0]
    );
    assert!(
        matches!(&seen[5], SignError::Store(StoreError::LockedOut { .. })),
        "{}",
        seen[5]
    );
    let right = key.sign(&CONTEXT, b"m").unwrap_err();
    assert!(
        matches!(right, SignError::Store(StoreError::LockedOut { .. })),
        "{right}"
    );
    assert!(right.to_string().contains("tpm2_dictionarylockout"));
    free.sign(&CONTEXT, b"m").unwrap();
    if is_installed("tpm2_dictionarylockout") {
        tpm.tool("tpm2_dictionarylockout --clear-lockout");
        key.sign(&CONTEXT, b"m").unwrap();
    }
}

#[test]
fn no_tpm_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let unused = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    for address in [
        &format!("swtpm:host=127.0.0.1,port={unused}"),
        "device:/dev/there-is-no-such-tpm",
        "nonsense",
        "",
    ] {
        let error = TpmStore::open(&index, TpmOptions::at(address))
            .err()
            .unwrap();
        assert!(
            matches!(
                error,
                StoreError::Unavailable {
                    device: Anchor::Tpm2,
                    ..
                }
            ),
            "{error}"
        );
    }
    assert!(!index.exists(), "nothing was written");
}

#[test]
fn a_tpm_that_dies_is_gone_and_comes_back_with_a_new_store() {
    let mut tpm = tpm!();
    let store = open(&tpm);
    let key = create(&store, "k");
    tpm.kill();
    let first = key.sign(&CONTEXT, b"m").unwrap_err();
    let second = key.sign(&CONTEXT, b"m").unwrap_err();
    for error in [first, second] {
        assert!(
            matches!(error, SignError::Store(StoreError::Gone { .. })),
            "{error}"
        );
    }
    assert!(store.platform_state().is_err());
    assert!(Create::<EcdsaP256>::create(&store, &name("new")).is_err());
    assert_eq!(store.list().unwrap(), [name("k")], "the index is as it was");
    tpm.restart();
    let store = open(&tpm);
    store
        .open(&name("k"))
        .unwrap()
        .sign(&CONTEXT, b"m")
        .unwrap();
}

#[test]
fn a_tpm_that_does_not_answer_ends_the_wait() {
    let tpm = tpm!();
    let patient = options(&tpm).deadline(Duration::from_millis(300));
    let store = TpmStore::open(&tpm.file("index"), patient).unwrap();
    let key = create(&store, "k");
    tpm.freeze();
    let late = key.sign(&CONTEXT, b"m").unwrap_err();
    assert!(
        matches!(late, SignError::Store(StoreError::NoAnswer { .. })),
        "{late}"
    );
    tpm.thaw();
    let gone = key.sign(&CONTEXT, b"m").unwrap_err();
    assert!(
        matches!(gone, SignError::Store(StoreError::Gone { .. })),
        "{gone}"
    );
    open(&tpm)
        .open(&name("k"))
        .unwrap()
        .sign(&CONTEXT, b"m")
        .unwrap();
}

#[test]
fn an_index_that_does_not_fit_the_tpm_is_noticed() {
    let (tpm, other) = (tpm!(), tpm!());
    create(&open(&tpm), "k");
    std::fs::copy(tpm.file("index"), other.file("index")).unwrap();
    let store = open(&other);
    let error = store.open(&name("k")).err().unwrap();
    assert!(matches!(&error, StoreError::Damaged { .. }), "{error}");
    // Another key at the same handle is not ours to delete.
    let foreign = TpmStore::open(&other.file("index2"), options(&other)).unwrap();
    let foreign = create(&foreign, "foreign");
    assert!(matches!(
        store.open(&name("k")),
        Err(StoreError::Damaged { .. })
    ));
    store.delete(&name("k")).unwrap();
    foreign.sign(&CONTEXT, b"m").unwrap();
    let index = tpm.file("index");
    for bad in ["", "{}", "{\"version\":1}", "garbage"] {
        std::fs::write(&index, bad).unwrap();
        let error = TpmStore::open(&index, options(&tpm)).err().unwrap();
        assert!(
            matches!(&error, StoreError::Damaged { .. }),
            "{bad}: {error}"
        );
    }
    std::fs::write(&index, "{\"version\":2,\"keys\":[]}").unwrap();
    let later = TpmStore::open(&index, options(&tpm));
    assert!(matches!(
        later,
        Err(StoreError::FutureVersion { found: 2, .. })
    ));
}

#[test]
fn many_threads_and_stores_share_one_tpm() {
    let tpm = tpm!();
    let store = open(&tpm);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let (store, tpm) = (&store, &tpm);
            scope.spawn(move || {
                let text = format!("k{number}");
                create(store, &text);
                let own = open(tpm);
                let key = own.open(&name(&text)).unwrap();
                for _ in 0..5 {
                    key.sign(&CONTEXT, b"m").unwrap();
                }
            });
        }
    });
    assert_eq!(store.list().unwrap().len(), 4);
}

/// TPMs of their own for every program; reopening the store restarts the TPM.
struct Rebooted;

impl StoreUnderTest for Rebooted {
    type Store = TpmStore;
    type Algorithm = EcdsaP256;
    type Ground = Mutex<Swtpm>;

    fn ground(&self) -> Result<Mutex<Swtpm>, StoreError> {
        Ok(Mutex::new(
            Swtpm::start("the law of key stores").expect("swtpm is installed"),
        ))
    }

    fn open(&self, ground: &Mutex<Swtpm>) -> Result<TpmStore, StoreError> {
        let mut tpm = ground.lock().unwrap();
        tpm.restart();
        Ok(open(&tpm))
    }
}

#[test]
fn the_tpm_store_obeys_the_law_of_key_stores() {
    if !is_installed("swtpm") {
        return skip(test_name(), "swtpm", PACKAGES);
    }
    let model = of::<key_storing::Theory, _>("platform.tpm2.store", "1", Keeps(Rebooted)).unwrap();
    let config = Config {
        budget: Budget::Cases(640),
        deadline: Duration::from_secs(300),
        ..Config::default()
    };
    let report = check(
        &[Arc::new(model)],
        &config,
        &Regressions::default(),
        &mut Silent,
    )
    .unwrap();
    assert!(
        report.is_good(),
        "{:?}",
        report.evidence[0].laws[0].verdict()
    );
    assert_eq!(report.evidence[0].laws[0].verdict().name(), "tested");
}
