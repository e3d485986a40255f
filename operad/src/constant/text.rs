//! Text that is written while the program compiles.

/// A short ASCII text in a fixed buffer. What does not fit is cut off.
#[derive(Clone, Copy)]
pub(super) struct Text {
    bytes: [u8; Text::MOST],
    length: usize,
}

impl Text {
    const MOST: usize = 240;

    pub(super) const fn new() -> Text {
        Text {
            bytes: [0; Text::MOST],
            length: 0,
        }
    }

    pub(super) const fn text(mut self, text: &str) -> Text {
        let from = text.as_bytes();
        let mut k = 0;
        while k < from.len() && self.length < Text::MOST {
            // Only ASCII may enter, so that cutting off never splits a character.
            self.bytes[self.length] = if from[k].is_ascii() { from[k] } else { b'?' };
            self.length += 1;
            k += 1;
        }
        self
    }

    pub(super) const fn number(mut self, number: usize) -> Text {
        let mut unit = 1;
        while number / unit >= 10 {
            unit *= 10;
        }
        while unit > 0 && self.length < Text::MOST {
            self.bytes[self.length] = b'0' + (number / unit % 10) as u8;
            self.length += 1;
            unit /= 10;
        }
        self
    }

    pub(super) const fn as_str(&self) -> &str {
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
    pub(super) const fn refuse(&self) -> ! {
        panic!("{}", self.as_str())
    }
}
