//! The tags of a node.

use super::cursor::Cursor;
use super::node_view::text;

/// The tags of a node, in ascending order, each once.
#[derive(Clone)]
pub struct Tags<'a>(Cursor<'a>);

impl<'a> Tags<'a> {
    pub(super) const fn new(section: &'a [u8]) -> Tags<'a> {
        Tags(Cursor::new(section))
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.0.part().map(text)
    }
}

impl std::iter::FusedIterator for Tags<'_> {}

impl std::fmt::Debug for Tags<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
