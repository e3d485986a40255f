//! Maps that keep the structure.

use crate::theories::{Monoid, Semigroup};
use crate::{Sort, theory};

theory! {
    /// A map from a semigroup that keeps its operation.
    pub theory Homomorphism in ::lawful::theories: Semigroup {
        /// The images.
        sort Image;
        /// Combines two images.
        op combine_images(x: Image, y: Image) -> Image as "∗";
        /// Returns the image of an element.
        op map(a: Elem) -> Image;

        /// The image of a product is the product of the images.
        law preserves_products(a, b: Elem) {
            map(combine(a, b)) == combine_images(map(a), map(b))
        }

        /// Squares are not kept by addition.
        lawbreaker square breaks preserves_products {
            Elem: i64 = Sort::any();
            Image: i64 = Sort::any();
            combine(a, b) => a.wrapping_add(*b);
            combine_images(x, y) => x.wrapping_add(*y);
            map(a) => a.wrapping_mul(*a);
        }
    }
}

theory! {
    /// A map from a monoid that keeps its operation and its neutral element.
    pub theory MonoidHomomorphism in ::lawful::theories: Homomorphism, Monoid {
        /// Returns the neutral element of the images.
        op empty_image() -> Image;

        /// The image of the neutral element is neutral.
        law preserves_identity() { map(empty()) == empty_image() }

        /// Sends everything to one number.
        lawbreaker constant breaks preserves_identity {
            Elem: i64 = Sort::any();
            Image: i64 = Sort::any();
            combine(a, b) => a.wrapping_add(*b);
            empty() => 0;
            combine_images(x, y) => *x.max(y);
            map(_a) => 5;
            empty_image() => i64::MIN;
        }
    }
}
