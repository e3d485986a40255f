//! Domain separation: what a signature is for is part of what is signed.

use std::borrow::Cow;
use std::fmt;

/// The purpose of a signature. A signature made in one context is refused in every other.
///
/// # What is signed
/// A named context signs `FE "lawful" 01`, the length of the name (one byte), the name, and the
/// message. [`Context::DSSE`] and [`Context::SIGNED_NOTE`] sign the message as it is, so that other
/// tools can check the signature; they accept only messages of their own form. The three forms
/// cannot be confused: no text begins with the byte `FE`, a DSSE pre-authentication encoding begins
/// with `DSSEv1 `, and a note that begins so is refused.
///
/// ```
/// use lawful_platform::Context;
/// const GRANT: Context = Context::fixed("lawful.covenant.grant");
/// assert_eq!(GRANT.name(), "lawful.covenant.grant");
/// assert!(Context::new("").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Context(Form);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Form {
    Named(Cow<'static, str>),
    Dsse,
    SignedNote,
}

const PREFIX: [u8; 8] = *b"\xfelawful\x01";
const DSSE_PREFIX: &[u8] = b"DSSEv1 ";

/// A context that cannot be, or a message that does not belong in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContextError {
    /// The name is empty, too long, or has a character that is not printable ASCII.
    #[error("`{0}` is not a context name; use 1 to {max} printable ASCII characters without spaces", max = Context::LONGEST)]
    Name(String),
    /// The message is not of the form that the context signs.
    #[error("the message does not belong in the context `{context}`: {problem}")]
    Message {
        /// The context.
        context: &'static str,
        /// What is wrong with the message.
        problem: &'static str,
    },
}

impl Context {
    /// The longest name, in bytes.
    pub const LONGEST: usize = 64;

    /// The pre-authentication encoding of a DSSE envelope, signed as it is.
    pub const DSSE: Context = Context(Form::Dsse);

    /// The text of a C2SP signed note (a checkpoint, for instance), signed as it is.
    pub const SIGNED_NOTE: Context = Context(Form::SignedNote);

    /// Makes a context with a name of 1 to 64 printable ASCII characters.
    ///
    /// # Errors
    /// If the name is empty, longer, or has another character.
    pub fn new(name: &str) -> Result<Context, ContextError> {
        if is_name(name) {
            Ok(Context(Form::Named(Cow::Owned(name.to_owned()))))
        } else {
            Err(ContextError::Name(name.chars().take(80).collect()))
        }
    }

    /// Makes a context from a name in the program text, for use in a `const`.
    ///
    /// # Panics
    /// If the name is not one that [`Context::new`] takes; in a `const`, the program does not
    /// compile.
    ///
    /// ```compile_fail
    /// use lawful_platform::Context;
    /// const BAD: Context = Context::fixed("two words");
    /// ```
    pub const fn fixed(name: &'static str) -> Context {
        assert!(
            is_name(name),
            "a context name is 1 to 64 printable ASCII characters without spaces"
        );
        Context(Form::Named(Cow::Borrowed(name)))
    }

    /// Returns the name; `dsse` and `signed-note` for the two foreign forms.
    pub fn name(&self) -> &str {
        match &self.0 {
            Form::Named(name) => name,
            Form::Dsse => "dsse",
            Form::SignedNote => "signed-note",
        }
    }

    /// Returns the bytes that are signed for a message.
    ///
    /// # Errors
    /// If the context has a form of its own and the message is not of that form.
    pub fn preimage<'m>(&self, message: &'m [u8]) -> Result<Cow<'m, [u8]>, ContextError> {
        let prefix = self.prefix_of(message)?;
        if prefix.is_empty() {
            return Ok(Cow::Borrowed(message));
        }
        Ok(Cow::Owned([&prefix, message].concat()))
    }

    /// Returns what comes before the message in what is signed: no copy of a long message is needed
    /// to hash both.
    pub(crate) fn prefix_of(&self, message: &[u8]) -> Result<Vec<u8>, ContextError> {
        match &self.0 {
            Form::Named(name) => {
                // The name has at most 64 bytes.
                let length = [name.len() as u8];
                Ok([&PREFIX, &length[..], name.as_bytes()].concat())
            }
            Form::Dsse if message.starts_with(DSSE_PREFIX) => Ok(Vec::new()),
            Form::Dsse => Err(ContextError::Message {
                context: "dsse",
                problem: "it is not a pre-authentication encoding, which begins with `DSSEv1 `",
            }),
            Form::SignedNote => match note_problem(message) {
                None => Ok(Vec::new()),
                Some(problem) => Err(ContextError::Message {
                    context: "signed-note",
                    problem,
                }),
            },
        }
    }
}

fn note_problem(message: &[u8]) -> Option<&'static str> {
    let Ok(text) = std::str::from_utf8(message) else {
        return Some("a note is UTF-8 text");
    };
    if text.starts_with("DSSEv1 ") {
        Some("a note may not look like a DSSE encoding")
    } else if !text.ends_with('\n') {
        Some("a note ends in a newline")
    } else if text.chars().any(|c| c.is_control() && c != '\n') {
        Some("a note has no control characters but newlines")
    } else {
        None
    }
}

const fn is_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    if bytes.is_empty() || bytes.len() > Context::LONGEST {
        return false;
    }
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        if !first.is_ascii_graphic() {
            return false;
        }
        rest = tail;
    }
    true
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preimage_is_injective_in_name_and_message() {
        let ab = Context::new("ab").unwrap();
        let a = Context::new("a").unwrap();
        assert_ne!(ab.preimage(b"c").unwrap(), a.preimage(b"bc").unwrap());
        assert_eq!(&*a.preimage(b"xy").unwrap(), b"\xfelawful\x01\x01axy");
    }

    #[test]
    fn foreign_forms_take_only_their_own_messages() {
        assert!(Context::DSSE.preimage(b"DSSEv1 0  0 ").is_ok());
        assert!(Context::DSSE.preimage(b"hello\n").is_err());
        assert!(
            Context::SIGNED_NOTE
                .preimage(b"example.com/log\n1\nAAAA\n")
                .is_ok()
        );
        for bad in [
            &b"no newline"[..],
            b"DSSEv1 4 text 0 \n",
            b"\xfe\n",
            b"a\rb\n",
            b"",
        ] {
            assert!(Context::SIGNED_NOTE.preimage(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn names_are_short_printable_and_without_spaces() {
        assert!(Context::new(&"x".repeat(64)).is_ok());
        for bad in ["", " ", "a b", "ä", "a\n", &"x".repeat(65)] {
            assert!(Context::new(bad).is_err(), "{bad:?}");
        }
    }
}
