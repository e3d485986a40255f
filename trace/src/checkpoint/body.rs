//! The text of a checkpoint: the C2SP `tlog-checkpoint` format.

use super::base64_text;
use crate::merkle::{Head, MOST_LEAVES, TreeHash};
use std::fmt;
use std::str::FromStr;

/// A head with the log that it is of.
///
/// The tree hash is the one of RFC 6962 unless an extension line says otherwise: so no tool that
/// knows only that one takes another root for its own.
///
/// ```
/// use lawful_trace::checkpoint::Checkpoint;
/// let text = "example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
/// assert_eq!(text.parse::<Checkpoint>().unwrap().to_string(), text);
/// assert!(text.replace("\n0\n", "\n00\n").parse::<Checkpoint>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    origin: String,
    head: Head,
    extensions: Vec<String>,
}

/// A text that is not a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a checkpoint: {problem}")]
pub struct BadCheckpoint {
    given: String,
    problem: &'static str,
}

const TREE_HASH: &str = "lawful-tree-hash ";
const STANDARD: &str = "rfc6962-sha256";

fn bad(text: &str, problem: &'static str) -> BadCheckpoint {
    BadCheckpoint {
        given: text.chars().take(120).collect(),
        problem,
    }
}

impl Checkpoint {
    /// The longest origin and extension line, in bytes.
    pub const LONGEST_LINE: usize = 1024;
    /// The most extension lines.
    pub const MOST_EXTENSIONS: usize = 16;

    /// Makes the checkpoint of a log.
    ///
    /// # Errors
    /// If the origin is empty, too long or has control characters.
    pub fn new(origin: &str, head: Head, hash: &dyn TreeHash) -> Result<Checkpoint, BadCheckpoint> {
        let extensions = match hash.id() {
            STANDARD => Vec::new(),
            other => vec![format!("{TREE_HASH}{other}")],
        };
        let checkpoint = Checkpoint {
            origin: origin.to_owned(),
            head,
            extensions,
        };
        match checkpoint.to_string().parse() {
            Ok(read) if checkpoint == read => Ok(checkpoint),
            Ok(_) => Err(bad(origin, "the origin has a newline")),
            Err(error) => Err(error),
        }
    }

    /// Returns the origin: what the log is called.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the head.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns the extension lines.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Returns the id of the tree hash.
    pub fn tree_hash_id(&self) -> &str {
        self.extensions
            .iter()
            .find_map(|line| line.strip_prefix(TREE_HASH))
            .unwrap_or(STANDARD)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = base64_text::encode(&self.head.root);
        write!(f, "{}\n{}\n{root}\n", self.origin, self.head.size)?;
        self.extensions
            .iter()
            .try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = BadCheckpoint;

    fn from_str(text: &str) -> Result<Checkpoint, BadCheckpoint> {
        let bad = |problem| bad(text, problem);
        if let Some(problem) = super::note_text::text_problem(text) {
            return Err(bad(problem));
        }
        let longest = (Self::MOST_EXTENSIONS + 3) * (Self::LONGEST_LINE + 1);
        if text.len() > longest {
            return Err(bad("it is too long"));
        }
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(bad("it has less than three lines"));
        };
        let size = base64_text::decimal(size)
            .filter(|size| *size <= MOST_LEAVES)
            .ok_or_else(|| bad("the second line is not a size"))?;
        let root =
            base64_text::hash(root).ok_or_else(|| bad("the third line is not a root in base64"))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.len() > Self::MOST_EXTENSIONS {
            return Err(bad("it has more than 16 extension lines"));
        }
        let wrong = |line: &str| line.is_empty() || line.len() > Self::LONGEST_LINE;
        if wrong(origin) || extensions.iter().any(|line| wrong(line)) {
            return Err(bad("a line is empty or longer than 1024 bytes"));
        }
        let hashes = extensions
            .iter()
            .filter(|line| line.starts_with(TREE_HASH))
            .count();
        if hashes > 1 {
            return Err(bad("it names more than one tree hash"));
        }
        Ok(Checkpoint {
            origin: origin.to_owned(),
            head: Head { size, root },
            extensions,
        })
    }
}
