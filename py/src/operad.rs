//! Finite operads: tables whose laws are decided in Rust.

use crate::errors::{InvalidInput, invalid};
use crate::given::given;
use lawful_operad as core;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

/// The largest number of operations that are tabulated by calling Python.
const MOST: usize = 512;

/// The rows of a table and the identity, as they are pickled.
type Parts = (Vec<Vec<u16>>, u16);

/// A finite operad: the operations `0..n`, their table, and the identity.
///
/// `FiniteOperad([[0, 1], [1, 0]], 0)` is exclusive or. Frozen, hashable, picklable.
///
/// >>> from lawful import FiniteOperad
/// >>> exclusive_or = FiniteOperad([[0, 1], [1, 0]], 0)
/// >>> exclusive_or.compose(1, 1), exclusive_or.refutation()
/// (0, None)
#[pyclass(frozen, module = "lawful")]
pub struct FiniteOperad(core::FiniteOperad);

#[pymethods]
impl FiniteOperad {
    /// Makes an operad from its table: `table[a][b]` is `a` with `b` in its slot.
    ///
    /// Raises `InvalidInput` if the table is not square, an entry is no operation, or the identity is
    /// none.
    #[new]
    fn new(
        #[pyo3(from_py_with = given)] table: Vec<Vec<u16>>,
        #[pyo3(from_py_with = given)] identity: usize,
    ) -> PyResult<Self> {
        let operations = table.len();
        if let Some(row) = table.iter().position(|row| row.len() != operations) {
            let given = table.get(row).map_or(0, Vec::len);
            return Err(InvalidInput::new_err(format!(
                "row {row} of the table has {given} entries, but there are {operations} operations"
            )));
        }
        core::FiniteOperad::new(operations, table.concat(), identity)
            .map(FiniteOperad)
            .map_err(invalid)
    }

    /// The number of operations.
    #[getter]
    fn size(&self) -> usize {
        self.0.operations()
    }

    /// Returns all operations.
    fn operations(&self) -> Vec<usize> {
        (0..self.0.operations()).collect()
    }

    /// Returns the identity.
    fn identity(&self) -> u16 {
        self.0.identity()
    }

    /// Returns `a` with `b` in its slot.
    ///
    /// Raises `InvalidInput` if one of them is no operation.
    fn compose(
        &self,
        #[pyo3(from_py_with = given)] a: u16,
        #[pyo3(from_py_with = given)] b: u16,
    ) -> PyResult<u16> {
        self.0.get(a, b).ok_or_else(|| {
            let n = self.0.operations();
            InvalidInput::new_err(format!(
                "`{a}` or `{b}` is not one of the {n} operations, which count from 0"
            ))
        })
    }

