//! Reading terms and equations, without recursion.

use super::signature::{begins_name, continues_name};
use super::{OpId, SortId, TermError, TermId, Terms};
use std::fmt;

/// The longest text that is read, in bytes.
const LONGEST: usize = 1 << 28;

/// A text that is no term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The place, in bytes from 0.
    pub offset: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ParseError {
            line,
            column,
            message,
            hint,
            ..
        } = self;
        write!(f, "line {line}, column {column}: {message} (hint: {hint})")
    }
}

impl std::error::Error for ParseError {}

pub(super) fn error_at(
    text: &str,
    offset: usize,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> ParseError {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |place| place + 1);
    ParseError {
        offset,
        line: 1 + before.matches('\n').count(),
        column: 1 + before.get(line_start..).map_or(0, |l| l.chars().count()),
        message: message.into(),
        hint: hint.into(),
    }
}

/// Which names are variables.
pub(super) enum Names<'a> {
    /// These and no others.
    Declared(&'a [&'a str]),
    /// Every name that is no operation.
    Open,
}

/// An operation whose arguments are being read.
struct Open {
    op: OpId,
    at: usize,
    /// Where its arguments begin in the list of terms that were read.
    from: usize,
}

pub(super) struct Parser<'a> {
    pub text: &'a str,
    pub place: usize,
    names: Names<'a>,
    sort: SortId,
}

impl<'a> Parser<'a> {
    pub(super) fn new(
        text: &'a str,
        place: usize,
        names: Names<'a>,
    ) -> Result<Parser<'a>, ParseError> {
        if text.len() > LONGEST {
            let message = format!("the text has {} bytes", text.len());
            let hint = format!("at most {LONGEST} are read");
            return Err(error_at("", 0, message, hint));
        }
        Ok(Parser {
            text,
            place,
            names,
            sort: SortId(0),
        })
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.place..).unwrap_or_default()
    }

    pub(super) fn skip(&mut self) {
        let rest = self.rest();
        self.place += rest.len() - rest.trim_start().len();
    }

    pub(super) fn take(&mut self, wanted: char) -> bool {
        self.skip();
        let there = self.rest().starts_with(wanted);
        if there {
            self.place += wanted.len_utf8();
        }
        there
    }

    fn error(&self, message: impl Into<String>, hint: impl Into<String>) -> ParseError {
        error_at(self.text, self.place, message, hint)
    }

    pub(super) fn found(&self) -> String {
        match self.rest().chars().next() {
            Some(c) => format!("`{c}`"),
            None => "the end".to_owned(),
        }
    }

    /// Reads a name.
    pub(super) fn name(&mut self) -> Result<(usize, &'a str), ParseError> {
        self.skip();
        let (start, rest) = (self.place, self.rest());
        if !rest.chars().next().is_some_and(begins_name) {
            let message = format!("a name is missing before {}", self.found());
            return Err(self.error(message, "write an operation or a variable here"));
        }
        let length = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        self.place += length;
        Ok((start, rest.get(..length).unwrap_or_default()))
    }

    /// Reads one term.
    pub(super) fn term(&mut self, terms: &mut Terms) -> Result<TermId, ParseError> {
        let mut open: Vec<Open> = Vec::new();
        let mut read: Vec<TermId> = Vec::new();
        loop {
            // A term begins here.
            let (at, name) = self.name()?;
            let mut whole = match terms.signature().find(name) {
                Some(op) if self.take('(') => {
                    let from = read.len();
                    open.push(Open { op, at, from });
                    if !self.take(')') {
                        continue;
                    }
                    self.close(terms, &mut open, &mut read)?
                }
                Some(op) => self.made(at, terms.apply(op, &[]))?,
                None => self.variable(at, name, terms)?,
            };
            // A term has ended: go on with the operation that it is an argument of.
            loop {
                read.push(whole);
                if open.is_empty() {
                    return Ok(whole);
                }
                if self.take(',') {
                    break;
                }
                if !self.take(')') {
                    let message = format!("`,` or `)` is missing before {}", self.found());
                    let opened = open.last().map_or(0, |o| o.at);
                    let at = error_at(self.text, opened, "", "");
                    let hint = format!(
                        "the operation at line {}, column {} is not closed",
                        at.line, at.column
                    );
                    return Err(self.error(message, hint));
                }
                whole = self.close(terms, &mut open, &mut read)?;
            }
        }
    }

    fn close(
        &self,
        terms: &mut Terms,
        open: &mut Vec<Open>,
        read: &mut Vec<TermId>,
    ) -> Result<TermId, ParseError> {
        let Some(Open { op, at, from }) = open.pop() else {
            return Err(self.error("`)` closes nothing", "leave it out"));
        };
        let arguments = read.get(from..).unwrap_or_default().to_vec();
        read.truncate(from);
        self.made(at, terms.apply(op, &arguments))
    }

    fn made(&self, at: usize, made: Result<TermId, TermError>) -> Result<TermId, ParseError> {
        made.map_err(|error| {
            let hint = match &error {
                TermError::Arity { wanted: 0, op, .. } => format!("write `{op}` alone"),
                TermError::Arity { wanted, op, .. } => {
                    let places: Vec<String> = (1..=*wanted).map(|k| format!("_{k}")).collect();
                    format!("write `{op}({})`", places.join(", "))
                }
                TermError::Sort { wanted, .. } => format!("put a `{wanted}` there"),
                _ => "take a smaller term".to_owned(),
            };
            error_at(self.text, at, error.to_string(), hint)
        })
    }

    fn variable(&mut self, at: usize, name: &str, terms: &mut Terms) -> Result<TermId, ParseError> {
        if self.take('(') {
            let near = terms.signature().nearest(name, std::iter::empty());
            let message = format!("there is no operation `{name}`");
            return Err(error_at(self.text, at, message, suggested(near, terms)));
        }
        let sort = self.sort;
        match self.names {
            Names::Declared(names) if !names.contains(&name) => {
                let near = terms.signature().nearest(name, names.iter().copied());
                let message = format!("the variable `{name}` is unbound");
                let hint = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("declare it before the equation: `{name}: ..`"),
                };
                Err(error_at(self.text, at, message, hint))
            }
            _ => match terms.find_variable(name) {
                Some(known) => {
                    let sort = terms.variable_sort(known).unwrap_or(sort);
                    self.made(at, terms.variable_of(name, sort))
                }
                None => self.made(at, terms.variable_of(name, sort)),
            },
        }
    }
}

