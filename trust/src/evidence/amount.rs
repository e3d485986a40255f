//! Evidence as whole numbers: sums do not depend on their order.
//!
//! One unit of evidence is 2^30. Sums stop at the largest `u64`: for numbers that are not negative,
//! addition that stops at the top is still associative and commutative, so the laws of merging are
//! exact even there.

/// One unit of evidence.
pub(crate) const UNIT: f64 = 1_073_741_824.0;

/// The prior weight W = 2: what a score of 1/2 weighs before anything is known.
pub const PRIOR_WEIGHT: f64 = 2.0;

/// The most that a view counts, 2^18 units. With it all sums of a view are whole numbers below
/// 2^53, which doubles hold exactly; and a stored sum that has stopped at the largest `u64` is read
/// as this everywhere in its epoch (2^64 / 2^16), so that nothing else can be added either.
pub(crate) const MOST: f64 = (1u64 << 48) as f64;

/// Rounds to the nearest whole number, for 0 to 2^51, in a form that compilers vectorize.
#[inline(always)]
pub(crate) fn whole(x: f64) -> f64 {
    const SHIFT: f64 = (1u64 << 52) as f64;
    (x + SHIFT) - SHIFT
}

/// Rounds down to a whole number, for 0 to 2^51, in a form that compilers vectorize.
#[inline(always)]
pub(crate) fn whole_below(x: f64) -> f64 {
    let nearest = whole(x);
    nearest - if nearest > x { 1.0 } else { 0.0 }
}

/// Returns a whole number below 2^52 as it is, in a form that compilers vectorize.
#[inline(always)]
pub(crate) fn exact(number: u64) -> f64 {
    f64::from_bits(WHOLES.to_bits() | number) - WHOLES
}

/// Returns the evidence that moves a neutral score by `x` of the remaining way: `W x / (1 - x)`,
/// for `x` below 1.
#[inline(always)]
pub(crate) fn evidence_of(x: f64) -> f64 {
    PRIOR_WEIGHT * x / (1.0 - x)
}

/// 2^52: above it, doubles are whole numbers.
const WHOLES: f64 = (1u64 << 52) as f64;

/// The most that one piece of evidence may be, in parts.
const LARGEST_PIECE: f64 = (1u64 << 51) as f64;

/// Returns the nearest whole number, for 0 to 2^51, in a form that compilers vectorize: in the bits
/// of a double between 2^52 and 2^53, the whole number stands at the end.
#[inline(always)]
fn nearest(parts: f64) -> u64 {
    (parts + WHOLES).to_bits().wrapping_sub(WHOLES.to_bits())
}

/// Returns the whole number that stands for an amount of evidence, rounded up.
///
/// Negative evidence is rounded up so that a failure of any size is at least one part: it always
/// outweighs the success of the same size.
#[inline(always)]
pub(crate) fn amount_up(evidence: f64) -> u64 {
    let parts = (evidence * UNIT).min(LARGEST_PIECE);
    nearest(parts) + u64::from(whole(parts) < parts)
}

/// Returns the whole number that stands for an amount of evidence at a place of the time line where
/// evidence has to be larger by this factor to weigh the same as at the beginning of the epoch.
#[inline(always)]
pub(crate) fn amount_at(evidence: f64, growth: f64) -> u64 {
    nearest((evidence * UNIT * growth).min(LARGEST_PIECE))
}
