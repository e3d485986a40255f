//! The FIDO2 store over CTAPHID against a software authenticator.

use authenticator::{Attestation, Batch, Device, Fault};
use jiff::{SignedDuration, Timestamp};
use lawful_platform::attestation::{
    AttestationError, Ceiling, Challenges, Envelope, Policy, Proof, Purpose, Statement,
};
use lawful_platform::fido2::{
    AttestationRoots, Fido2Error, FidoKey, FidoOptions, FidoStore, RelyingParty, TrustPath,
    list_devices, verify_registration,
};
use lawful_platform::tpm2::PcrValues;
use lawful_platform::{
    Anchor, Attest, Context, Create, Key, KeyName, KeyStore, Password, SignError, Signature, Signer,
    SkEcdsaP256, SkEd25519, SoftwareKey, StoreError, Verifier, VerifyError,
};
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

const CONTEXT: Context = Context::fixed("test.fido2");

fn name(text: &str) -> KeyName {
    text.parse().unwrap()
}

fn pin(text: &str) -> Password {
    Password::new(text).unwrap()
}

struct Desk {
    device: Device,
    folder: TempDir,
}

impl Desk {
    fn new(attestation: Attestation) -> Desk {
        Desk { device: Device::new(attestation), folder: tempfile::tempdir().unwrap() }
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn options(&self) -> FidoOptions {
        FidoOptions::new(RelyingParty::new("lawful.test").unwrap()).device(&self.device.path())
    }

    fn store(&self) -> FidoStore {
        FidoStore::open(&self.index(), self.options()).unwrap()
    }
}

fn ecdsa(store: &FidoStore, text: &str) -> FidoKey {
    Create::<SkEcdsaP256>::create(store, &name(text)).unwrap()
}

fn store_error(error: SignError) -> StoreError {
    match error {
        SignError::Store(error) => error,
        other => panic!("not an error of the store: {other}"),
    }
}

#[test]
fn both_algorithms_sign_and_survive_reopening() {
    for attestation in [Attestation::None, Attestation::PackedSelf, Attestation::PackedBatch(Batch::new("Authenticator Attestation"))] {
        let desk = Desk::new(attestation);
        let store = desk.store();
        let ed = Create::<SkEd25519>::create(&store, &name("ed")).unwrap();
        let publics = [ed.public_key().clone(), ecdsa(&store, "p256").public_key().clone()];
        drop((ed, store));
        let store = desk.store();
        assert_eq!(store.list().unwrap(), [name("ed"), name("p256")]);
        for (text, public) in ["ed", "p256"].into_iter().zip(publics) {
            let key = store.open(&name(text)).unwrap();
            assert_eq!((key.public_key(), key.name()), (&public, &name(text)));
            for message in [&b""[..], b"m", &[7; 3000]] {
                let signature = key.sign(&CONTEXT, message).unwrap();
                public.verify(&CONTEXT, message, &signature).unwrap();
                let device = signature.device_statement().unwrap();
                assert!(device.user_present() && !device.user_verified());
            }
        }
    }
}

#[test]
fn every_flipped_bit_of_a_security_key_signature_refuses() {
    let desk = Desk::new(Attestation::None);
    let store = desk.store();
    for key in [ecdsa(&store, "p256"), Create::<SkEd25519>::create(&store, &name("ed")).unwrap()] {
        let public = key.public_key();
        let signature = key.sign(&CONTEXT, b"m").unwrap();
        assert_eq!(signature.to_string().parse::<Signature>().unwrap(), signature);
        let bytes = signature.to_bytes();
        for bit in 0..8 * bytes.len() {
            let mut bad = bytes.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let good = Signature::from_bytes(&bad).is_ok_and(|s| public.verify(&CONTEXT, b"m", &s).is_ok());
            assert!(!good, "bit {bit}");
        }
        assert!(public.verify(&CONTEXT, b"n", &signature).is_err());
        assert!(public.verify(&Context::fixed("test.other"), b"m", &signature).is_err());
        // The flag of presence is signed; and without it nothing counts.
        let mut absent = bytes;
        absent[1] &= !1;
        let absent = Signature::from_bytes(&absent).unwrap();
        assert!(matches!(public.verify(&CONTEXT, b"m", &absent), Err(VerifyError::NoUserPresent(_))));
    }
}

#[test]
fn keys_of_another_relying_party_do_not_verify() {
    let desk = Desk::new(Attestation::None);
    let key = ecdsa(&desk.store(), "k");
    let other = RelyingParty::new("other.test").unwrap();
    let options = FidoOptions::new(other).device(&desk.device.path());
    let store = FidoStore::open(&desk.index(), options).unwrap();
    let error = store.open(key.name()).err().unwrap();
    assert!(error.to_string().contains("another relying party"), "{error}");
}

#[test]
fn names_are_taken_once_and_deleted_keys_stop() {
    let desk = Desk::new(Attestation::None);
    let store = desk.store();
    let key = ecdsa(&store, "k");
    assert!(matches!(Create::<SkEd25519>::create(&store, &name("k")), Err(StoreError::KeyExists(_))));
    store.delete(&name("k")).unwrap();
    assert!(matches!(store_error(key.sign(&CONTEXT, b"m").unwrap_err()), StoreError::Deleted(_)));
    assert!(matches!(store.open(&name("k")), Err(StoreError::NoSuchKey(_))));
    assert!(matches!(store.delete(&name("k")), Err(StoreError::NoSuchKey(_))));
}

#[test]
fn a_counter_that_goes_back_is_refused() {
    let desk = Desk::new(Attestation::None);
    let store = desk.store();
    let key = ecdsa(&store, "k");
    let counters: Vec<u32> = (0..3)
        .map(|_| key.sign(&CONTEXT, b"m").unwrap().device_statement().unwrap().counter)
        .collect();
    assert_eq!(counters, [1, 2, 3]);
    desk.device.rewind_counters();
    let error = key.sign(&CONTEXT, b"m").unwrap_err().to_string();
    assert!(error.contains("from `3` to `1`") && error.contains("cloned"), "{error}");
    // The memory of the counter is in the file, not in the handle.
    let error = desk.store().open(&name("k")).unwrap().sign(&CONTEXT, b"m").unwrap_err();
    assert!(error.to_string().contains("from `3` to `2`"), "{error}");
}

#[test]
fn a_pin_verifies_the_person() {
    let desk = Desk::new(Attestation::None);
    let verified = || FidoOptions::new(RelyingParty::new("lawful.test").unwrap().with_verified_user());
    let fresh = desk.store();
    assert!(matches!(fresh.pin_attempts_left(), Err(StoreError::WrongSecret { .. })), "no PIN yet");
    fresh.set_first_pin(pin("1234")).unwrap();
    assert!(fresh.set_first_pin(pin("5678")).is_err(), "it has one already");
    assert_eq!(fresh.pin_attempts_left().unwrap(), 8);

    // Without its PIN it makes no key.
    let without = desk.store();
    let error = Create::<SkEcdsaP256>::create(&without, &name("k")).err().unwrap();
    assert!(matches!(&error, StoreError::WrongSecret { .. }), "{error}");
    assert!(error.to_string().contains("wants a PIN"), "{error}");

    let options = verified().device(&desk.device.path()).pin(pin("1234"));
    let store = FidoStore::open(&desk.index(), options).unwrap();
    let key = ecdsa(&store, "k");
    let signature = key.sign(&CONTEXT, b"m").unwrap();
    assert!(signature.device_statement().unwrap().user_verified());
    key.public_key().verify(&CONTEXT, b"m", &signature).unwrap();

    // A party that demands a verified person does not take a mere touch.
    let options = verified().device(&desk.device.path());
    let touch_only = FidoStore::open(&desk.index(), options).unwrap();
    let error = touch_only.open(&name("k")).unwrap().sign(&CONTEXT, b"m").unwrap_err();
    assert!(error.to_string().contains("did not verify the person"), "{error}");
}

#[test]
fn wrong_pins_are_counted_and_block() {
    let desk = Desk::new(Attestation::None);
    desk.store().set_first_pin(pin("1234")).unwrap();
    let with = |text: &str| FidoStore::open(&desk.index(), desk.options().pin(pin(text))).unwrap();
    let tries = std::cell::Cell::new(0);
    let try_pin = |text: &str| {
        tries.set(tries.get() + 1);
        let name = name(&format!("k{}", tries.get()));
        Create::<SkEcdsaP256>::create(&with(text), &name).err()
    };
    for left in [7, 6] {
        let error = try_pin("9999").unwrap();
        assert!(matches!(&error, StoreError::WrongSecret { .. }), "{error}");
        assert_eq!(with("1234").pin_attempts_left().unwrap(), left);
    }
    assert!(matches!(try_pin("9999"), Some(StoreError::LockedOut { .. })));
    let blocked = try_pin("1234").unwrap();
    assert!(matches!(&blocked, StoreError::LockedOut { .. }), "{blocked}");
    assert!(blocked.to_string().contains("put it in again"), "{blocked}");
    desk.device.unplug();
    desk.device.plug();
    assert!(try_pin("1234").is_none(), "the right PIN after plugging it in again");
    for _ in 0..3 {
        for _ in 0..3 {
            try_pin("9999");
        }
        desk.device.unplug();
        desk.device.plug();
    }
    let blocked = try_pin("1234").unwrap();
    assert!(blocked.to_string().contains("only a reset"), "{blocked}");
    assert!(try_pin("12").is_some());
    assert!(try_pin("\u{e9}".repeat(500).as_str()).is_some());
}

#[test]
fn an_authenticator_that_is_not_there_is_named_as_such() {
    let desk = Desk::new(Attestation::None);
    let nowhere = FidoOptions::new(RelyingParty::new("lawful.test").unwrap()).device("/nowhere");
    let error = FidoStore::open(&desk.index(), nowhere).err().unwrap();
    assert!(matches!(error, StoreError::Unavailable { device: Anchor::Fido2, .. }), "{error}");
    assert!(!desk.index().exists());
}

/// The list of devices belongs to the process: one test looks at all of its lengths.
#[test]
fn devices_are_listed_and_must_be_named_if_there_are_several() {
    let (one, two) = (Desk::new(Attestation::None), Desk::new(Attestation::None));
    let open = || FidoStore::open(&one.index(), FidoOptions::new(RelyingParty::new("lawful.test").unwrap()));
    assert!(list_devices().unwrap().is_empty());
    assert!(matches!(open(), Err(StoreError::Unavailable { .. })));
    hidapi::plug(&one.device.path());
    let listed = list_devices().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].path, one.device.path());
    assert_eq!((listed[0].vendor_id, listed[0].product_id), (0x1209, 0xf1d0));
    assert!(ecdsa(&open().unwrap(), "k").sign(&CONTEXT, b"m").is_ok());
    hidapi::plug(&two.device.path());
    assert_eq!(list_devices().unwrap().len(), 2);
    let error = open().err().unwrap();
    assert!(error.to_string().contains("name the device"), "{error}");
    hidapi::unplug(&one.device.path());
    hidapi::unplug(&two.device.path());
}

