//! Text that is written while the program compiles.

use std::fmt;

/// A short text in a fixed buffer, which `const` code can write.
///
/// `format!` does not run in a `const`, and a compile error that does not name the elements helps
/// nobody. Text that does not fit is cut off.
#[derive(Clone, Copy)]
pub struct Message {
    bytes: [u8; Message::MOST],
    length: usize,
}

impl Message {
    /// The largest number of bytes.
    pub const MOST: usize = 160;

    pub(crate) const fn new() -> Message {
        Message {
            bytes: [0; Message::MOST],
            length: 0,
        }
    }

    /// Appends ASCII text.
    pub(crate) const fn text(mut self, text: &str) -> Message {
        let from = text.as_bytes();
        let mut k = 0;
        while k < from.len() && self.length < Message::MOST {
            // Only ASCII may enter, so that cutting off never splits a character.
            self.bytes[self.length] = if from[k].is_ascii() { from[k] } else { b'?' };
            self.length += 1;
            k += 1;
        }
        self
    }

    /// Appends a number.
    pub(crate) const fn number(mut self, number: usize) -> Message {
        let mut unit = 1;
        while number / unit >= 10 {
            unit *= 10;
        }
        while unit > 0 && self.length < Message::MOST {
            self.bytes[self.length] = b'0' + (number / unit % 10) as u8;
            self.length += 1;
            unit /= 10;
        }
        self
    }

    /// Returns the text.
    pub const fn as_str(&self) -> &str {
        let (written, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(written) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    /// Ends the evaluation of a constant with this text as the compile error.
    #[track_caller]
    #[expect(
        clippy::panic,
        reason = "a panic in a constant is how code refuses to compile"
    )]
    pub(crate) const fn refuse(&self) -> ! {
        panic!("{}", self.as_str())
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
