//! Colour, if it is wanted.

use super::Style;
use crate::report::standing::Standing;

/// What a piece of text says, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Good,
    Bad,
    Doubtful,
    Strong,
    Quiet,
}

impl Ink {
    pub(super) const ALL: [Ink; 5] = [Ink::Good, Ink::Bad, Ink::Doubtful, Ink::Strong, Ink::Quiet];

    pub(super) fn of(standing: Standing) -> Ink {
        match standing {
            Standing::Proved | Standing::Tested | Standing::Witnessed => Ink::Good,
            Standing::Broken | Standing::Unwitnessed => Ink::Bad,
            Standing::Vacuous | Standing::NotRun => Ink::Doubtful,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Ink::Good => "\u{1b}[32m",
            Ink::Bad => "\u{1b}[1;31m",
            Ink::Doubtful => "\u{1b}[33m",
            Ink::Strong => "\u{1b}[1m",
            Ink::Quiet => "\u{1b}[2m",
        }
    }

    /// The mark that stands for the colour while a table is laid out: it has no width, and no
    /// shown text can hold it because `printable` escapes it.
    fn mark(self) -> char {
        match self {
            Ink::Good => '\u{2060}',
            Ink::Bad => '\u{2061}',
            Ink::Doubtful => '\u{2062}',
            Ink::Strong => '\u{2063}',
            Ink::Quiet => '\u{2064}',
        }
    }
}

const RESET: &str = "\u{1b}[0m";
const END_MARK: char = '\u{200b}';

impl Style {
    /// Colours a text.
    pub(super) fn paint(&self, ink: Ink, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{}{text}{RESET}", ink.code())
        } else {
            text.to_owned()
        }
    }

    /// Marks a text that goes through a layout which must not see escape sequences.
    pub(super) fn mark(&self, ink: Ink, text: &str) -> String {
        if self.colour {
            format!("{}{text}{END_MARK}", ink.mark())
        } else {
            text.to_owned()
        }
    }

    /// Turns marks into colours.
    pub(super) fn paint_marks(&self, laid_out: &str) -> String {
        if !self.colour {
            return laid_out.to_owned();
        }
        let mut out = laid_out.replace(END_MARK, RESET);
        for ink in Ink::ALL {
            out = out.replace(ink.mark(), ink.code());
        }
        out
    }

    /// Returns the width that is laid out for.
    pub(super) fn columns(&self) -> usize {
        self.width.clamp(40, 1000)
    }
}