#[test]
fn an_authenticator_that_is_taken_out_is_gone() {
    let desk = Desk::new(Attestation::None);
    let store = desk.store();
    let key = ecdsa(&store, "k");
    desk.device.unplug();
    for _ in 0..2 {
        let error = store_error(key.sign(&CONTEXT, b"m").unwrap_err());
        assert!(matches!(&error, StoreError::Gone { .. }), "{error}");
    }
    assert!(Create::<SkEcdsaP256>::create(&store, &name("new")).is_err());
    assert_eq!(store.list().unwrap(), [name("k")]);
    desk.device.plug();
    desk.store().open(&name("k")).unwrap().sign(&CONTEXT, b"m").unwrap();
    // Torn out between the question and the answer.
    let store = desk.store();
    let key = store.open(&name("k")).unwrap();
    desk.device.fault(Fault::Unplug);
    let error = store_error(key.sign(&CONTEXT, b"m").unwrap_err());
    assert!(matches!(&error, StoreError::Gone { .. }), "{error}");
}

#[test]
fn an_authenticator_that_does_not_answer_ends_the_wait() {
    let desk = Desk::new(Attestation::None);
    let options = desk.options().deadline(Duration::from_millis(200));
    let store = FidoStore::open(&desk.index(), options).unwrap();
    let key = ecdsa(&store, "k");
    desk.device.fault(Fault::Stall);
    let error = store_error(key.sign(&CONTEXT, b"m").unwrap_err());
    assert!(matches!(&error, StoreError::NoAnswer { .. }), "{error}");
    let error = store_error(key.sign(&CONTEXT, b"m").unwrap_err());
    assert!(matches!(&error, StoreError::Gone { .. }), "{error}");
}

