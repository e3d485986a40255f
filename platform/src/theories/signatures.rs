//! What a signature is.

use lawful::{Sort, theory};

theory! {
    /// Signatures that hold for exactly the key, the context and the message that they were made with.
    pub theory Signing in ::lawful_platform::theories {
        /// Keys that can sign.
        sort Key;
        /// What signatures are for.
        sort Label;
        /// What is signed.
        sort Message;
        /// Signatures.
        sort Signature;
        /// Signs a message in a context.
        op sign(k: Key, c: Label, m: Message) -> Signature;
        /// Returns whether a signature is accepted.
        op verify(k: Key, c: Label, m: Message, s: Signature) -> bool;
        /// Flips one bit of a signature.
        op alter(s: Signature, bit: u64) -> Signature;

        /// What was signed verifies.
        law holds(k: Key, c: Label, m: Message) { verify(k, c, m, sign(k, c, m)) }
        /// Another message is refused.
        law other_message(k: Key, c: Label, m, n: Message) if m != n {
            !verify(k, c, n, sign(k, c, m))
        }
        /// Another context is refused.
        law other_context(k: Key, c, d: Label, m: Message) if c != d {
            !verify(k, d, m, sign(k, c, m))
        }
        /// Another key is refused.
        law other_key(k, j: Key, c: Label, m: Message) if k != j {
            !verify(j, c, m, sign(k, c, m))
        }
        /// A signature of which any bit was flipped is refused.
        law altered(k: Key, c: Label, m: Message, bit: u64) {
            !verify(k, c, m, alter(sign(k, c, m), bit))
        }

        lawkeeper {
            Key: u8 = Sort::any();
            Label: u8 = Sort::any();
            Message: u8 = Sort::any();
            Signature: u16 = Sort::any();
            sign(k, c, m) => u32::from_be_bytes([0, *k, *c, *m]);
            verify(k, c, m, s) => *m != 0 && *s == u32::from_be_bytes([0, *k, *c, *m]);
            alter(s, bit) => s ^ (1 << (bit % 16));
        }
        /// Never accepts the message zero.
        lawbreaker mute breaks holds {
            Signature: u32 = Sort::any();
            alter(s, bit) => s ^ (1 << (bit % 32));
        }
        /// Signs without looking at the message.
        lawbreaker blind breaks other_message {
            sign(k, c, _m) => u16::from_be_bytes([*k, *c]);
            verify(k, c, _m, s) => *s == u16::from_be_bytes([*k, *c]);
        }
        /// Signs without looking at the context.
        lawbreaker without_context breaks other_context {
            sign(k, _c, m) => u16::from_be_bytes([*k, *m]);
            verify(k, _c, m, s) => *s == u16::from_be_bytes([*k, *m]);
        }
        /// A checksum: everybody can make it.
        lawbreaker checksum breaks other_key {
            sign(_k, c, m) => u16::from_be_bytes([*c, *m]);
            verify(_k, c, m, s) => *s == u16::from_be_bytes([*c, *m]);
        }
        /// Does not look at the highest byte of the signature.
        lawbreaker malleable breaks altered {
            Signature: u32 = Sort::any();
            verify(k, c, m, s) => s & 0xff_ffff == u32::from_be_bytes([0, *k, *c, *m]);
            alter(s, bit) => s ^ (1 << (bit % 32));
        }
    }
}
