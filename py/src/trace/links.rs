//! Several links at once.

use super::link::Link;
use crate::errors::invalid;
use crate::given::given;
use lawful_trace as trace;
use pyo3::Borrowed;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// Links that Python gives in any iterable: as `Link`s, or as pairs of a relation and a target.
pub struct Links(Vec<(trace::Relation, String)>);

impl<'a, 'py> FromPyObject<'a, 'py> for Links {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Links> {
        let mut links = Vec::new();
        for link in given.try_iter()? {
            // One more than any node has is enough to be refused.
            if links.len() > lawful_trace::node::MAX_LINKS {
                break;
            }
            links.push(read(&link?)?);
        }
        Ok(Links(links))
    }
}

fn read(link: &Bound<'_, PyAny>) -> PyResult<(trace::Relation, String)> {
    let Ok(pair) = link.cast::<PyTuple>() else {
        let link = link.cast::<Link>()?.get();
        return Ok((link.relation, link.target.clone()));
    };
    let (relation, target) = pair.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
    let relation = given::<&str>(&relation)?.parse().map_err(invalid)?;
    Ok((relation, given(&target)?))
}

impl Links {
    /// Returns the links.
    pub fn iter(&self) -> impl Iterator<Item = trace::Link<'_>> {
        self.0.iter().map(|(relation, target)| trace::Link {
            relation: *relation,
            target,
        })
    }
}