#[test]
fn nonsense_and_keep_alives_are_handled() {
    let desk = Desk::new(Attestation::None);
    let key = ecdsa(&desk.store(), "k");
    desk.device.fault(Fault::KeepAlive);
    key.sign(&CONTEXT, b"m").unwrap();
    desk.device.fault(Fault::Garbage);
    key.sign(&CONTEXT, b"m").unwrap_err();
    assert!(FidoStore::open(&desk.index(), desk.options()).is_err());
}

#[test]
fn refusals_of_the_person_and_of_a_reset_authenticator_are_told() {
    let desk = Desk::new(Attestation::None);
    let store = desk.store();
    let key = ecdsa(&store, "k");
    desk.device.touched(false);
    let error = store_error(key.sign(&CONTEXT, b"m").unwrap_err());
    assert!(matches!(&error, StoreError::Refused { .. }), "{error}");
    assert!(error.to_string().contains("OPERATION_DENIED"), "{error}");
    desk.device.touched(true);
    key.sign(&CONTEXT, b"m").unwrap();
    desk.device.forget();
    let error = store_error(key.sign(&CONTEXT, b"m").unwrap_err());
    assert!(error.to_string().contains("NO_CREDENTIALS"), "{error}");
}

#[test]
fn the_trust_path_is_what_the_statement_shows() {
    let batch = Batch::new("Authenticator Attestation");
    let roots = AttestationRoots::new().trust(batch.root()).unwrap();
    let other = AttestationRoots::new().trust(Batch::new("x").root()).unwrap();
    let desk = Desk::new(Attestation::PackedBatch(batch));
    let key = ecdsa(&desk.store(), "k");
    let registration = key.registration();
    let path = |roots: &AttestationRoots| {
        verify_registration(&registration.attestation_object, &registration.client_data_hash, roots)
            .map(|registered| registered.trust_path)
    };
    assert_eq!(path(&roots), Ok(TrustPath::Chain { certificates: 1 }));
    assert_eq!(path(&other), Ok(TrustPath::UnknownRoot));
    assert_eq!(path(&AttestationRoots::new()), Ok(TrustPath::UnknownRoot));
    let hash = vec![0; 32];
    let moved = verify_registration(&registration.attestation_object, &hash, &roots);
    assert_eq!(moved, Err(Fido2Error::BadAttestation));
    for at in 0..registration.attestation_object.len() {
        let mut bad = registration.attestation_object.clone();
        bad[at] ^= 1;
        let trusted = verify_registration(&bad, &registration.client_data_hash, &roots)
            .is_ok_and(|r| matches!(r.trust_path, TrustPath::Chain { .. }));
        assert!(!trusted, "byte {at}");
    }
    for (attestation, expected) in
        [(Attestation::None, TrustPath::None), (Attestation::PackedSelf, TrustPath::SelfSigned)]
    {
        let desk = Desk::new(attestation);
        let store = desk.store();
        for key in [ecdsa(&store, "p256"), Create::<SkEd25519>::create(&store, &name("ed")).unwrap()] {
            let r = key.registration();
            let verified = verify_registration(&r.attestation_object, &r.client_data_hash, &roots).unwrap();
            assert_eq!(verified.trust_path, expected);
            assert_eq!(&verified.public_key, key.public_key());
        }
    }
}

