//! The tree hash of ledgers that nobody told otherwise.

use super::{Hash, TreeHash};
use blake3::IncrementCounter;
use blake3::hazmat::HasherExt;
use blake3::platform::{Platform, le_bytes_from_words_32, words_from_le_bytes_32};
use std::sync::LazyLock;

const LEAF: &str = "lawful-trace 2026 merkle leaf v1";
const NODE: &str = "lawful-trace 2026 merkle node v1";
const EMPTY: &str = "lawful-trace 2026 merkle empty v1";

const BLOCK: usize = blake3::BLOCK_LEN;
/// The most whole blocks in one chunk; a longer entry is a tree of its own, which BLAKE3 hashes with
/// many lanes by itself.
const MOST_BLOCKS: usize = blake3::CHUNK_LEN / BLOCK;
/// How many entries are sorted by length at once.
const GROUP: usize = 512;

// The flags of a compression, section 2.2 of the BLAKE3 paper.
const CHUNK_START: u8 = 1;
const CHUNK_END: u8 = 1 << 1;
const ROOT: u8 = 1 << 3;
const MATERIAL: u8 = 1 << 6;

struct Keys {
    platform: Platform,
    leaf: [u32; 8],
    leaf_bytes: [u8; 32],
    node: [u32; 8],
    empty: Hash,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let leaf_bytes = blake3::hazmat::hash_derive_key_context(LEAF);
    Keys {
        platform: Platform::detect(),
        leaf: words_from_le_bytes_32(&leaf_bytes),
        leaf_bytes,
        node: words_from_le_bytes_32(&blake3::hazmat::hash_derive_key_context(NODE)),
        empty: blake3::derive_key(EMPTY, &[]),
    }
});

/// BLAKE3 in its key derivation mode: one context for leaves, one for nodes, one for the empty tree.
///
/// Everything is plain BLAKE3, so any implementation can verify: a leaf is
/// `derive_key("lawful-trace 2026 merkle leaf v1", entry)`, a node is
/// `derive_key("lawful-trace 2026 merkle node v1", left ‖ right)`, and the empty tree is
/// `derive_key("lawful-trace 2026 merkle empty v1", "")`.
///
/// Entries of up to 1024 bytes are hashed side by side, one in each lane of the processor. The
/// crate's stable interface hashes one input at a time, so this uses the interface that it keeps for
/// itself and does not document; a test compares both for every length.
///
/// ```
/// use lawful_trace::merkle::{Blake3, TreeHash};
/// let leaf = blake3::derive_key("lawful-trace 2026 merkle leaf v1", b"entry");
/// assert_eq!(Blake3.leaf(b"entry"), leaf);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Blake3;

/// Finishes a chunk whose whole blocks are hashed, if any: compresses what is left of it.
fn last_block(keys: &Keys, mut state: [u32; 8], rest: &[u8], start: u8) -> Hash {
    let mut block = [0; BLOCK];
    for (to, from) in block.iter_mut().zip(rest) {
        *to = *from;
    }
    let flags = MATERIAL | start | CHUNK_END | ROOT;
    // The rest is shorter than a block, or is one.
    keys.platform
        .compress_in_place(&mut state, &block, rest.len() as u8, 0, flags);
    le_bytes_from_words_32(&state)
}

fn single(keys: &Keys, entry: &[u8]) -> Hash {
    if entry.len() <= BLOCK {
        return last_block(keys, keys.leaf, entry, CHUNK_START);
    }
    let mut hasher = blake3::Hasher::new_from_context_key(&keys.leaf_bytes);
    *hasher.update(entry).finalize().as_bytes()
}

/// Hashes entries that all have `N` bytes of whole blocks, `N` not 0, and either all end there or
/// none does.
fn side_by_side<const N: usize>(
    keys: &Keys,
    which: &[usize],
    entries: &[&[u8]],
    out: &mut [Hash],
    whole: bool,
) {
    let (inputs, rests): (Vec<&[u8; N]>, Vec<&[u8]>) = which
        .iter()
        .filter_map(|&at| entries.get(at)?.split_first_chunk::<N>())
        .unzip();
    let mut states = vec![[0; 32]; inputs.len()];
    keys.platform.hash_many(
        &inputs,
        &keys.leaf,
        0,
        IncrementCounter::No,
        MATERIAL,
        CHUNK_START,
        if whole { CHUNK_END | ROOT } else { 0 },
        states.as_flattened_mut(),
    );
    for ((&at, state), rest) in which.iter().zip(states).zip(rests) {
        if let Some(hash) = out.get_mut(at) {
            *hash = if whole {
                state
            } else {
                last_block(keys, words_from_le_bytes_32(&state), rest, 0)
            };
        }
    }
}

