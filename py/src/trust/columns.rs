//! The evidence of many entities as a class.

use super::entity::EntityTrust;
use super::level::TrustLevel;
use super::numpy_arrays::{Numbers, Truths, new_array, output, require, writing};
use super::refusal;
use super::tensor::dimension;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use lawful_trust::evidence::{EvidenceColumns, Parameters};
use lawful_trust::model::Standing;
use lawful_trust::{self as trust, DecayRate, Dimension, TrustError};
use numpy::PyArray1;
use pyo3::prelude::*;
use std::sync::{PoisonError, RwLock};

/// The most rows.
const MOST: usize = 1 << 32;

/// The evidence of many entities, `TrustColumns(rows)`, updated in place and on all cores.
///
/// Each row has the same numbers, to the last bit, as an `EntityTrust` of the model **evidence** that
/// gets the same outcomes. Columns are NumPy arrays, lists, or one number for all rows. Other threads
/// of Python run meanwhile. With `out`, results are written into an array that is there already.
///
/// >>> from lawful.trust import TrustColumns
/// >>> columns = TrustColumns(3)
/// >>> columns.update([True, True, False], 0.1)
/// >>> columns.decay(30.0, 0.01)
/// >>> [round(float(average), 4) for average in columns.t3_averages()]
/// [0.5139, 0.5139, 0.4679]
/// >>> columns.update([True, True], 0.1)
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: `success` has 2 rows, and 3 are needed
#[pyclass(frozen, module = "lawful.trust")]
pub struct TrustColumns(RwLock<EvidenceColumns>);

impl TrustColumns {
    fn read<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&EvidenceColumns) -> Result<T, TrustError> + Send,
    ) -> PyResult<T> {
        let done = detached(py, || {
            work(&self.0.read().unwrap_or_else(PoisonError::into_inner))
        })?;
        done.map_err(refusal::trust)
    }

    fn write<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut EvidenceColumns) -> Result<T, TrustError> + Send,
    ) -> PyResult<T> {
        let done = detached(py, || {
            work(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
        })?;
        done.map_err(refusal::trust)
    }

    fn rows(&self, py: Python<'_>) -> PyResult<usize> {
        self.read(py, |columns| Ok(columns.len()))
    }

    fn filled<'py>(
        &self,
        py: Python<'py>,
        out: Option<&Bound<'py, PyAny>>,
        fill: impl FnOnce(&EvidenceColumns, &mut [f64]) -> Result<(), TrustError> + Send,
    ) -> PyResult<Bound<'py, PyArray1<f64>>> {
        require(py)?;
        let array = output::<f64>(py, out, self.rows(py)?, "float64")?;
        let mut held = writing(&array)?;
        let slice = held.as_slice_mut().map_err(invalid)?;
        self.read(py, |columns| fill(columns, slice))?;
        drop(held);
        Ok(array)
    }
}

#[pymethods]
impl TrustColumns {
    #[new]
    #[pyo3(signature = (rows, /))]
    fn new(py: Python<'_>, #[pyo3(from_py_with = given)] rows: usize) -> PyResult<TrustColumns> {
        if rows > MOST {
            return Err(invalid(format!(
                "`{rows}` rows are too many; use at most {MOST}"
            )));
        }
        let columns = detached(py, || EvidenceColumns::try_neutral(rows))?;
        Ok(TrustColumns(RwLock::new(columns.map_err(refusal::trust)?)))
    }

    /// Takes over what is known of entities of the model **evidence**, a row for each, in order.
    ///
    /// Raises `InvalidInput` if an entity is of another model.
    ///
    /// >>> from lawful.trust import EntityTrust, TrustColumns
    /// >>> entities = [EntityTrust("mcp:a"), EntityTrust("mcp:b")]
    /// >>> entities[1].update_from_outcome(True, 0.1)
    /// >>> columns = TrustColumns.of(entities)
    /// >>> [round(float(average), 4) for average in columns.t3_averages()]
    /// [0.5, 0.5167]
    #[staticmethod]
    #[pyo3(signature = (entities, /))]
    fn of(entities: &Bound<'_, PyAny>) -> PyResult<TrustColumns> {
        let mut columns = EvidenceColumns::default();
        for entity in entities.try_iter()? {
            let entity = entity?;
            let entity = entity.cast::<EntityTrust>()?.get().held();
            match entity.standing() {
                Standing::Evidence(evidence) => columns.push(evidence),
                Standing::Scores(_) => {
                    return Err(invalid(format!(
                        "`{}` is of the model `{}`; columns are of `evidence`",
                        entity.entity_id(),
                        entity.model().name()
                    )));
                }
            }
        }
        Ok(TrustColumns(RwLock::new(columns)))
    }