#[test]
fn a_batch_certificate_must_say_what_it_is() {
    let desk = Desk::new(Attestation::PackedBatch(Batch::new("Something Else")));
    let error = Create::<SkEcdsaP256>::create(&desk.store(), &name("k")).err().unwrap();
    assert!(error.to_string().contains("Authenticator Attestation"), "{error}");
}

fn attested(desk: &Desk, policy: &Policy) -> Result<Ceiling, AttestationError> {
    let store = desk.store();
    let name = name("me");
    let key = store.open(&name).unwrap_or_else(|_| ecdsa(&store, "me"));
    let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    let challenges = Challenges::new(SignedDuration::from_mins(5));
    let statement = Statement {
        entity_id: "person:me".to_owned(),
        public_key: key.public_key().clone(),
        anchor: Anchor::Fido2,
        purpose: Purpose::Enrollment,
        challenge: challenges.issue(now).unwrap().nonce,
        issued_at: now,
        expires_at: now + SignedDuration::from_hours(1),
        platform_state: PcrValues::default(),
    };
    let proof = store.attest(&key, &statement).unwrap();
    let json = Envelope { statement, proof }.to_json();
    let envelope = Envelope::from_json(json.as_bytes()).unwrap();
    envelope.verify(policy, &challenges, now).map(|attested| attested.ceiling)
}

