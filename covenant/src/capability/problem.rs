//! What is wrong with the text of an action or a pattern.

/// Why a text is no action, or no pattern of actions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// There is no text.
    #[error("it is empty; write `verb:resource`, such as `fs.read:/srv/app`")]
    Empty,
    /// The text is too long.
    #[error("it has {0} bytes; at most {max} are allowed", max = super::Action::LONGEST)]
    TooLong(usize),
    /// There are too many segments.
    #[error("it has more than {max} segments", max = super::Action::MOST_SEGMENTS)]
    TooDeep,
    /// No colon parts the verb from the resource.
    #[error("it has no colon; write `verb:resource`, such as `fs.read:/srv/app`")]
    NoColon,
    /// A segment has nothing in it.
    #[error("it has an empty segment; write each separator once, and none at the end")]
    EmptySegment,
    /// A segment is `.` or `..`.
    #[error("the segment `{0}` moves through the tree; write the plain path")]
    Dots(String),
    /// A segment begins or ends in a way that some systems strip or expand.
    #[error(
        "the segment `{0}` begins or ends with a space, ends with a dot, or begins with `~`: \
         systems read such names in different ways"
    )]
    Edge(String),
    /// A character may not stand in a segment.
    #[error("the character `{}` may not stand in `{segment}`; {why}", character.escape_default())]
    Character {
        /// The character.
        character: char,
        /// The segment.
        segment: String,
        /// Why not.
        why: &'static str,
    },
    /// A verb has a character other than lowercase ASCII.
    #[error("the verb segment `{0}` has other characters than `a` to `z`, `0` to `9`, `-` and `_`")]
    Verb(String),
    /// The text is not in the composed normal form.
    #[error("the segment `{0}` is not in Unicode's normal form C; write it composed")]
    NotComposed(String),
    /// Letters of several scripts stand side by side.
    #[error("the segment `{0}` mixes scripts: a letter of one may be taken for one of another")]
    MixedScripts(String),
    /// The segment looks like another one in ASCII.
    #[error("the segment `{0}` can be taken for `{1}`, which is another name")]
    Confusable(String, String),
    /// A wildcard is a part of a segment.
    #[error("the segment `{0}` has a wildcard beside other characters; a wildcard stands alone")]
    PartialWildcard(String),
    /// `**` is not at the end.
    #[error("`**` may only be the last segment of the verb or of the resource")]
    RestInside,
    /// A pattern has the word that begins conditions.
    #[error("it has the word ` when `, which begins the conditions of a permission")]
    When,
    /// An action has a wildcard.
    #[error("the action has a wildcard in `{0}`; wildcards are for patterns")]
    WildcardInAction(String),
}

/// A text that is no action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not an action: {problem}")]
pub struct BadAction {
    given: String,
    /// What is wrong.
    pub problem: Problem,
}

/// A text that is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a pattern: {problem}")]
pub struct BadPattern {
    given: String,
    /// What is wrong.
    pub problem: Problem,
}

impl BadAction {
    pub(super) fn new(given: &str, problem: Problem) -> BadAction {
        BadAction {
            given: printable(given),
            problem,
        }
    }
}

impl BadPattern {
    pub(super) fn new(given: &str, problem: Problem) -> BadPattern {
        BadPattern {
            given: printable(given),
            problem,
        }
    }
}

/// Shortens a text for a message, and escapes what could disturb a terminal or deceive its reader.
pub(crate) fn printable(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(80)
        .flat_map(|c| {
            let plain = !c.is_control() && (c.is_ascii() || c.is_alphanumeric());
            let escaped = (!plain).then(|| c.escape_default());
            plain
                .then_some(c)
                .into_iter()
                .chain(escaped.into_iter().flatten())
        })
        .collect();
    if text.chars().nth(80).is_some() {
        short.push('…');
    }
    short
}
