//! A small trust model that keeps every law: what lawbreakers are made from.
//!
//! It counts what spoke for somebody and against, and whether strangers spoke. With any time, all
//! that spoke for somebody is forgotten.

use lawful::Sort;

/// For, against, and whether strangers spoke.
pub(super) type Small = (u32, u32, u32);

pub(super) const START: Small = (0, 0, 0);

pub(super) fn small() -> Sort<Small> {
    let mut all = Vec::new();
    for strangers in 0..2 {
        for sum in 0..7 {
            for positive in 0..=sum {
                all.push((positive, sum - positive, strangers));
            }
        }
    }
    Sort::finite(all)
}

pub(super) fn scores() -> Sort<f64> {
    Sort::finite([0.0, 0.25, 0.5, 0.75, 1.0]).ordered()
}

pub(super) fn score((positive, negative, strangers): Small) -> f64 {
    let positive = f64::from(positive + strangers) + 1.0;
    positive / (positive + f64::from(negative) + 1.0)
}

pub(super) fn uncertainty((positive, negative, strangers): Small) -> f64 {
    2.0 / f64::from(positive + negative + strangers + 2)
}

/// Returns the state with a score of 0.25, 0.5 or 0.75, whichever is nearest.
pub(super) fn set(score: f64) -> Small {
    if score < 0.5 {
        (0, 2, 0)
    } else if score > 0.5 {
        (2, 0, 0)
    } else {
        START
    }
}