    /// Returns the law that fails, the operations for which it does, and both sides; `None` if all
    /// laws hold.
    fn refutation(&self) -> Option<(&'static str, Vec<u16>, u16, u16)> {
        let found = self.0.refutation()?;
        Some((found.law, found.operations, found.left, found.right))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let n = self.0.operations();
        let operations = if n == 1 { "operation" } else { "operations" };
        format!(
            "<FiniteOperad of {n} {operations}, identity {}>",
            self.0.identity()
        )
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Parts)> {
        let this = slf.get();
        let rows = this.0.rows().map(<[u16]>::to_vec).collect();
        Ok((slf.get_type().into_any(), (rows, this.0.identity())))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// Where objects are in the list, by their addresses: an operad often gives back the very objects
/// that it was given, and then nothing has to be hashed or compared.
struct Addresses(Vec<Option<(usize, u16)>>);

impl Addresses {
    fn new(elements: &[Bound<'_, PyAny>]) -> Self {
        let mut slots = vec![None; (4 * elements.len()).next_power_of_two()];
        for (place, element) in (0u16..).zip(elements) {
            let address = element.as_ptr() as usize;
            let mut at = Self::start(address, slots.len());
            while let Some(Some(_)) = slots.get(at) {
                at = (at + 1) % slots.len();
            }
            if let Some(free) = slots.get_mut(at) {
                *free = Some((address, place));
            }
        }
        Addresses(slots)
    }

    fn start(address: usize, slots: usize) -> usize {
        // Objects are aligned: the lowest bits say nothing.
        (address >> 4) % slots
    }

    fn find(&self, element: &Bound<'_, PyAny>) -> Option<u16> {
        let address = element.as_ptr() as usize;
        let mut at = Self::start(address, self.0.len());
        while let Some(Some((other, place))) = self.0.get(at) {
            if *other == address {
                return Some(*place);
            }
            at = (at + 1) % self.0.len();
        }
        None
    }
}

/// Where each element is in the list.
enum Places<'py> {
    Hashed(Bound<'py, PyDict>),
    Listed(Bound<'py, PyList>),
}

impl<'py> Places<'py> {
    fn new(elements: &Bound<'py, PyTuple>) -> PyResult<Self> {
        let places = PyDict::new(elements.py());
        for (place, element) in elements.iter().enumerate() {
            if element.hash().is_err() {
                return Ok(Places::Listed(elements.to_list()));
            }
            if places.contains(&element)? {
                return Err(twice(&element));
            }
            places.set_item(&element, place)?;
        }
        Ok(Places::Hashed(places))
    }

    fn find(&self, element: &Bound<'py, PyAny>) -> PyResult<Option<u16>> {
        match self {
            Places::Hashed(places) => match places.get_item(element) {
                Ok(found) => found.map(|place| place.extract()).transpose(),
                // What has no hash is not among elements that have.
                Err(_) if element.hash().is_err() => Ok(None),
                Err(error) => Err(error),
            },
            Places::Listed(list) => {
                for (place, other) in list.iter().enumerate() {
                    if other.eq(element)? {
                        return Ok(u16::try_from(place).ok());
                    }
                }
                Ok(None)
            }
        }
    }
}

fn twice(element: &Bound<'_, PyAny>) -> PyErr {
    let shown = element.repr().map(|r| r.to_string()).unwrap_or_default();
    InvalidInput::new_err(format!(
        "the operation `{shown}` is there twice; give each once"
    ))
}

/// Tabulates an operad by calling `compose` for every pair of elements.
///
/// Returns `None` if the identity or a composite is not among the elements, or there are none or more
/// than 512. What `compose` raises is passed on.
#[pyfunction]
pub fn tabulate_operad(
    compose: &Bound<'_, PyAny>,
    identity: &Bound<'_, PyAny>,
    elements: &Bound<'_, PyTuple>,
) -> PyResult<Option<FiniteOperad>> {
    let operations = elements.len();
    if operations == 0 || operations > MOST {
        return Ok(None);
    }
    let places = Places::new(elements)?;
    let Some(identity) = places.find(identity)? else {
        return Ok(None);
    };
    // `map` calls without making a tuple of arguments each time: half the time of all.
    let py = elements.py();
    let all: Vec<Bound<'_, PyAny>> = elements.iter().collect();
    let outer = PyList::new(
        py,
        all.iter()
            .flat_map(|a| std::iter::repeat_n(a, operations))
            .collect::<Vec<_>>(),
    )?;
    let inner = PyList::new(py, (0..operations).flat_map(|_| &all).collect::<Vec<_>>())?;
    let map = py.import("builtins")?.getattr("map")?;
    let addresses = Addresses::new(&all);
    let mut table = Vec::with_capacity(operations * operations);
    for composite in map.call1((compose, outer, inner))?.try_iter()? {
        let composite = composite?;
        let near = addresses.find(&composite);
        match near.map_or_else(|| places.find(&composite), |place| Ok(Some(place)))? {
            Some(place) => table.push(place),
            None => return Ok(None),
        }
    }
    core::FiniteOperad::new(operations, table, usize::from(identity))
        .map(|operad| Some(FiniteOperad(operad)))
        .map_err(invalid)
}
