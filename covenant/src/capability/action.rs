//! What an agent wants to do, to what.

use super::problem::{BadAction, Problem, printable};
use super::segment::{check_resource, check_verb};
use super::spelling::Spelling;
use std::fmt;
use std::str::FromStr;

/// What an agent wants to do, to what: `fs.write:/srv/app/main.rs`, `mcp:github/create_issue`.
///
/// # Grammar
/// `verb:resource`. The verb is one or more segments joined by `.`, of `a`-`z`, `0`-`9`, `-` and `_`.
/// The resource is segments joined by `/`; with a leading `/` it is absolute, and `/` alone is the
/// root. A segment is not empty, not `.` or `..`, has no control character, `\`, `:` or `%`, does
/// not begin or end with a space, end with a dot or begin with `~`. Beyond ASCII it is in normal form
/// C, of one script, of letters and digits, and not the double of an ASCII name. Case matters.
/// At most 4,096 bytes and 64 segments.
///
/// ```
/// use lawful_covenant::capability::Action;
/// let action: Action = "fs.write:/srv/app/main.rs".parse().unwrap();
/// assert_eq!(action.to_string(), "fs.write:/srv/app/main.rs");
/// assert!("fs.write:/srv/app/../../etc/passwd".parse::<Action>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Action {
    spelling: Spelling,
    /// The name in lowercase, if that is another one.
    folded: Option<Spelling>,
}

impl Action {
    /// The longest action, in bytes.
    pub const LONGEST: usize = 4096;
    /// The most segments, of verb and resource together.
    pub const MOST_SEGMENTS: usize = 64;

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        self.spelling.text()
    }

    pub(super) fn spelling(&self) -> &Spelling {
        &self.spelling
    }

    /// Returns the name as a system that ignores case reads it: what denials and gates look at.
    pub(super) fn folded(&self) -> &Spelling {
        self.folded.as_ref().unwrap_or(&self.spelling)
    }
}

/// Returns the lowercase form that denials compare.
pub(super) fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// Parts a text at its colon, and checks how long and how deep it is.
fn halves(text: &str) -> Result<(&str, &str), Problem> {
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    if text.len() > Action::LONGEST {
        return Err(Problem::TooLong(text.len()));
    }
    let (verb, resource) = text.split_once(':').ok_or(Problem::NoColon)?;
    let separators = text.bytes().filter(|b| matches!(b, b'.' | b'/')).count();
    // Dots inside of resource segments are no separators, so count exactly only near the limit.
    if separators >= Action::MOST_SEGMENTS
        && verb.split('.').count() + resource.split('/').count() > Action::MOST_SEGMENTS
    {
        return Err(Problem::TooDeep);
    }
    Ok((verb, resource))
}

/// Parts a text into verb segments, whether it is absolute, and resource segments.
pub(super) fn parts(text: &str) -> Result<(Vec<&str>, bool, Vec<&str>), Problem> {
    let (verb, resource) = halves(text)?;
    let verb = verb.split('.').collect();
    let (absolute, rest) = match resource.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, resource),
    };
    let resource = if absolute && rest.is_empty() {
        Vec::new()
    } else {
        rest.split('/').collect()
    };
    Ok((verb, absolute, resource))
}

fn check(text: &str) -> Result<(), Problem> {
    let (verb, resource) = halves(text)?;
    verb.split('.').try_for_each(check_verb)?;
    if resource == "/" {
        return Ok(());
    }
    let resource = resource.strip_prefix('/').unwrap_or(resource);
    resource.split('/').try_for_each(|segment| {
        check_resource(segment)?;
        if segment.contains('*') {
            return Err(Problem::WildcardInAction(printable(segment)));
        }
        Ok(())
    })
}

impl FromStr for Action {
    type Err = BadAction;

    fn from_str(text: &str) -> Result<Action, BadAction> {
        check(text).map_err(|problem| BadAction::new(text, problem))?;
        let folded = (!text
            .bytes()
            .all(|b| b.is_ascii() && !b.is_ascii_uppercase()))
        .then(|| fold(text))
        .filter(|folded| folded != text && folded.len() <= usize::from(u16::MAX));
        Ok(Action {
            spelling: Spelling::cut(text),
            folded: folded.as_deref().map(Spelling::cut),
        })
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Action({self})")
    }
}
