//! Fast samplers and edge values for the types of the language.

use super::draw::Draw;
use super::equality::Equality;
use super::{Codec, Sort, Tree};
use crate::rng::Rng;
use crate::value::Element;
use proptest::num;
use std::any::Any;

/// Returns the fast sort of `T`, if `T` is one of the types that have one.
pub(super) fn fast<T: Element>() -> Option<Sort<T>> {
    fn cast<A: Element, T: Element>(sort: fn() -> Sort<A>) -> Option<Sort<T>> {
        if std::any::TypeId::of::<A>() != std::any::TypeId::of::<T>() {
            return None;
        }
        let boxed: Box<dyn Any> = Box::new(sort());
        boxed.downcast::<Sort<T>>().ok().map(|sort| *sort)
    }
    cast::<i64, T>(i64_sort)
        .or_else(|| cast::<u64, T>(u64_sort))
        .or_else(|| cast::<i32, T>(i32_sort))
        .or_else(|| cast::<u32, T>(u32_sort))
        .or_else(|| cast::<i16, T>(i16_sort))
        .or_else(|| cast::<u16, T>(u16_sort))
        .or_else(|| cast::<i8, T>(i8_sort))
        .or_else(|| cast::<u8, T>(u8_sort))
        .or_else(|| cast::<i128, T>(i128_sort))
        .or_else(|| cast::<u128, T>(u128_sort))
        .or_else(|| cast::<usize, T>(usize_sort))
        .or_else(|| cast::<f64, T>(f64_sort))
        .or_else(|| cast::<f32, T>(f32_sort))
        .or_else(|| cast::<bool, T>(bool_sort))
        .or_else(|| cast::<char, T>(char_sort))
        .or_else(|| cast::<String, T>(string_sort))
        .or_else(|| cast::<(), T>(|| Sort::finite(vec![()])))
}

macro_rules! signed {
    ($name:ident, $t:ident) => {
        fn $name() -> Sort<$t> {
            Sort::of(
                Draw::Fast(|rng| bits128(rng, $t::BITS) as $t),
                Equality::Exact($t::eq),
            )
            .with(|p| {
                let (min, max) = ($t::MIN, $t::MAX);
                p.edges = vec![
                    0,
                    1,
                    -1,
                    2,
                    -2,
                    3,
                    -3,
                    max / 2,
                    max - 1,
                    max,
                    min / 2,
                    min + 1,
                    min,
                ];
                p.small = Some(|rng| (rng.bits() % 33) as $t - 16);
                p.near = Some(std::sync::Arc::new(|v, rng| {
                    v.wrapping_add((rng.bits() % 5) as $t).wrapping_sub(2)
                }));
                p.tree = Some(|v| Box::new(num::$t::BinarySearch::new(v)) as Tree<$t>);
                p.order = Some($t::partial_cmp);
                // Positive before negative of the same size.
                p.weight = Some(std::sync::Arc::new(|v| {
                    (v.unsigned_abs() as u128).saturating_mul(2) + u128::from(*v < 0)
                }));
                p.codec = Some(integer_codec());
                if $t::BITS == 8 {
                    p.domain = Some((min..=max).collect());
                }
            })
        }
    };
}

macro_rules! unsigned {
    ($name:ident, $t:ident) => {
        fn $name() -> Sort<$t> {
            Sort::of(
                Draw::Fast(|rng| bits128(rng, $t::BITS) as $t),
                Equality::Exact($t::eq),
            )
            .with(|p| {
                let max = $t::MAX;
                p.edges = vec![0, 1, 2, 3, 4, 6, 7, max / 2, max / 2 + 1, max - 1, max];
                p.small = Some(|rng| (rng.bits() % 17) as $t);
                p.near = Some(std::sync::Arc::new(|v, rng| {
                    v.wrapping_add((rng.bits() % 5) as $t).wrapping_sub(2)
                }));
                p.tree = Some(|v| Box::new(num::$t::BinarySearch::new(v)) as Tree<$t>);
                p.order = Some($t::partial_cmp);
                p.weight = Some(std::sync::Arc::new(|v| (*v as u128).saturating_mul(2)));
                p.codec = Some(integer_codec());
                if $t::BITS == 8 {
                    p.domain = Some((0..=max).collect());
                }
            })
        }
    };
}

