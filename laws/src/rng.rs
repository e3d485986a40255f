//! Randomness that belongs to a case: case `i` can be drawn alone, in any order, on any thread.

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// The root of the randomness of one law of one model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseKey(u64);

impl CaseKey {
    /// Derives the key from the root seed, the law's id (which names its theory) and the model's id.
    pub fn new(seed: u64, law: &str, model: &str) -> CaseKey {
        let mut hasher = blake3::Hasher::new_derive_key("lawful case key v1");
        hasher.update(&seed.to_le_bytes());
        for text in [law, model] {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        let hash = hasher.finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        CaseKey(u64::from_le_bytes(first))
    }

    /// Returns the generator of case `index`.
    #[inline]
    pub fn case(self, index: u64) -> Rng {
        // Two rounds keep the streams of neighbouring cases apart: SplitMix64 alone would make the
        // stream of case i+1 the stream of case i, shifted by one.
        Rng(mix(
            mix(self.0 ^ index.wrapping_mul(0x9E6C_63D0_876A_3F6B)).wrapping_add(self.0)
        ))
    }
}

/// A small, fast generator (SplitMix64). Not for secrets.
#[derive(Debug, Clone)]
pub struct Rng(u64);

#[inline]
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    /// Makes a generator from a seed.
    pub fn new(seed: u64) -> Rng {
        Rng(mix(seed))
    }

    /// Draws 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// Draws a number in `0..n`; 0 if `n` is 0.
    #[inline]
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// Draws one of the items, or nothing if there are none.
    #[inline]
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// Makes a proptest runner whose randomness continues this stream.
    pub fn runner(&mut self) -> TestRunner {
        let mut seed = [0; 16];
        for half in seed.chunks_mut(8) {
            half.copy_from_slice(&self.bits().to_le_bytes());
        }
        // XorShift must not start from zero.
        seed[0] |= 1;
        let config = Config {
            failure_persistence: None,
            ..Config::default()
        };
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::XorShift, &seed))
    }
}