    /// Adds one outcome to each row. Magnitudes outside 0 to 1 count as the nearer end.
    ///
    /// Raises `InvalidInput` if a column has another length or another type, or a magnitude is not
    /// finite. Nothing is changed then.
    fn update<'py>(
        &self,
        py: Python<'py>,
        success: &Bound<'py, PyAny>,
        magnitude: &Bound<'py, PyAny>,
    ) -> PyResult<()> {
        let numpy = require(py)?;
        let rows = Some(self.rows(py)?);
        let success = Truths::of(&numpy, "success", success, rows)?;
        let magnitude = Numbers::of(&numpy, "magnitude", magnitude, rows)?;
        let (success, magnitude) = (success.slice()?, magnitude.slice()?);
        self.write(py, |columns| {
            columns.update(success, magnitude, &Parameters::STANDARD)
        })
    }

    /// Lets days go by, for each row its own number, at one rate per day.
    ///
    /// Raises `InvalidInput` if the column has another length or type, a number of days is negative or
    /// not finite, or the rate is not from 0 to 1. Nothing is changed then.
    fn decay<'py>(
        &self,
        py: Python<'py>,
        days_inactive: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = given)] decay_rate: f64,
    ) -> PyResult<()> {
        let numpy = require(py)?;
        let rate = DecayRate::new(decay_rate).map_err(refusal::trust)?;
        let rows = Some(self.rows(py)?);
        let days = Numbers::of(&numpy, "days_inactive", days_inactive, rows)?;
        let days = days.slice()?;
        self.write(py, |columns| {
            columns.decay(days, rate, &Parameters::STANDARD)
        })
    }

    /// Returns the score of a dimension of each row.
    #[pyo3(signature = (dimension, /, *, out=None))]
    fn scores<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = given)] dimension: &str,
        out: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyArray1<f64>>> {
        let dimension: Dimension = self::dimension(dimension)?;
        self.filled(py, out, |columns, out| {
            columns.scores(dimension, &Parameters::STANDARD, out)
        })
    }

    /// Returns the mean of talent, training and temperament of each row.
    #[pyo3(signature = (*, out=None))]
    fn t3_averages<'py>(
        &self,
        py: Python<'py>,
        out: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyArray1<f64>>> {
        self.filled(py, out, |columns, out| {
            columns.t3_averages(&Parameters::STANDARD, out)
        })
    }

    /// Returns the mean of valuation, veracity and validity of each row.
    #[pyo3(signature = (*, out=None))]
    fn v3_averages<'py>(
        &self,
        py: Python<'py>,
        out: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyArray1<f64>>> {
        self.filled(py, out, |columns, out| {
            columns.v3_averages(&Parameters::STANDARD, out)
        })
    }

    /// Returns the level of each row, as its place in `TrustLevel.all()`: 0 is `Minimal`, 4 is `High`.
    #[pyo3(signature = (*, out=None))]
    fn levels<'py>(
        &self,
        py: Python<'py>,
        out: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyArray1<u8>>> {
        require(py)?;
        let array = output::<u8>(py, out, self.rows(py)?, "uint8")?;
        let mut held = writing(&array)?;
        let slice = held.as_slice_mut().map_err(invalid)?;
        self.read(py, |columns| {
            let mut levels = vec![trust::TrustLevel::Minimal; columns.len()];
            columns.levels(&Parameters::STANDARD, &mut levels)?;
            for (place, level) in slice.iter_mut().zip(levels) {
                *place = level as u8;
            }
            Ok(())
        })?;
        drop(held);
        Ok(array)
    }

    /// Returns the six scores of a row, trust first.
    ///
    /// Raises `InvalidInput` if there is no such row.
    #[pyo3(signature = (row, /))]
    fn row(&self, py: Python<'_>, #[pyo3(from_py_with = given)] row: usize) -> PyResult<[f64; 6]> {
        let found = self.read(py, |columns| Ok(columns.row(row)))?;
        let evidence = found.ok_or_else(|| invalid(format!("there is no row `{row}`")))?;
        Ok(Dimension::ALL.map(|dimension| evidence.score(dimension, &Parameters::STANDARD)))
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.rows(py)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, TrustColumns>) -> PyResult<bool> {
        let other = other.get();
        self.read(py, |mine| {
            let same = std::ptr::eq(self, other);
            Ok(same || *mine == *other.0.read().unwrap_or_else(PoisonError::into_inner))
        })
    }

    fn __copy__(&self, py: Python<'_>) -> PyResult<TrustColumns> {
        let copy = self.read(py, |columns| Ok(columns.clone()))?;
        Ok(TrustColumns(RwLock::new(copy)))
    }

    fn __deepcopy__(&self, py: Python<'_>, _memo: &Bound<'_, PyAny>) -> PyResult<TrustColumns> {
        self.__copy__(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<TrustColumns of {} rows>", self.rows(py)?))
    }
}

/// Returns the levels of averages in an array, as places in `TrustLevel.all()`.
///
/// Raises `InvalidInput` if one is not a number.
///
/// >>> from lawful.trust import TrustLevel, trust_levels
/// >>> [TrustLevel.all()[level].name for level in trust_levels([0.1, 0.5, 0.9])]
/// ['Minimal', 'Medium', 'High']
#[pyfunction]
#[pyo3(signature = (averages, /))]
pub fn trust_levels<'py>(
    py: Python<'py>,
    averages: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyArray1<u8>>> {
    let numpy = require(py)?;
    let averages = Numbers::of(&numpy, "averages", averages, None)?;
    let averages = averages.slice()?;
    if let Some(average) = averages.iter().find(|average| average.is_nan()) {
        return Err(invalid(format!(
            "`{average}` is not an average; give numbers"
        )));
    }
    let levels = detached(py, || {
        let level = |average: &f64| TrustLevel(trust::TrustLevel::of(*average)).0 as u8;
        averages.iter().map(level).collect::<Vec<u8>>()
    })?;
    Ok(new_array(py, levels))
}
