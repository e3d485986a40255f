//! What the laws of signed heads are tried on.

use super::{Checkpoint, NoteName, SignsHeads};
use crate::merkle::{Blake3, Head, MOST_LEAVES, Rfc6962Sha256, TreeHash};
use lawful::rng::Rng;
use lawful::{Element, Sort};

/// Names that differ in little; one is that of a witness.
pub(super) fn names() -> Vec<NoteName> {
    ["example.com/log", "example.com/log2", "w0.example"]
        .iter()
        .filter_map(|name| name.parse().ok())
        .collect()
}

/// What logs are called: in one word or several, with and without their like before them.
pub(super) fn origins() -> Vec<String> {
    ["example.com/log", "example.com/log2", "the log of trees"]
        .map(str::to_owned)
        .to_vec()
}

/// Makes the sort of some of many values: no verdict may say that all were visited.
pub(super) fn drawn_of<T: Element + PartialEq>(items: Vec<T>) -> Sort<T> {
    match items.split_first() {
        Some((first, _)) => {
            let first = first.clone();
            let edges: Vec<T> = items.iter().take(2).cloned().collect();
            Sort::drawn(move |rng| rng.pick(&items).unwrap_or(&first).clone()).edges_from(edges)
        }
        None => Sort::finite(items),
    }
}

fn checkpoint(origin: &str, size: u64, byte: u8, hash: &dyn TreeHash) -> Option<Checkpoint> {
    let root = [byte; 32];
    Checkpoint::new(origin, Head { size, root }, hash).ok()
}

/// Heads of logs of every size, with both tree hashes.
pub(super) fn checkpoints() -> Sort<Checkpoint> {
    let sizes = [0, 1, MOST_LEAVES];
    let edges: Vec<Checkpoint> = sizes
        .iter()
        .zip(origins().iter().cycle())
        .filter_map(|(size, origin)| checkpoint(origin, *size, 0, &Rfc6962Sha256))
        .collect();
    let Some(first) = edges.first().cloned() else {
        return Sort::finite([]);
    };
    let origins = origins();
    Sort::drawn(move |rng: &mut Rng| {
        let hash: &dyn TreeHash = if rng.below(2) == 0 {
            &Blake3
        } else {
            &Rfc6962Sha256
        };
        let (size, byte) = (rng.bits() % (MOST_LEAVES + 1), rng.bits() as u8);
        rng.pick(&origins)
            .and_then(|origin| checkpoint(origin, size, byte, hash))
            .unwrap_or_else(|| first.clone())
    })
    .edges_from(edges)
    .shown(|checkpoint| checkpoint.to_string())
}

/// Some notes, shown as text. No law draws one, but what opens nothing is told from what opens some.
pub(super) fn notes(some: Vec<Vec<u8>>) -> Sort<Vec<u8>> {
    drawn_of(some).shown(|note| String::from_utf8_lossy(note).into_owned())
}

/// The numbers of witnesses; the last ones are strangers.
pub(super) fn witnesses() -> Sort<u8> {
    Sort::finite((0..SignsHeads::WITNESSES).collect::<Vec<_>>())
}

/// How many witnesses a policy demands: none to all that it knows.
pub(super) fn counts() -> Sort<u8> {
    Sort::finite((0..=SignsHeads::KNOWN).collect::<Vec<_>>()).ordered()
}

/// Known witnesses in every order, each once.
pub(super) fn crowds() -> Sort<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = vec![Vec::new()];
    let mut grown = 0;
    while let Some(crowd) = all.get(grown).cloned() {
        let others = (0..SignsHeads::KNOWN).filter(|witness| !crowd.contains(witness));
        all.extend(others.map(|other| [crowd.as_slice(), &[other]].concat()));
        grown += 1;
    }
    Sort::finite(all)
}