#[test]
fn the_ceiling_follows_from_the_maker_or_from_enrolment() {
    let batch = Batch::new("Authenticator Attestation");
    let roots = AttestationRoots::new().trust(batch.root()).unwrap();
    let desk = Desk::new(Attestation::PackedBatch(batch));
    assert_eq!(attested(&desk, &Policy::new().trust_authenticators(roots)), Ok(Ceiling::FIDO2));
    let untrusted = Err(AttestationError::UntrustedDevice(Anchor::Fido2));
    assert_eq!(attested(&desk, &Policy::new()), untrusted);
    let key = desk.store().open(&name("me")).unwrap().public_key().clone();
    assert_eq!(attested(&desk, &Policy::new().enrol(key, Anchor::Fido2)), Ok(Ceiling::FIDO2));
    for attestation in [Attestation::None, Attestation::PackedSelf] {
        assert_eq!(attested(&Desk::new(attestation), &Policy::new()), untrusted);
    }
}

#[test]
fn a_software_key_cannot_borrow_a_registration() {
    let batch = Batch::new("Authenticator Attestation");
    let roots = AttestationRoots::new().trust(batch.root()).unwrap();
    let desk = Desk::new(Attestation::PackedBatch(batch));
    let registration = ecdsa(&desk.store(), "k").registration().clone();
    let thief = SoftwareKey::generate_p256().unwrap();
    let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    let challenges = Challenges::new(SignedDuration::from_mins(5));
    let statement = Statement {
        entity_id: "person:thief".to_owned(),
        public_key: thief.public_key().clone(),
        anchor: Anchor::Fido2,
        purpose: Purpose::Enrollment,
        challenge: challenges.issue(now).unwrap().nonce,
        issued_at: now,
        expires_at: now + SignedDuration::from_hours(1),
        platform_state: PcrValues::default(),
    };
    let context = Context::fixed("lawful.attestation.v1");
    let signature = thief.sign(&context, &statement.to_bytes()).unwrap();
    let proof = Proof::Fido2 { signature, registration: Some(registration) };
    let policy = Policy::new().trust_authenticators(roots);
    let refused = Envelope { statement, proof }.verify(&policy, &challenges, now);
    assert_eq!(refused, Err(AttestationError::UntrustedDevice(Anchor::Fido2)));
}
