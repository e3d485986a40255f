//! Our measures of coherence, registered.

use super::{Coherence, Measure};
use lawful::{Sort, register};

/// The measure that [`Coherence::total`] uses: the product.
pub struct Product;

/// A milder measure: the least factor is the coherence.
pub struct WeakestLink;

fn shares() -> Sort<f64> {
    Sort::drawn(|rng| rng.below(1 << 53) as f64 / (1u64 << 53) as f64)
        .edges_from(vec![0.0, 1.0, 0.5, f64::MIN_POSITIVE, 1.0 - f64::EPSILON])
        .ordered()
}

/// The factors are drawn from the range, so this always finds one.
fn coherence(factors: [&f64; 4]) -> Coherence {
    let [a, b, c, d] = factors.map(|x| *x);
    Coherence::new(a, b, c, d).unwrap_or_default()
}

impl Measure for Product {
    type Share = f64;
    fn share(&self) -> Sort<f64> {
        shares()
    }
    fn total(&self, a: &f64, b: &f64, c: &f64, d: &f64) -> f64 {
        coherence([a, b, c, d]).total()
    }
    fn limiting(&self, a: &f64, b: &f64, c: &f64, d: &f64) -> f64 {
        coherence([a, b, c, d]).limiting_factor().1
    }
    fn zero(&self) -> f64 {
        0.0
    }
    fn one(&self) -> f64 {
        1.0
    }
}

impl Measure for WeakestLink {
    type Share = f64;
    fn share(&self) -> Sort<f64> {
        shares()
    }
    fn total(&self, a: &f64, b: &f64, c: &f64, d: &f64) -> f64 {
        coherence([a, b, c, d]).limiting_factor().1
    }
    fn limiting(&self, a: &f64, b: &f64, c: &f64, d: &f64) -> f64 {
        a.min(*b).min(*c).min(*d)
    }
    fn zero(&self) -> f64 {
        0.0
    }
    fn one(&self) -> f64 {
        1.0
    }
}

register! {
    id: "trust.coherence.product",
    version: "1",
    about: "coherence as the product of its four factors",
    model: Product,
    theories: [crate::coherence::Measure],
}

register! {
    id: "trust.coherence.weakest_link",
    version: "1",
    about: "coherence as its least factor",
    model: WeakestLink,
    theories: [crate::coherence::Measure],
}
