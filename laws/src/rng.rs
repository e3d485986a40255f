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
        // Hashing the index keeps the streams of neighbouring cases apart: counting alone would make
        // the stream of case i+1 the stream of case i, shifted by one.
        let start = self.0 ^ index.wrapping_mul(0x9E6C_63D0_876A_3F6B);
        Rng {
            state: mix(start),
            plain: index & 3 != 0,
        }
    }
}

/// A small, fast generator (SplitMix64). Not for secrets.
///
/// Three cases of four are *plain*: all values are drawn uniformly. The fourth is mixed: edge
/// values, small values and repeats of earlier arguments are common. (Fewer surprises for the
/// branch predictor make plain cases much cheaper.)
#[derive(Debug, Clone)]
pub struct Rng {
    state: u64,
    plain: bool,
}

#[inline]
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    /// Makes a generator from a seed.
    pub fn new(seed: u64) -> Rng {
        Rng {
            state: mix(seed),
            plain: false,
        }
    }

    /// Draws 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.state)
    }

    /// Returns whether values should be drawn uniformly.
    #[inline]
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// Makes the case a mixed one: what a law with a premise needs.
    #[inline]
    pub fn mix_values(&mut self) {
        self.plain = false;
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