fn suggested(near: Option<&str>, terms: &Terms) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let all: Vec<String> = terms
                .signature()
                .operations()
                .take(8)
                .map(|(_, declared)| format!("`{}`", declared.name))
                .collect();
            format!("the operations are {}", all.join(", "))
        }
    }
}

impl Terms {
    /// Reads a term in which the given names are variables.
    ///
    /// # Errors
    /// If the text is no term: an unknown operation, a wrong number of arguments, an unbound
    /// variable, a parenthesis too few or too many. The error has the place and a hint.
    pub fn parse(&mut self, text: &str, variables: &[&str]) -> Result<TermId, ParseError> {
        self.parse_named(text, Names::Declared(variables))
    }

    /// Reads a term in which every name that is no operation is a variable.
    ///
    /// # Errors
    /// As [`Terms::parse`].
    pub fn parse_open(&mut self, text: &str) -> Result<TermId, ParseError> {
        self.parse_named(text, Names::Open)
    }

    fn parse_named(&mut self, text: &str, names: Names<'_>) -> Result<TermId, ParseError> {
        let mut parser = Parser::new(text, 0, names)?;
        let term = parser.term(self)?;
        parser.skip();
        if parser.place < text.len() {
            let message = format!("the term ends before {}", parser.found());
            return Err(error_at(text, parser.place, message, "leave out the rest"));
        }
        Ok(term)
    }
}
