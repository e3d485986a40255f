//! Signed notes and policies as a model of the theory of signed heads.

use super::laws_support::{
    checkpoints, counts, crowds, drawn_of, names, notes, origins, witnesses,
};
use super::{Checkpoint, HeadSigning, KeyKind, Note, NoteKey, NoteName, Policy, cosign, sign};
use lawful::Sort;
use lawful_platform::theories::SharedKey;
use lawful_platform::{Signer, SoftwareKey};
use std::sync::{Arc, LazyLock};

/// Keys as a model of [`HeadSigning`]: the real notes, cosignatures and policies, over some keys.
///
/// Whoever has a key in a store of their own checks with it that it signs heads.
pub struct SignsHeads {
    /// The Ed25519 keys of logs; at least two, so that one can be taken for another.
    pub keys: Vec<SharedKey>,
}

static WITNESSES: LazyLock<Vec<(NoteName, SharedKey)>> = LazyLock::new(|| {
    (0..SignsHeads::WITNESSES)
        .filter_map(|n| Some((SignsHeads::name_of(n).parse().ok()?, software(100 + n))))
        .collect()
});

fn software(seed: u8) -> SharedKey {
    SharedKey(Arc::new(SoftwareKey::from_ed25519_seed(&[seed; 32])))
}

fn note_key(name: &NoteName, kind: KeyKind, key: &SharedKey) -> Option<NoteKey> {
    NoteKey::new(name.clone(), kind, key.0.public_key().clone()).ok()
}

/// Seconds since 1970 that a cosignature can have.
fn time_of(number: u64) -> u64 {
    1 + number % i64::MAX.unsigned_abs()
}

impl SignsHeads {
    /// How many witnesses there are.
    pub const WITNESSES: u8 = 5;
    /// How many of them, the first ones, the policy knows.
    pub const KNOWN: u8 = 3;

    /// Makes the model of software keys, from fixed seeds, so that every run replays.
    pub fn software() -> SignsHeads {
        SignsHeads {
            keys: (1..=3).map(software).collect(),
        }
    }

    fn name_of(witness: u8) -> String {
        format!("w{witness}.example")
    }

    fn cosigned(witness: u8, note: &[u8], time: u64) -> Option<Vec<u8>> {
        let (name, key) = WITNESSES.get(usize::from(witness))?;
        let note = cosign(&Note::parse(note).ok()?, name, &*key.0, time).ok()?;
        Some(note.to_string().into_bytes())
    }

    fn policy(key: &SharedKey, name: &NoteName, origin: &str, needed: u8) -> Option<Policy> {
        let known = WITNESSES.iter().take(usize::from(Self::KNOWN));
        let known: Option<Vec<NoteKey>> = known
            .map(|(name, key)| note_key(name, KeyKind::Cosignature, key))
            .collect();
        let log = note_key(name, KeyKind::Note, key)?;
        let policy = Policy::of_log(origin, log).ok()?;
        policy.with_witnesses(known?, needed.into()).ok()
    }
}

impl HeadSigning for SignsHeads {
    type Key = SharedKey;
    type Name = NoteName;
    type Origin = String;
    type Checkpoint = Checkpoint;
    /// The text. A note that was not signed is empty, and never opens.
    type Note = Vec<u8>;
    type Witness = u8;
    type Crowd = Vec<u8>;
    type Count = u8;

    fn key(&self) -> Sort<SharedKey> {
        drawn_of(self.keys.clone())
    }

    fn name(&self) -> Sort<NoteName> {
        drawn_of(names())
    }

    fn origin(&self) -> Sort<String> {
        drawn_of(origins())
    }

    fn checkpoint(&self) -> Sort<Checkpoint> {
        checkpoints()
    }

    fn note(&self) -> Sort<Vec<u8>> {
        let (names, heads) = (names(), checkpoints());
        let signed = self.keys.iter().zip(&names).zip(heads.edges());
        let signed = signed.map(|((key, name), head)| self.sign(key, name, head));
        let both = |note: Vec<u8>| [self.cosign(&0, &note, &0), note];
        notes(signed.flat_map(both).chain([Vec::new()]).collect())
    }

    fn witness(&self) -> Sort<u8> {
        witnesses()
    }

    fn crowd(&self) -> Sort<Vec<u8>> {
        crowds()
    }

    fn count(&self) -> Sort<u8> {
        counts()
    }

    fn log_of(&self, c: &Checkpoint) -> String {
        c.origin().to_owned()
    }

    fn sign(&self, k: &SharedKey, n: &NoteName, c: &Checkpoint) -> Vec<u8> {
        sign(c, n, &*k.0).map_or_else(|_| Vec::new(), |note| note.to_string().into_bytes())
    }

    fn cosign(&self, w: &u8, s: &Vec<u8>, time: &u64) -> Vec<u8> {
        Self::cosigned(*w, s, time_of(*time)).unwrap_or_default()
    }

    fn seen_by(&self, who: &Vec<u8>, s: &Vec<u8>) -> Vec<u8> {
        let cosigned = who.iter().try_fold(s.clone(), |note, witness| {
            Self::cosigned(*witness, &note, 1_700_000_000)
        });
        cosigned.unwrap_or_default()
    }

    fn open(&self, k: &SharedKey, n: &NoteName, o: &String, s: &Vec<u8>) -> Option<Checkpoint> {
        let policy = Policy::of_log(o, note_key(n, KeyKind::Note, k)?).ok()?;
        Some(policy.verify(s).ok()?.checkpoint)
    }

    fn met(&self, k: &SharedKey, n: &NoteName, o: &String, needed: &u8, s: &Vec<u8>) -> bool {
        Self::policy(k, n, o, *needed).is_some_and(|policy| policy.verify(s).is_ok())
    }

    fn number_of(&self, who: &Vec<u8>) -> u8 {
        who.len() as u8
    }

    fn one(&self) -> u8 {
        1
    }

    fn known(&self, w: &u8) -> bool {
        *w < Self::KNOWN
    }

    fn alter(&self, s: &Vec<u8>, bit: &u64) -> Vec<u8> {
        let mut bytes = s.clone();
        let place = (bit % (8 * bytes.len().max(1) as u64)) as usize;
        if let Some(byte) = bytes.get_mut(place / 8) {
            *byte ^= 1 << (place % 8);
        }
        bytes
    }
}
