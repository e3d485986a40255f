//! How much is left of evidence: powers of one half, the same on every machine.

use super::Position;
use super::amount::exact;

/// How many halvings an epoch has.
pub(crate) const HALVINGS: u32 = 16;

/// 2^-HALVINGS: what an epoch leaves of evidence.
pub(crate) const EPOCH_FADE: f64 = 1.0 / (1u64 << HALVINGS) as f64;

/// The share of the decay that a dimension takes part in: none, or all of it halved some times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DecayShare(Option<u8>);

impl DecayShare {
    /// Never decays.
    pub const NONE: DecayShare = DecayShare(None);
    /// Decays at the full rate.
    pub const FULL: DecayShare = DecayShare(Some(0));
    /// Decays as in half the time.
    pub const HALF: DecayShare = DecayShare(Some(1));
    /// Decays as in a quarter of the time.
    pub const QUARTER: DecayShare = DecayShare(Some(2));

    /// Returns the share as a number: 0, 1, 0.5, 0.25.
    pub fn as_f64(self) -> f64 {
        self.0.map_or(0.0, |halved| (-f64::from(halved)).exp2())
    }
}

/// Where a dimension stands on its own time line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fading {
    /// The epoch; evidence of the one before is kept apart.
    pub epoch: u64,
    /// What is left of evidence from the beginning of the epoch, 2^-16 to 1.
    pub left: f64,
}

impl Fading {
    #[inline(always)]
    pub(crate) fn at(position: Position, share: DecayShare) -> Fading {
        match share.0 {
            None => Fading {
                epoch: 0,
                left: 1.0,
            },
            Some(halved) => {
                let halved = u32::from(halved.min(63));
                // Not with numbers of 128 bits, of which processors have no vectors.
                let carried = match halved {
                    0 => 0,
                    _ => u64::from(position.epoch) << (64 - halved),
                };
                Fading {
                    epoch: u64::from(position.epoch) >> halved,
                    left: left_after(carried | position.offset >> halved),
                }
            }
        }
    }

    /// Returns by which factor new evidence is larger than it would be at the beginning of the epoch.
    #[inline(always)]
    pub(crate) fn growth(self) -> f64 {
        1.0 / self.left
    }

    /// The epoch alone, which is cheaper.
    #[inline(always)]
    pub(crate) fn epoch_at(position: Position, share: DecayShare) -> u64 {
        match share.0 {
            None => 0,
            Some(halved) => ((position.as_u128() >> halved.min(63)) >> 64) as u64,
        }
    }
}

/// Returns `2^-(16 offset / 2^64)`.
///
/// The offset is cut to steps of 2^-40 halvings. Neighbouring steps differ by more than three
/// thousand times the rounding error of the polynomial, so the result never rises with the offset.
/// Only additions, multiplications and bit patterns: every machine gives the same bits.
#[inline(always)]
pub(crate) fn left_after(offset: u64) -> f64 {
    const STEPS: f64 = 1.0 / (1u64 << 40) as f64;
    let steps = offset >> 20;
    let halvings = steps >> 40;
    // 2^-x for x in [0, 1): sqrt(1/2) e^z with z in [-0.35, 0.35].
    let x = exact(steps & ((1 << 40) - 1)) * STEPS;
    let z = (0.5 - x) * std::f64::consts::LN_2;
    let z2 = z * z;
    let z4 = z2 * z2;
    let low = (1.0 + z) + z2 * (1.0 / 2.0 + z * (1.0 / 6.0));
    let middle = (1.0 / 24.0 + z * (1.0 / 120.0)) + z2 * (1.0 / 720.0 + z * (1.0 / 5_040.0));
    let high = (1.0 / 40_320.0 + z * (1.0 / 362_880.0))
        + z2 * (1.0 / 3_628_800.0 + z * (1.0 / 39_916_800.0));
    let power = low + z4 * (middle + z4 * (high + z4 * (1.0 / 479_001_600.0)));
    let scale = f64::from_bits((1023 - halvings) << 52);
    power * std::f64::consts::FRAC_1_SQRT_2 * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_power_of_the_library() {
        for k in 0..10_000u64 {
            let offset = k * (u64::MAX / 10_000);
            let exact = (-((offset >> 20) as f64) / (1u64 << 40) as f64).exp2();
            let ours = left_after(offset);
            assert!(
                (ours / exact - 1.0).abs() < 1e-15,
                "{offset}: {ours} {exact}"
            );
        }
    }

    #[test]
    fn never_rises() {
        for k in 0..100_000u64 {
            let offset = k.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let next = offset.saturating_add(1 << 20);
            assert!(left_after(next) <= left_after(offset));
        }
        for halvings in 1..16u64 {
            let at = halvings << 60;
            assert!(left_after(at) < left_after(at - 1));
        }
    }
}
