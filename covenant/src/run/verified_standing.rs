//! What is known of holders and models because it was verified.

use crate::capability::{Standing, TrustLevel};
use crate::clock::Moment;
use lawful_platform::attestation::Attested;
use lawful_platform::certificate::Certificate;
use lawful_platform::{Anchor, PublicKey};
use lawful_trust::TrustStore;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

/// What is known of holders and models because it was verified: trust that is earned in a store,
/// attestations of keys, certificates of models. Everything else is unknown, and conditions that ask
/// for it deny.
///
/// ```
/// use lawful_covenant::capability::Standing;
/// use lawful_covenant::clock::Moment;
/// use lawful_covenant::run::VerifiedStanding;
/// use lawful_platform::{Signer, SoftwareKey};
/// use lawful_trust::TrustStore;
/// let agent = SoftwareKey::from_ed25519_seed(&[2; 32]);
/// let store = TrustStore::memory();
/// store.update("agent:writer", true, 0.1).unwrap();
/// let standing = VerifiedStanding::new().with_trust(store);
/// let now = Moment::from_millis(0);
/// assert!(standing.trust_of(agent.public_key(), now).is_none());
/// standing.name(agent.public_key(), "agent:writer");
/// assert_eq!(standing.trust_of(agent.public_key(), now).unwrap().get(), 516);
/// assert!(standing.is_certified("some.model", now).is_none());
/// ```
#[derive(Debug, Default)]
pub struct VerifiedStanding {
    trust: Option<TrustStore>,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    entities: BTreeMap<PublicKey, String>,
    anchors: BTreeMap<PublicKey, (Anchor, Moment)>,
    models: BTreeMap<String, Moment>,
}

impl VerifiedStanding {
    /// Makes one that knows nothing.
    pub fn new() -> VerifiedStanding {
        VerifiedStanding::default()
    }

    /// Asks a store for trust.
    #[must_use]
    pub fn with_trust(mut self, store: TrustStore) -> VerifiedStanding {
        self.trust = Some(store);
        self
    }

    /// Says which entity of the store a key belongs to.
    pub fn name(&self, key: &PublicKey, entity: &str) {
        self.change(|known| known.entities.insert(key.clone(), entity.to_owned()));
    }

    /// Learns where a key lives; the attestation was verified, and counts until a moment.
    pub fn attested(&self, attested: &Attested, until: Moment) {
        let (key, anchor) = (attested.public_key.clone(), attested.anchor);
        self.change(|known| known.anchors.insert(key, (anchor, until)));
    }

    /// Learns that a model has a law certificate; it was verified, and counts until a moment.
    pub fn certified(&self, certificate: &Certificate, until: Moment) {
        self.change(|known| known.models.insert(certificate.model.clone(), until));
    }

    fn change<T>(&self, change: impl FnOnce(&mut Known) -> T) {
        // The maps are whole even if a thread crashed beside them.
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        change(&mut known);
    }

    fn look<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        look(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Standing for VerifiedStanding {
    fn trust_of(&self, holder: &PublicKey, _now: Moment) -> Option<TrustLevel> {
        let entity = self.look(|known| known.entities.get(holder).cloned())?;
        // A store that cannot be read knows nothing.
        let entity = self.trust.as_ref()?.find(&entity).ok()??;
        // Rounded down, so that nobody reaches a level by rounding.
        let thousandths = (entity.t3_average() * 1000.0).floor();
        TrustLevel::thousandths(thousandths as i128).ok()
    }

    fn key_kind(&self, holder: &PublicKey, now: Moment) -> Option<Anchor> {
        let (anchor, until) = self.look(|known| known.anchors.get(holder).copied())?;
        (now < until).then_some(anchor)
    }

    fn is_certified(&self, model: &str, now: Moment) -> Option<bool> {
        let until = self.look(|known| known.models.get(model).copied())?;
        Some(now < until)
    }
}
