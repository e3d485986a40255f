//! Several links at once.

use super::link::Link;
use pyo3::Borrowed;
use pyo3::prelude::*;

/// Links that Python gives in any iterable.
pub struct Links<'py>(Vec<Bound<'py, Link>>);

impl<'a, 'py> FromPyObject<'a, 'py> for Links<'py> {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Links<'py>> {
        let mut links = Vec::new();
        for link in given.try_iter()? {
            // One more than any node has is enough to be refused.
            if links.len() > lawful_trace::node::MAX_LINKS {
                break;
            }
            links.push(link?.cast_into::<Link>()?);
        }
        Ok(Links(links))
    }
}

impl Links<'_> {
    /// Returns the links.
    pub fn iter(&self) -> impl Iterator<Item = &Link> {
        self.0.iter().map(Bound::get)
    }
}
