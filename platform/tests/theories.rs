//! The laws have teeth, and certificates are made of real evidence.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::check::{Budget, Config, Regressions, Silent, check};
use lawful::evidence::{Evidence, Verdict};
use lawful::model::{Model, of};
use lawful::theory::lawbreakers;
use lawful_platform::certificate::{CertificateError, Demand, Description, issue, verify};
use lawful_platform::theories::{Keeps, StoreUnderTest, key_storing};
use lawful_platform::{
    Capabilities, Cost, Create, Ed25519, KeyName, KeyStore, Password, Signer, SoftwareKey,
    SoftwareStore, StoreError, TrustedKeys,
};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

lawful::plugins![lawful_platform];

const OURS: [&str; 3] = ["signing", "sealing", "key_storing"];

fn config() -> Config {
    Config {
        budget: Budget::Cases(2_000),
        ..Config::default()
    }
}

fn run(models: &[Arc<Model>]) -> Vec<Evidence> {
    check(models, &config(), &Regressions::default(), &mut Silent)
        .unwrap()
        .evidence
}

#[test]
fn every_lawbreaker_breaks_what_it_says_and_nothing_else() {
    let ours: Vec<_> = lawbreakers()
        .into_iter()
        .filter(|(id, _)| OURS.contains(&id.as_str()))
        .collect();
    assert_eq!(
        ours.len(),
        12,
        "one for each law of values, three for the machine"
    );
    let models: Vec<_> = ours
        .iter()
        .map(|(_, breaker)| breaker.model.clone())
        .collect();
    let all = run(&models);
    for (theory, breaker) in &ours {
        let evidence = all.iter().find(|e| e.model == breaker.model.id()).unwrap();
        for law in &evidence.laws {
            let broken = breaker
                .breaks
                .iter()
                .any(|name| law.law == format!("{theory}.{name}"));
            let refuted = matches!(law.verdict(), Verdict::Refuted { .. });
            assert_eq!(
                refuted,
                broken,
                "{} and {}: {:?}",
                evidence.model,
                law.law,
                law.verdict()
            );
        }
    }
}

#[test]
fn our_models_are_registered() {
    let ids: Vec<&str> = lawful::registry::models()
        .unwrap()
        .iter()
        .map(|m| m.id())
        .collect();
    for id in ["ed25519", "p256", "seal", "store"] {
        let id = format!("platform.software.{id}");
        assert!(ids.contains(&id.as_str()), "{id} is not in {ids:?}");
    }
}

/// What is wrong with a store.
#[derive(Clone, Copy)]
enum Fault {
    Forgets,
    DeletesNothing,
    HandlesLiveOn,
    Overwrites,
}

struct Faulty(Fault);

struct FaultyStore {
    fault: Fault,
    inner: SoftwareStore,
    path: Option<PathBuf>,
}

fn password() -> Password {
    Password::new("p").unwrap()
}

impl KeyStore for FaultyStore {
    type Key = <SoftwareStore as KeyStore>::Key;
    const CAPABILITIES: Capabilities = SoftwareStore::CAPABILITIES;

    fn list(&self) -> Result<Vec<KeyName>, StoreError> {
        self.inner.list()
    }

    fn open(&self, name: &KeyName) -> Result<Self::Key, StoreError> {
        self.inner.open(name)
    }

    fn delete(&self, name: &KeyName) -> Result<(), StoreError> {
        match (self.fault, &self.path) {
            (Fault::DeletesNothing, _) => self.inner.open(name).map(|_| ()),
            // Another store object deletes: it does not know our handles.
            (Fault::HandlesLiveOn, Some(path)) => {
                SoftwareStore::open(path, &password())?.delete(name)
            }
            _ => self.inner.delete(name),
        }
    }
}

impl Create<Ed25519> for FaultyStore {
    fn create(&self, name: &KeyName) -> Result<Self::Key, StoreError> {
        if let (Fault::Overwrites, Ok(_)) = (self.fault, self.inner.open(name)) {
            self.inner.delete(name)?;
        }
        Create::<Ed25519>::create(&self.inner, name)
    }
}

impl StoreUnderTest for Faulty {
    type Store = FaultyStore;
    type Algorithm = Ed25519;
    type Ground = TempDir;

    fn ground(&self) -> Result<TempDir, StoreError> {
        Ok(tempfile::tempdir().unwrap())
    }

    fn open(&self, ground: &TempDir) -> Result<FaultyStore, StoreError> {
        let path = ground.path().join("keys");
        let (inner, path) = match self.0 {
            Fault::Forgets => (SoftwareStore::in_memory()?, None),
            _ if path.exists() => (SoftwareStore::open(&path, &password())?, Some(path)),
            _ => (
                SoftwareStore::create(&path, &password(), Cost::WORTHLESS)?,
                Some(path),
            ),
        };
        Ok(FaultyStore {
            fault: self.0,
            inner,
            path,
        })
    }
}

#[test]
fn faulty_key_stores_are_refuted_with_their_smallest_programs() {
    let cases = [
        // Create, reopen, and anything that shows that the key is gone.
        (Fault::Forgets, 3),
        // Create, delete, and anything that shows that the key is still there.
        (Fault::DeletesNothing, 3),
        // Create, delete, sign.
        (Fault::HandlesLiveOn, 3),
        // Create, create.
        (Fault::Overwrites, 2),
    ];
    for (number, (fault, length)) in cases.into_iter().enumerate() {
        let id = format!("test.faulty.{number}");
        let model = of::<key_storing::Theory, _>(&id, "1", Keeps(Faulty(fault))).unwrap();
        let evidence = run(&[Arc::new(model)]);
        let Verdict::Refuted { counterexample } = evidence[0].laws[0].verdict() else {
            panic!(
                "fault {number} was not noticed: {:?}",
                evidence[0].laws[0].verdict()
            );
        };
        let program: Vec<&str> = counterexample
            .left
            .iter()
            .map(|step| step.term.as_str())
            .collect();
        assert_eq!(program.len(), length, "fault {number}: {program:?}");
        assert!(
            program[0].starts_with("create"),
            "fault {number}: {program:?}"
        );
    }
}

#[test]
fn real_evidence_becomes_a_certificate_and_a_grown_law_set_ends_it() {
    let models = lawful::registry::models().unwrap();
    let seal = models
        .iter()
        .find(|m| m.id() == "platform.software.seal")
        .unwrap();
    let report = check(
        std::slice::from_ref(seal),
        &config(),
        &Regressions::default(),
        &mut Silent,
    )
    .unwrap();
    let evidence = &report.evidence[0];
    assert!(evidence.is_good());
    let key = SoftwareKey::generate_ed25519().unwrap();
    let trusted = TrustedKeys::from_iter([key.public_key().clone()]);
    let now = "2026-03-01T12:00:00Z".parse().unwrap();
    let envelope = issue(evidence, &report.settings, &[], now, None, &key).unwrap();
    let check = |current: &Evidence, demand| {
        verify(
            &envelope,
            &trusted,
            &Description::of(current),
            &[],
            demand,
            now,
        )
    };
    let certificate = check(evidence, Demand::tested(1_000)).unwrap();
    assert_eq!(certificate.predicate.laws.len(), 4);
    assert!(matches!(
        check(evidence, Demand::PROVED),
        Err(CertificateError::WorseVerdict { .. })
    ));
    let mut grown = evidence.clone();
    grown.laws[0].law_set += 1;
    assert!(matches!(
        check(&grown, Demand::ANY),
        Err(CertificateError::LawSetGrown { .. })
    ));
}
