//! What every frozen class can do: compare, hash, pickle, copy.
//!
//! A frozen class wraps data that serde can write; the JSON is what is hashed and pickled.

use crate::errors::invalid;
use crate::evidence;
use crate::given::given;
use pyo3::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Data behind a frozen class.
pub trait Frozen {
    /// The data.
    type Data: Serialize + DeserializeOwned + PartialEq;

    /// The name of the class.
    const NAME: &'static str;
}

/// Returns the data as JSON.
pub fn json(data: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(data).map_err(invalid)
}

/// Returns the hash of the data.
pub fn hash(data: &impl Serialize) -> PyResult<u64> {
    let mut hasher = DefaultHasher::new();
    json(data)?.hash(&mut hasher);
    Ok(hasher.finish())
}

/// Returns the first eight bytes of a digest: bytes that are hashed already need no other hash.
pub fn first_word(digest: &[u8; 32]) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = *digest;
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// Gives a class `__eq__`, `__hash__`, `__reduce__`, `__copy__` and `__deepcopy__`.
#[macro_export]
macro_rules! frozen {
    ($class:ident, $name:literal, $data:ty) => {
        impl $crate::frozen::Frozen for $class {
            type Data = $data;
            const NAME: &'static str = $name;
        }

        #[pyo3::pymethods]
        impl $class {
            fn __eq__(&self, other: &Self) -> bool {
                self.0 == other.0
            }

            fn __hash__(&self) -> pyo3::PyResult<u64> {
                $crate::frozen::hash(&*self.0)
            }

            fn __reduce__<'py>(
                &self,
                py: pyo3::Python<'py>,
            ) -> pyo3::PyResult<(pyo3::Bound<'py, pyo3::PyAny>, (&'static str, String))> {
                use pyo3::types::PyAnyMethods as _;
                let restore = py.import("lawful._core")?.getattr("_restore")?;
                let json = $crate::frozen::json(&*self.0)?;
                Ok((restore, (<Self as $crate::frozen::Frozen>::NAME, json)))
            }

            fn __copy__(this: pyo3::Py<Self>) -> pyo3::Py<Self> {
                this
            }

            fn __deepcopy__(
                this: pyo3::Py<Self>,
                _memo: &pyo3::Bound<'_, pyo3::PyAny>,
            ) -> pyo3::Py<Self> {
                this
            }
        }
    };
}

fn read<T: DeserializeOwned>(name: &str, json: &str) -> PyResult<std::sync::Arc<T>> {
    serde_json::from_str(json)
        .map(std::sync::Arc::new)
        .map_err(|why| invalid(format!("the pickled `{name}` is damaged: {why}")))
}

/// Makes the object of a class from its JSON again: what unpickling calls.
#[pyfunction]
pub fn _restore(
    py: Python<'_>,
    #[pyo3(from_py_with = given)] name: &str,
    #[pyo3(from_py_with = given)] json: &str,
) -> PyResult<Py<PyAny>> {
    macro_rules! restore {
        ($($class:ty),*) => {
            match name {
                <evidence::Verdict as Frozen>::NAME => {
                    evidence::verdict(py, read(name, json)?)
                }
                $(<$class as Frozen>::NAME => {
                    let object = <$class>::from(read::<<$class as Frozen>::Data>(name, json)?);
                    Ok(Bound::new(py, object)?.into_any().unbind())
                })*
                other => Err(invalid(format!("there is no class `{other}` to restore"))),
            }
        };
    }
    restore!(
        evidence::Report,
        evidence::Evidence,
        evidence::LawEvidence,
        evidence::Counterexample,
        evidence::Binding,
        evidence::Step,
        evidence::Failure,
        evidence::KillMatrix,
        evidence::Mutant,
        evidence::Summary,
        evidence::Timing,
        crate::comparison::Comparison,
        crate::comparison::Difference,
        crate::comparison::Outcome,
        crate::discover::Discoveries,
        crate::discover::Discovery,
        crate::discover::RedundantClaim,
        crate::prover::Settled,
        crate::law::Law,
        crate::law::Variable,
        crate::theory::Theory,
        crate::theory::Operation,
        crate::model::Claim,
        crate::platform::Attested,
        crate::platform::Certified,
        crate::platform::CertifiedLaw
    )
}