#[inline]
fn bits128(rng: &mut Rng, width: u32) -> u128 {
    let low = u128::from(rng.bits());
    if width > 64 {
        low | (u128::from(rng.bits()) << 64)
    } else {
        low
    }
}

fn integer_codec<T: std::fmt::Display + std::str::FromStr>() -> Codec<T> {
    Codec {
        encode: |v| Some(v.to_string()),
        decode: |text| text.parse().ok(),
    }
}

signed!(i8_sort, i8);
signed!(i16_sort, i16);
signed!(i32_sort, i32);
signed!(i64_sort, i64);
signed!(i128_sort, i128);
unsigned!(u8_sort, u8);
unsigned!(u16_sort, u16);
unsigned!(u32_sort, u32);
unsigned!(u64_sort, u64);
unsigned!(u128_sort, u128);
unsigned!(usize_sort, usize);

macro_rules! float {
    ($name:ident, $t:ident, $bits:ident) => {
        fn $name() -> Sort<$t> {
            fn finite(rng: &mut Rng) -> $t {
                let value = $t::from_bits(rng.bits() as $bits);
                if value.is_finite() { value } else { 0.0 }
            }
            Sort::of(Draw::Fast(finite), Equality::Exact($t::eq)).with(|p| {
                p.edges = vec![
                    0.0,
                    1.0,
                    -1.0,
                    0.5,
                    0.1,
                    0.2,
                    0.3,
                    3.0,
                    -0.0,
                    1e10,
                    $t::EPSILON,
                    $t::MIN_POSITIVE,
                    $t::MAX,
                    $t::MIN,
                ];
                p.small = Some(|rng| (rng.bits() % 65) as $t / 8.0 - 4.0);
                p.tree = Some(|v| Box::new(num::$t::BinarySearch::new(v)) as Tree<$t>);
                p.order = Some($t::partial_cmp);
                p.weight = Some(std::sync::Arc::new(|v| {
                    // Whole numbers first, then by size.
                    let size = (v.abs().min(1e30) as u128).saturating_mul(4);
                    size + u128::from(*v < 0.0) + 2 * u128::from(v.fract() != 0.0)
                }));
                p.codec = Some(Codec {
                    encode: |v| Some(format!("{:#x}", v.to_bits())),
                    decode: |text| {
                        let hex = text.strip_prefix("0x")?;
                        $bits::from_str_radix(hex, 16).ok().map($t::from_bits)
                    },
                });
            })
        }
    };
}

float!(f64_sort, f64, u64);
float!(f32_sort, f32, u32);

fn bool_sort() -> Sort<bool> {
    Sort::finite(vec![false, true])
        .stored()
        .ordered()
        .with(|p| {
            p.weight = Some(std::sync::Arc::new(|v| u128::from(*v)));
        })
}

fn char_sort() -> Sort<char> {
    Sort::strategy(proptest::char::any())
        .edges_from([
            'a',
            'b',
            'A',
            '0',
            ' ',
            '\n',
            '\0',
            'ß',
            'é',
            '\u{301}',
            '中',
            '😀',
            char::MAX,
        ])
        .ordered()
        .stored()
        .weighed(|c| u128::from(u32::from(*c)))
}

fn string_sort() -> Sort<String> {
    let letters = proptest::collection::vec(
        proptest::prop_oneof![
            6 => proptest::char::range('a', 'c'),
            1 => proptest::char::any(),
        ],
        0..9,
    );
    let text = proptest::strategy::Strategy::prop_map(letters, |cs| cs.into_iter().collect());
    Sort::strategy(text)
        .edges_from(
            [
                "", "a", "b", "ab", "ba", "aa", "A", " ", "0", "é", "e\u{301}", "😀",
            ]
            .map(String::from),
        )
        .near(|text, rng| {
            let mut near = text.clone();
            match rng.below(3) {
                0 => near.push('a'),
                1 => near.insert(0, 'b'),
                _ => {
                    near.pop();
                }
            }
            near
        })
        .ordered()
        .stored()
        .weighed(|s| {
            s.chars()
                .map(|c| 0x11_0000 + u128::from(u32::from(c)))
                .sum()
        })
}
