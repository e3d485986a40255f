//! What sealed data is.

use lawful::{Sort, theory};

theory! {
    /// Sealed data that only the place that sealed it can read, and only untouched.
    pub theory Sealing in ::lawful_platform::theories {
        /// Places that seal: stores, devices.
        sort Place;
        /// What data is sealed for.
        sort Label;
        /// Data.
        sort Plain;
        /// Sealed data.
        sort Blob;
        /// Seals data in a context.
        op seal(p: Place, c: Label, d: Plain) -> Blob;
        /// Returns the data, if this place sealed it in this context.
        op unseal(p: Place, c: Label, b: Blob) -> Option<Plain>;
        /// Flips one bit of sealed data.
        op alter(b: Blob, bit: u64) -> Blob;

        /// What was sealed comes back.
        law round_trip(p: Place, c: Label, d: Plain) { unseal(p, c, seal(p, c, d)) == some(d) }
        /// Another place cannot unseal it.
        law other_place(p, q: Place, c: Label, d: Plain) if p != q {
            unseal(q, c, seal(p, c, d)) == none()
        }
        /// It cannot be unsealed in another context.
        law other_context(p: Place, c, e: Label, d: Plain) if c != e {
            unseal(p, e, seal(p, c, d)) == none()
        }
        /// Data of which any bit was flipped cannot be unsealed.
        law altered(p: Place, c: Label, d: Plain, bit: u64) {
            unseal(p, c, alter(seal(p, c, d), bit)) == none()
        }

        lawkeeper {
            Place: u8 = Sort::any();
            Label: u8 = Sort::any();
            Plain: u8 = Sort::any();
            Blob: u32 = Sort::any();
            seal(p, c, d) => u32::from_be_bytes([*p, *c, *d, !*d]);
            unseal(p, c, b) => {
                let [q, e, d, check] = b.to_be_bytes();
                (q == *p && e == *c && check == !d && d != 0).then_some(d)
            };
            alter(b, bit) => b ^ (1 << (bit % 32));
        }
        /// Loses the byte zero.
        lawbreaker lossy breaks round_trip {
        }
        /// Any place can unseal it.
        lawbreaker portable breaks other_place {
            seal(_p, c, d) => u32::from_be_bytes([*c, !*c, *d, !*d]);
            unseal(_p, c, b) => {
                let [e, other, d, check] = b.to_be_bytes();
                (e == *c && other == !e && check == !d).then_some(d)
            };
        }
        /// The context is not a part of it.
        lawbreaker without_context breaks other_context {
            seal(p, _c, d) => u32::from_be_bytes([*p, !*p, *d, !*d]);
            unseal(p, _c, b) => {
                let [q, other, d, check] = b.to_be_bytes();
                (q == *p && other == !q && check == !d).then_some(d)
            };
        }
        /// Encrypts, and does not notice when the data is altered.
        lawbreaker unauthenticated breaks altered {
            seal(p, c, d) => u32::from_be_bytes([0, *p, *c, *d]);
            unseal(p, c, b) => {
                let [zero, q, e, d] = b.to_be_bytes();
                (zero == 0 && q == *p && e == *c).then_some(d)
            };
        }
    }
}
