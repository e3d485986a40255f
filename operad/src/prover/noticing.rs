//! Numbers that tell what they are compared with: how a search sees how near a case came.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Shl, Shr, Sub};
use std::panic::Location;

/// The most comparisons of one case that are kept.
const MOST: usize = 256;

/// A comparison that a model made while a case ran.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Where in the model's code: the same place gives the same number.
    pub place: u64,
    /// How far the two values were apart; 0 if they were equal.
    pub distance: f64,
    /// The two values, as JSON.
    pub values: [String; 2],
}

thread_local! {
    static SEEN: RefCell<Option<Vec<Seen>>> = const { RefCell::new(None) };
}

/// Runs work and returns the comparisons of [`Noticing`] numbers that it made, in order.
///
/// ```
/// use lawful_operad::prover::{Noticing, notice};
/// let seen = notice(|| {
///     let _ = Noticing(7u16) == 9;
/// });
/// assert_eq!((seen[0].distance, &*seen[0].values[1]), (2.0, "9"));
/// ```
pub fn notice(work: impl FnOnce()) -> Vec<Seen> {
    SEEN.with(|seen| seen.replace(Some(Vec::new())));
    work();
    SEEN.with(|seen| seen.take()).unwrap_or_default()
}

fn place(location: &Location<'_>) -> u64 {
    // FNV-1a: places need to be told apart, no more.
    let feed = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = location
        .file()
        .as_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, feed);
    [location.line(), location.column()]
        .iter()
        .flat_map(|n| n.to_le_bytes())
        .fold(hash, |hash, byte| feed(hash, &byte))
}

fn note(location: &Location<'_>, left: i128, right: i128) {
    SEEN.with(|seen| {
        if let Some(seen) = seen.borrow_mut().as_mut().filter(|seen| seen.len() < MOST) {
            seen.push(Seen {
                place: place(location),
                distance: left.abs_diff(right) as f64,
                values: [left.to_string(), right.to_string()],
            });
        }
    });
}

/// A number that tells what it is compared with.
///
/// Write a model's operation over any number type, check it with the plain type, and run it with
/// this one to let [`Population`](super::Population) see its comparisons.
#[derive(Debug, Clone, Copy)]
pub struct Noticing<T>(pub T);

impl<T: Copy + PartialEq + TryInto<i128>> PartialEq<T> for Noticing<T> {
    #[track_caller]
    fn eq(&self, other: &T) -> bool {
        if let (Ok(left), Ok(right)) = (self.0.try_into(), (*other).try_into()) {
            note(Location::caller(), left, right);
        }
        self.0 == *other
    }
}

impl<T: Copy + PartialEq + TryInto<i128>> PartialEq for Noticing<T> {
    #[track_caller]
    fn eq(&self, other: &Noticing<T>) -> bool {
        *self == other.0
    }
}

impl<T: Copy + PartialOrd + TryInto<i128>> PartialOrd<T> for Noticing<T> {
    #[track_caller]
    fn partial_cmp(&self, other: &T) -> Option<Ordering> {
        if let (Ok(left), Ok(right)) = (self.0.try_into(), (*other).try_into()) {
            note(Location::caller(), left, right);
        }
        self.0.partial_cmp(other)
    }
}

impl<T: Copy + PartialOrd + TryInto<i128>> PartialOrd for Noticing<T> {
    #[track_caller]
    fn partial_cmp(&self, other: &Noticing<T>) -> Option<Ordering> {
        self.partial_cmp(&other.0)
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident),*) => {$(
        impl<T: $trait<Output = T>> $trait for Noticing<T> {
            type Output = Noticing<T>;
            fn $method(self, other: Noticing<T>) -> Noticing<T> {
                Noticing(self.0.$method(other.0))
            }
        }
        impl<T: $trait<Output = T>> $trait<T> for Noticing<T> {
            type Output = Noticing<T>;
            fn $method(self, other: T) -> Noticing<T> {
                Noticing(self.0.$method(other))
            }
        }
    )*};
}

operators!(Add add, Sub sub, Mul mul, BitAnd bitand, BitOr bitor, BitXor bitxor, Shl shl, Shr shr);
