//! Turns keys and stores into models of the theories.

use super::{Sealing, SharedKey, SharedVault, Signing};
use crate::{Context, Sealed, Signature, Verifier};
use lawful::Sort;

/// The contexts that cases use: two that differ in one letter, one that extends another.
const CONTEXTS: [Context; 4] = [
    Context::fixed("a"),
    Context::fixed("b"),
    Context::fixed("ab"),
    Context::fixed("lawful.covenant.grant"),
];

fn contexts() -> Sort<Context> {
    Sort::drawn(|rng| rng.pick(&CONTEXTS).cloned().unwrap_or(Context::fixed("a")))
        .edges_from(CONTEXTS[..3].to_vec())
        .shown(|context| format!("{:?}", context.name()))
}

fn messages() -> Sort<Vec<u8>> {
    Sort::<Vec<u8>>::drawn(|rng| {
        let length = rng.below(40);
        (0..length).map(|_| rng.bits() as u8).collect()
    })
    .edges_from(vec![Vec::new(), b"a".to_vec(), b"ba".to_vec()])
}

/// Flips one bit; an empty text gets a byte.
fn flip(bytes: &mut Vec<u8>, bit: u64) {
    let place = (bit % (8 * bytes.len().max(1) as u64)) as usize;
    match bytes.get_mut(place / 8) {
        Some(byte) => *byte ^= 1 << (place % 8),
        None => bytes.push(0),
    }
}

fn drawn_of<T: lawful::Element + PartialEq>(items: Vec<T>) -> Sort<T> {
    // Not a finite sort: these are a few of many keys, and no verdict may say that all were visited.
    match items.split_first() {
        Some((first, _)) => {
            let (first, edges) = (
                first.clone(),
                items.iter().take(2).cloned().collect::<Vec<_>>(),
            );
            Sort::drawn(move |rng| rng.pick(&items).unwrap_or(&first).clone()).edges_from(edges)
        }
        None => Sort::finite(items),
    }
}

/// Keys as a model of [`Signing`]: the real signing and verification, over some keys.
pub struct Signs {
    /// At least two keys, so that one can be taken for another.
    pub keys: Vec<SharedKey>,
}

impl Signing for Signs {
    type Key = SharedKey;
    type Label = Context;
    type Message = Vec<u8>;
    /// The binary form. A signature that was not made is empty, and never verifies.
    type Signature = Vec<u8>;

    fn key(&self) -> Sort<SharedKey> {
        drawn_of(self.keys.clone())
    }

    fn label(&self) -> Sort<Context> {
        contexts()
    }

    fn message(&self) -> Sort<Vec<u8>> {
        messages()
    }

    fn signature(&self) -> Sort<Vec<u8>> {
        messages()
    }

    fn sign(&self, k: &SharedKey, c: &Context, m: &Vec<u8>) -> Vec<u8> {
        k.0.sign(c, m)
            .map(|signature| signature.to_bytes())
            .unwrap_or_default()
    }

    fn verify(&self, k: &SharedKey, c: &Context, m: &Vec<u8>, s: &Vec<u8>) -> bool {
        Signature::from_bytes(s).is_ok_and(|s| k.0.public_key().verify(c, m, &s).is_ok())
    }

    fn alter(&self, s: &Vec<u8>, bit: &u64) -> Vec<u8> {
        let mut bytes = s.clone();
        flip(&mut bytes, *bit);
        bytes
    }
}

/// Stores as a model of [`Sealing`].
pub struct Seals {
    /// At least two stores, so that one can try to open what another one sealed.
    pub places: Vec<SharedVault>,
}

impl Sealing for Seals {
    type Place = SharedVault;
    type Label = Context;
    type Plain = Vec<u8>;
    /// The binary form. Data that was not sealed is empty, and never unseals.
    type Blob = Vec<u8>;

    fn place(&self) -> Sort<SharedVault> {
        drawn_of(self.places.clone())
    }

    fn label(&self) -> Sort<Context> {
        contexts()
    }

    fn plain(&self) -> Sort<Vec<u8>> {
        messages()
    }

    fn blob(&self) -> Sort<Vec<u8>> {
        messages()
    }

    fn seal(&self, p: &SharedVault, c: &Context, d: &Vec<u8>) -> Vec<u8> {
        p.vault()
            .seal(c, d)
            .map(|sealed| sealed.to_bytes())
            .unwrap_or_default()
    }

    fn unseal(&self, p: &SharedVault, c: &Context, b: &Vec<u8>) -> Option<Vec<u8>> {
        let sealed = Sealed::from_bytes(b).ok()?;
        Some(p.vault().unseal(c, &sealed).ok()?.expose().to_vec())
    }

    fn alter(&self, b: &Vec<u8>, bit: &u64) -> Vec<u8> {
        let mut bytes = b.clone();
        flip(&mut bytes, *bit);
        bytes
    }
}
