//! Values that come back as they went.

use crate::theories::Carrier;
use crate::{Sort, theory};

theory! {
    /// An encoding that can be read back.
    pub theory RoundTrip in ::lawful::theories: Carrier {
        /// The encoded form.
        sort Code;
        /// Returns the encoded form.
        op encode(a: Elem) -> Code;
        /// Returns the element, if the code is one.
        op decode(c: Code) -> Option<Elem>;

        /// What was encoded is read back.
        law round_trip(a: Elem) { decode(encode(a)) == some(a) }

        /// Keeps the low byte only.
        lawbreaker low_byte breaks round_trip {
            Elem: u16 = Sort::any();
            Code: u8 = Sort::any();
            encode(a) => a.to_le_bytes()[0];
            decode(c) => Some(u16::from(*c));
        }
    }
}
