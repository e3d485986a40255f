//! Several texts at once.

use pyo3::Borrowed;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyString;

/// Texts that Python gives in any iterable but a text, which is an iterable of letters by accident.
#[derive(Default)]
pub struct Texts(pub Vec<PyBackedStr>);

impl<'a, 'py> FromPyObject<'a, 'py> for Texts {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Texts> {
        if given.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err(format!(
                "give a list of texts, not the text {}; write [{0}]",
                given.repr()?
            )));
        }
        let mut texts = Vec::new();
        for text in given.try_iter()? {
            // One more than any field allows is enough to be refused.
            if texts.len() > lawful_trace::node::MAX_LINKS {
                break;
            }
            texts.push(text?.extract::<PyBackedStr>()?);
        }
        Ok(Texts(texts))
    }
}

impl Texts {
    /// Returns the texts.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|text| &**text)
    }
}
