//! Which operations there are, and what they take.

use std::collections::HashMap;

/// The largest number of operations of a signature.
const MOST_OPERATIONS: usize = 1 << 16;
/// The largest number of arguments of an operation.
const MOST_ARGUMENTS: usize = 64;

/// An operation of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpId(pub(super) u32);

impl OpId {
    /// Returns the place in the order of declaration, from 0.
    pub(crate) fn place(self) -> usize {
        self.0 as usize
    }
}

/// A sort of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SortId(pub(super) u32);

/// What a signature says of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The name.
    pub name: String,
    /// The sorts of the arguments.
    pub inputs: Vec<SortId>,
    /// The sort of the result.
    pub output: SortId,
}

/// Operations with the sorts of their arguments and results.
#[derive(Debug, Clone, Default)]
pub struct Signature {
    sorts: Vec<String>,
    operations: Vec<Declared>,
    by_name: HashMap<String, OpId>,
}

/// An operation that cannot be declared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The name is not one.
    #[error(
        "`{0}` is not a name; a name is made of letters, digits, `_`, `.` and `-`, and does not begin with a digit"
    )]
    Name(String),
    /// The name is taken.
    #[error("the operation `{0}` is declared twice; names must be different")]
    Twice(String),
    /// Too many arguments.
    #[error("`{name}` takes `{arguments}` arguments; at most {MOST_ARGUMENTS}")]
    Arguments {
        /// The operation.
        name: String,
        /// The number of arguments.
        arguments: usize,
    },
    /// Too many operations.
    #[error("there are too many operations; at most {MOST_OPERATIONS}")]
    TooMany,
}

/// Returns whether a text can name an operation or a variable.
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(begins_name) && chars.all(continues_name)
}

pub(super) fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

pub(super) fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-')
}

impl Signature {
    /// Makes a signature of one sort from names and numbers of arguments.
    ///
    /// # Errors
    /// If a name is not one or is there twice, or there are too many operations or arguments.
    pub fn single<'a>(
        operations: impl IntoIterator<Item = (&'a str, usize)>,
    ) -> Result<Signature, SignatureError> {
        let mut signature = Signature::default();
        for (name, arguments) in operations {
            if arguments > MOST_ARGUMENTS {
                let name = name.to_owned();
                return Err(SignatureError::Arguments { name, arguments });
            }
            signature.declare(name, &vec!["element"; arguments], "element")?;
        }
        Ok(signature)
    }

    /// Declares an operation.
    ///
    /// # Errors
    /// If the name is not one or is taken, or there are too many operations or arguments.
    pub fn declare(
        &mut self,
        name: &str,
        inputs: &[&str],
        output: &str,
    ) -> Result<OpId, SignatureError> {
        if !is_name(name) {
            return Err(SignatureError::Name(name.chars().take(80).collect()));
        }
        if self.by_name.contains_key(name) {
            return Err(SignatureError::Twice(name.to_owned()));
        }
        if inputs.len() > MOST_ARGUMENTS {
            return Err(SignatureError::Arguments {
                name: name.to_owned(),
                arguments: inputs.len(),
            });
        }
        if self.operations.len() >= MOST_OPERATIONS {
            return Err(SignatureError::TooMany);
        }
        let id = OpId(self.operations.len() as u32);
        let inputs = inputs.iter().map(|sort| self.sort(sort)).collect();
        let output = self.sort(output);
        self.by_name.insert(name.to_owned(), id);
        self.operations.push(Declared {
            name: name.to_owned(),
            inputs,
            output,
        });
        Ok(id)
    }

    /// Returns a sort, which is made if it is not there yet.
    pub fn sort(&mut self, name: &str) -> SortId {
        let found = self.sorts.iter().position(|sort| sort == name);
        SortId(found.unwrap_or_else(|| {
            self.sorts.push(name.to_owned());
            self.sorts.len() - 1
        }) as u32)
    }

    /// Returns whether there is one sort only.
    pub(super) fn is_single(&self) -> bool {
        self.sorts.len() <= 1
    }

    /// Finds an operation by its name.
    pub fn find(&self, name: &str) -> Option<OpId> {
        self.by_name.get(name).copied()
    }

    /// Returns what is declared of an operation of this signature.
    pub fn get(&self, op: OpId) -> Option<&Declared> {
        self.operations.get(op.0 as usize)
    }

    /// Returns the name of an operation; `?` if it is not one of this signature.
    pub fn name(&self, op: OpId) -> &str {
        self.get(op).map_or("?", |declared| &declared.name)
    }

    /// Returns the name of a sort; `?` if it is not one of this signature.
    pub fn sort_name(&self, sort: SortId) -> &str {
        self.sorts.get(sort.0 as usize).map_or("?", String::as_str)
    }

    /// Returns all operations in the order of their declaration.
    pub fn operations(&self) -> impl ExactSizeIterator<Item = (OpId, &Declared)> {
        (0u32..)
            .map(OpId)
            .zip(&self.operations)
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Returns the name that is most like a given one, if one is near enough.
    pub(super) fn nearest<'a>(
        &'a self,
        name: &str,
        others: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let limit = 1 + name.chars().count() / 3;
        self.operations
            .iter()
            .map(|declared| declared.name.as_str())
            .chain(others)
            .map(|other| (distance(name, other), other))
            .filter(|(far, _)| *far <= limit)
            .min()
            .map(|(_, other)| other)
    }
}

/// Returns how many letters must be changed, left out, added or exchanged.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().take(64).collect(), b.chars().take(64).collect());
    let width = b.len() + 1;
    let mut rows = vec![0usize; (a.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[at(i, j)] = if i == 0 || j == 0 {
                i.max(j)
            } else {
                let changed = usize::from(a[i - 1] != b[j - 1]);
                let mut best = (rows[at(i - 1, j)] + 1)
                    .min(rows[at(i, j - 1)] + 1)
                    .min(rows[at(i - 1, j - 1)] + changed);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[at(i - 2, j - 2)] + 1);
                }
                best
            };
        }
    }
    rows[at(a.len(), b.len())]
}
