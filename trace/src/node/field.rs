//! The parts of a node, by name.

use std::fmt;

/// A part of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The id.
    Id,
    /// The origin.
    Origin,
    /// The kind.
    Kind,
    /// The walk id.
    Walk,
    /// The stimulus.
    Stimulus,
    /// The response.
    Response,
    /// One tag, or all of them.
    Tags,
    /// The target of one causal link, or all links.
    Links,
    /// The payload.
    Payload,
}

impl Field {
    /// Returns the name of the field, as Python and JSON spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Origin => "origin",
            Field::Kind => "kind",
            Field::Walk => "walk_id",
            Field::Stimulus => "stimulus",
            Field::Response => "response",
            Field::Tags => "tags",
            Field::Links => "links",
            Field::Payload => "payload",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