/// Hashes a group in which every entry of `which` has that many whole blocks.
fn of_blocks(
    keys: &Keys,
    blocks: usize,
    which: &[usize],
    entries: &[&[u8]],
    out: &mut [Hash],
    whole: bool,
) {
    macro_rules! by_blocks {
        ($($count:literal)*) => {
            match blocks {
                $($count => side_by_side::<{ $count * BLOCK }>(keys, which, entries, out, whole),)*
                _ => for &at in which {
                    if let (Some(entry), Some(hash)) = (entries.get(at), out.get_mut(at)) {
                        *hash = single(keys, entry);
                    }
                },
            }
        };
    }
    by_blocks!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)
}

impl TreeHash for Blake3 {
    fn id(&self) -> &'static str {
        "blake3"
    }

    fn empty(&self) -> Hash {
        KEYS.empty
    }

    fn leaf(&self, entry: &[u8]) -> Hash {
        single(&KEYS, entry)
    }

    fn node(&self, left: &Hash, right: &Hash) -> Hash {
        let keys = &*KEYS;
        let (mut state, mut block) = (keys.node, [0; BLOCK]);
        let (first, second) = block.split_at_mut(32);
        first.copy_from_slice(left);
        second.copy_from_slice(right);
        let flags = MATERIAL | CHUNK_START | CHUNK_END | ROOT;
        keys.platform
            .compress_in_place(&mut state, &block, BLOCK as u8, 0, flags);
        le_bytes_from_words_32(&state)
    }

    fn leaves(&self, entries: &[&[u8]], out: &mut [Hash]) {
        let keys = &*KEYS;
        // One list for each number of whole blocks, without and with a rest; the last is for what is
        // longer than a chunk.
        let mut lists = [const { Vec::new() }; 2 * MOST_BLOCKS + 3];
        for (entries, out) in entries.chunks(GROUP).zip(out.chunks_mut(GROUP)) {
            for (at, entry) in entries.iter().enumerate() {
                let (blocks, whole) = (entry.len() / BLOCK, entry.len() % BLOCK == 0);
                let list = if entry.len() > blake3::CHUNK_LEN {
                    2 * MOST_BLOCKS + 2
                } else {
                    2 * blocks + usize::from(!whole)
                };
                lists.get_mut(list).into_iter().for_each(|l| l.push(at));
            }
            for (list, which) in lists.iter_mut().enumerate() {
                if !which.is_empty() {
                    of_blocks(keys, list / 2, which, entries, out, list % 2 == 0);
                    which.clear();
                }
            }
        }
    }

    fn nodes(&self, pairs: &[[Hash; 2]], out: &mut [Hash]) {
        let keys = &*KEYS;
        for (pairs, out) in pairs.chunks(GROUP).zip(out.chunks_mut(GROUP)) {
            let inputs: Vec<&[u8; BLOCK]> = pairs
                .iter()
                .zip(out.iter())
                .filter_map(|(pair, _)| pair.as_flattened().try_into().ok())
                .collect();
            keys.platform.hash_many(
                &inputs,
                &keys.node,
                0,
                IncrementCounter::No,
                MATERIAL,
                CHUNK_START,
                CHUNK_END | ROOT,
                out.as_flattened_mut(),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_plain_blake3_alone_and_side_by_side() {
        let bytes: Vec<u8> = (0..2500u32).map(|n| (n % 251) as u8).collect();
        let entries: Vec<&[u8]> = (0..2500).map(|length| &bytes[..length]).collect();
        let mut out = vec![[0; 32]; entries.len()];
        Blake3.leaves(&entries, &mut out);
        for (entry, hash) in entries.iter().zip(&out) {
            let plain = blake3::derive_key(LEAF, entry);
            assert_eq!(*hash, plain, "length {}", entry.len());
            assert_eq!(Blake3.leaf(entry), plain, "length {}", entry.len());
        }
    }

    #[test]
    fn nodes_are_plain_blake3_alone_and_side_by_side() {
        let pairs: Vec<[Hash; 2]> = (0..1100u32)
            .map(|n| [Blake3.leaf(&n.to_le_bytes()), Blake3.leaf(b"x")])
            .collect();
        let mut out = vec![[0; 32]; pairs.len()];
        Blake3.nodes(&pairs, &mut out);
        for (pair, hash) in pairs.iter().zip(&out) {
            assert_eq!(*hash, blake3::derive_key(NODE, pair.as_flattened()));
            assert_eq!(*hash, Blake3.node(&pair[0], &pair[1]));
        }
        assert_eq!(Blake3.empty(), blake3::derive_key(EMPTY, &[]));
    }
}
