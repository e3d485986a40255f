//! Chains: a granted covenant, and how it was passed on.

use super::{DelegationError, Link, Mandate, Request, Revocation, Revocations};
use crate::budget::Amounts;
use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::{EncodingError, Reader, Writer};
use crate::lifecycle::{Act, ActKind, Covenant, Granted, LifecycleError, Terms, check_act};
use lawful_platform::{PublicKey, Signer, TrustedKeys};
use std::sync::Arc;

/// A granted covenant, and the links by which it was passed on. It is verified offline: all that is
/// needed are the keys that may grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    terms: Arc<Terms>,
    root: Digest,
    grant: Act,
    links: Vec<Link>,
    /// The digest of the stored form: the name of exactly this chain, signatures included.
    digest: Digest,
}

const MAGIC: &str = "LWCH";

impl Chain {
    /// The largest stored form, in bytes.
    pub const LARGEST: usize = 1 << 24;

    /// Begins a chain with a granted covenant.
    ///
    /// # Errors
    /// If it has no grant, which cannot be.
    pub fn new(covenant: &Covenant<Granted>) -> Result<Chain, DelegationError> {
        let grant = covenant.history().grant().ok_or(LifecycleError::Status {
            status: covenant.history().status(),
            deed: "passed on",
        })?;
        let (terms, grant) = (Arc::clone(covenant.terms()), grant.clone());
        Ok(Chain::of(terms, *covenant.digest(), grant, Vec::new()))
    }

    fn of(terms: Arc<Terms>, root: Digest, grant: Act, links: Vec<Link>) -> Chain {
        let mut chain = Chain {
            terms,
            root,
            grant,
            links,
            digest: root,
        };
        chain.digest = Digest::derive("lawful covenant chain v1", &[&chain.to_bytes()]);
        chain
    }

    /// Returns the digest of the whole chain.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Returns the links.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Passes on to another holder. The signer holds the end of the chain.
    ///
    /// # Errors
    /// If the chain may not be passed on, the signer does not hold it, or nothing would be left.
    pub fn delegate(
        &self,
        request: Request,
        signer: &dyn Signer,
    ) -> Result<Chain, DelegationError> {
        let mandate = self.mandate(|_, _| Ok(()))?;
        if mandate.holder() != signer.public_key() {
            let key = signer.public_key().clone();
            return Err(DelegationError::NotHolder(Box::new(key)));
        }
        let link = Link::sign(mandate.name(), request, signer)?;
        mandate.attenuate(link.request(), *link.digest())?;
        let mut links = self.links.clone();
        links.push(link);
        let (terms, grant) = (Arc::clone(&self.terms), self.grant.clone());
        Ok(Chain::of(terms, self.root, grant, links))
    }

    /// Computes what the chain leaves, link by link.
    fn mandate(
        &self,
        check: impl Fn(usize, (&Link, &Mandate)) -> Result<(), DelegationError>,
    ) -> Result<Mandate, DelegationError> {
        let mut mandate = Mandate::of_terms(&self.terms, self.root);
        for (link, place) in self.links.iter().zip(1..) {
            if *link.parent() != mandate.name() {
                return Err(DelegationError::Order {
                    place,
                    found: *link.parent(),
                    expected: mandate.name(),
                });
            }
            check(place, (link, &mandate))?;
            mandate = mandate.attenuate(link.request(), *link.digest())?;
        }
        Ok(mandate)
    }

    /// Computes what the chain leaves, without looking at signatures.
    pub(crate) fn unverified(&self) -> Result<Mandate, DelegationError> {
        self.mandate(|_, _| Ok(()))
    }

    /// Returns the budget of the covenant and of each link, by name.
    pub(crate) fn budgets(&self) -> Vec<(Digest, Amounts)> {
        let mut budget = self.terms.budget;
        let mut all = vec![(self.root, budget)];
        for link in &self.links {
            budget = budget.meet(&link.request().budget);
            all.push((*link.digest(), budget));
        }
        all
    }

