//! Reading terms such as `seq(par(a, b), c)`.

use crate::errors::invalid;
use crate::given::given;
use lawful_operad::term::{Head, Signature, Terms};
use pyo3::prelude::*;

/// Reads a term over the given operations, each a name and a number of arguments; every other name is
/// a variable.
///
/// Returns the parts in the order of evaluation: the name, and the number of arguments, or `None` for
/// a variable.
///
/// Raises `InvalidInput` with the place and a hint.
#[pyfunction]
#[pyo3(signature = (operations: "Sequence[tuple[str, int]]", text))]
pub fn read_term(
    #[pyo3(from_py_with = given)] operations: Vec<(String, usize)>,
    #[pyo3(from_py_with = given)] text: &str,
) -> PyResult<Vec<(String, Option<usize>)>> {
    let named = operations.iter().map(|(name, n)| (name.as_str(), *n));
    let mut terms = Terms::new(Signature::single(named).map_err(invalid)?);
    let term = terms.parse_open(text).map_err(invalid)?;
    // Outer before inner and right before left; turned around at the end.
    let mut parts = Vec::new();
    let mut rest = vec![term];
    while let Some(term) = rest.pop() {
        match terms.head(term) {
            Some(Head::Var(v)) => parts.push((terms.variable_name(v).to_owned(), None)),
            Some(Head::Op(op)) => {
                let arguments = terms.args(term);
                parts.push((terms.signature().name(op).to_owned(), Some(arguments.len())));
                rest.extend_from_slice(arguments);
            }
            None => {}
        }
    }
    parts.reverse();
    Ok(parts)
}
