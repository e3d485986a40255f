//! Signed notes as text: the C2SP `signed-note` format.

use super::base64_text;
use super::{NoteName, note_text::text_problem};
use std::fmt;

/// A text with signature lines under it. Nothing is verified by reading it.
///
/// ```
/// use lawful_trace::checkpoint::Note;
/// let note = Note::parse(b"text\n\n\xe2\x80\x94 name AAAAAGFi\n").unwrap();
/// assert_eq!(note.text(), "text\n");
/// assert!(Note::parse(b"text without signatures\n").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    lines: Vec<SignatureLine>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// The name of the key.
    pub name: NoteName,
    /// The id of the key.
    pub id: [u8; 4],
    /// What the key made, 1 byte or more: its form depends on the type of the key.
    pub signature: Vec<u8>,
}

/// Bytes that are not a signed note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these `{length}` bytes are not a signed note: {problem}")]
pub struct BadNote {
    length: usize,
    problem: &'static str,
}

const DASH: &str = "\u{2014} ";

impl Note {
    /// The longest note, in bytes.
    pub const LONGEST: usize = 256 * 1024;
    /// The most signature lines.
    pub const MOST_LINES: usize = 64;

    /// Makes a note of a text and its signature lines.
    ///
    /// # Errors
    /// If the text does not end in a newline, has other control characters, there are no lines or
    /// too many, a signature is empty, or the whole is too long.
    pub fn new(text: &str, lines: Vec<SignatureLine>) -> Result<Note, BadNote> {
        let note = Note {
            text: text.to_owned(),
            lines,
        };
        // What is written must be read the same: the text must not look like signatures.
        match Note::parse(note.to_string().as_bytes()) {
            Ok(read) if read == note => Ok(note),
            Ok(_) => Err(BadNote {
                length: text.len(),
                problem: "it would be read as another note",
            }),
            Err(error) => Err(error),
        }
    }

    /// Reads a note.
    ///
    /// # Errors
    /// If it is too long, not UTF-8, has control characters other than newlines, or a signature line
    /// is not one. A note is read only if printing it gives the same bytes.
    pub fn parse(bytes: &[u8]) -> Result<Note, BadNote> {
        let length = bytes.len();
        let bad = |problem| BadNote { length, problem };
        if length > Self::LONGEST {
            return Err(bad("it is longer than 256 KiB"));
        }
        let all = std::str::from_utf8(bytes).map_err(|_| bad("it is not UTF-8"))?;
        let cut = all
            .rfind("\n\n")
            .ok_or_else(|| bad("there is no empty line before the signatures"))?;
        let (text, lines) = all.split_at(cut + 1);
        if let Some(problem) = text_problem(text) {
            return Err(bad(problem));
        }
        let lines = lines
            .strip_prefix('\n')
            .and_then(|lines| lines.strip_suffix('\n'))
            .ok_or_else(|| bad("the last signature does not end in a newline"))?;
        if lines.split('\n').count() > Self::MOST_LINES {
            return Err(bad("there are more than 64 signatures"));
        }
        let lines = lines
            .split('\n')
            .map(|line| line_of(line).map_err(bad))
            .collect::<Result<_, _>>()?;
        let text = text.to_owned();
        Ok(Note { text, lines })
    }

    /// Returns the text that is signed, with its last newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the signature lines.
    pub fn lines(&self) -> &[SignatureLine] {
        &self.lines
    }
}

fn line_of(line: &str) -> Result<SignatureLine, &'static str> {
    let (name, signature) = line
        .strip_prefix(DASH)
        .ok_or("a signature line begins with a dash and a space")?
        .split_once(' ')
        .ok_or("a signature line has a name and a signature")?;
    let name = name.parse().map_err(|_| "a key name is not one")?;
    let bytes = base64_text::decode(signature).ok_or("a signature is not base64")?;
    match bytes.split_first_chunk() {
        Some((id, signature)) if !signature.is_empty() => Ok(SignatureLine {
            name,
            id: *id,
            signature: signature.to_vec(),
        }),
        _ => Err("a signature is shorter than five bytes"),
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for line in &self.lines {
            let bytes = [&line.id, line.signature.as_slice()].concat();
            writeln!(f, "{DASH}{} {}", line.name, base64_text::encode(&bytes))?;
        }
        Ok(())
    }
}