    /// Returns who granted the covenant at the root.
    pub fn grantor(&self) -> &PublicKey {
        &self.terms.parties.grantor
    }

    /// Verifies all that does not change with time: the grant, every signature, the order of the
    /// links, and that every link was signed by whoever held the one before it.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn verify_signatures(&self, grantors: &TrustedKeys) -> Result<Mandate, DelegationError> {
        let grantor = &self.terms.parties.grantor;
        if !grantors.contains(grantor) {
            return Err(DelegationError::Untrusted(Box::new(grantor.clone())));
        }
        if self.grant.key != *grantor {
            let key = Box::new(self.grant.key.clone());
            let named = "its grantor for granting";
            return Err(LifecycleError::NotNamed { key, named }.into());
        }
        check_act(&self.grant, ActKind::Grant, &self.root)?;
        self.mandate(|place, (link, before)| {
            link.verify(before.holder())
                .map_err(|why| DelegationError::Signature { place, why })
        })
    }

    /// Verifies the chain as of now.
    ///
    /// # Errors
    /// The first thing that does not fit; it is not time, or something was revoked.
    pub fn verify(
        &self,
        grantors: &TrustedKeys,
        revocations: &Revocations,
        now: Moment,
    ) -> Result<Mandate, DelegationError> {
        let mandate = self.verify_signatures(grantors)?;
        holds_now(&mandate, now)?;
        match revocations.first_revoked(mandate.lineage()) {
            Some(revoked) => Err(DelegationError::Revoked(revoked)),
            None => Ok(mandate),
        }
    }

    /// Revokes what a revocation names, and with it all that was passed on from there.
    ///
    /// # Errors
    /// If the chain is not in order, has no such link, or the key may not revoke it.
    pub fn revoke(
        &self,
        revocation: &Revocation,
        grantors: &TrustedKeys,
        revocations: &Revocations,
    ) -> Result<(), DelegationError> {
        let mandate = self.verify_signatures(grantors)?;
        let target = revocation.target;
        let mut lineage = mandate.lineage().iter();
        let place = lineage.position(|digest| *digest == target);
        let place = place.ok_or(DelegationError::NotInChain(target))?;
        if !mandate.may_revoke(place, &revocation.key) {
            let key = revocation.key.clone();
            return Err(DelegationError::MayNotRevoke(Box::new(key)));
        }
        let bad = |why| DelegationError::Signature { place, why };
        revocation.verify().map_err(bad)?;
        revocations.insert(target);
        Ok(())
    }

    /// Returns the stored form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::stored(MAGIC);
        self.terms.write(&mut writer);
        self.grant.write(&mut writer);
        writer.count(self.links.len());
        self.links.iter().for_each(|link| link.write(&mut writer));
        writer.finish()
    }

    /// Reads the stored form; nothing is verified yet.
    ///
    /// # Errors
    /// If the bytes are of another version, not canonical, or not a chain.
    pub fn from_bytes(bytes: &[u8]) -> Result<Chain, DelegationError> {
        let mut reader = Reader::stored(bytes, Self::LARGEST, MAGIC)?;
        let terms = Terms::read(&mut reader)?;
        let grant = Act::read(&mut reader)?;
        let links = reader.list(usize::from(Terms::DEEPEST), Link::read)?;
        reader.finish()?;
        let root = terms.digest();
        let chain = Chain::of(Arc::new(terms), root, grant, links);
        if chain.to_bytes() != bytes {
            return Err(EncodingError::NotCanonical.into());
        }
        Ok(chain)
    }
}

/// Checks that a mandate holds at a time.
pub(super) fn holds_now(mandate: &Mandate, now: Moment) -> Result<(), DelegationError> {
    let (from, until) = (mandate.not_before(), mandate.expires());
    if now < from || now >= until {
        return Err(DelegationError::NotNow { from, until, now });
    }
    Ok(())
}
