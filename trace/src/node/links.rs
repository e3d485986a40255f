//! The causal links of a node.

use super::cursor::Cursor;
use super::node_view::text;
use super::{Link, Relation};

/// The causal links of a node, in ascending order of relation and target, each once.
#[derive(Clone)]
pub struct Links<'a>(Cursor<'a>);

impl<'a> Links<'a> {
    pub(super) const fn new(section: &'a [u8]) -> Links<'a> {
        Links(Cursor::new(section))
    }
}

impl<'a> Iterator for Links<'a> {
    type Item = Link<'a>;

    fn next(&mut self) -> Option<Link<'a>> {
        let relation = Relation::of_number(self.0.byte()?)?;
        let target = text(self.0.part()?);
        Some(Link { relation, target })
    }
}

impl std::iter::FusedIterator for Links<'_> {}

impl std::fmt::Debug for Links<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
