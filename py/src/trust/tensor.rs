//! Tensors of trust and of value as classes that are changed in place.

use super::level::TrustLevel;
use super::refusal;
use super::restore::Pickled;
use crate::errors::invalid;
use crate::given::given;
use lawful_trust::tensor::{LegacyT3, LegacyV3};
use lawful_trust::{self as trust, Dimension};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Reads the name of a dimension.
pub fn dimension(name: &str) -> PyResult<Dimension> {
    name.parse().map_err(refusal::trust)
}

macro_rules! tensor {
    (
        $(#[$doc:meta])*
        $class:ident, $name:literal, $core:ty, $legacy:ident,
        [$(($dim:ident, $set:ident, $dim_doc:literal)),*],
        [$($old:ident),*]
    ) => {
        $(#[$doc])*
        #[pyclass(frozen, module = "lawful.trust")]
        pub struct $class(Mutex<$core>);

        impl $class {
            /// Holds a tensor.
            pub fn of(tensor: $core) -> $class {
                $class(Mutex::new(tensor))
            }

            fn held(&self) -> MutexGuard<'_, $core> {
                self.0.lock().unwrap_or_else(PoisonError::into_inner)
            }

            /// Reads the form in which it is pickled.
            pub fn read(data: &[u8]) -> PyResult<$class> {
                serde_json::from_slice(data)
                    .map($class::of)
                    .map_err(|why| invalid(format!(concat!("the pickled `", $name, "` is damaged: {}"), why)))
            }
        }

        #[pymethods]
        impl $class {
            #[classattr]
            fn __match_args__() -> ($($crate::trust::tensor::name_of!($dim)),*) {
                ($(stringify!($dim)),*)
            }

            #[new]
            #[pyo3(signature = ($($dim=0.5),*))]
            fn new($($dim: f64),*) -> PyResult<$class> {
                <$core>::new($($dim),*).map($class::of).map_err(refusal::trust)
            }

            /// Returns the tensor of somebody of whom nothing is known: one half everywhere.
            #[staticmethod]
            fn neutral() -> $class {
                $class::of(<$core>::neutral())
            }

            /// Makes a tensor of the six scores of the older generation; those that are left out are
            /// one half.
            #[staticmethod]
            #[pyo3(signature = (*, $($old=0.5),*))]
            fn from_legacy($($old: f64),*) -> PyResult<$class> {
                let [a, b, c] = $legacy { $($old),* }.to_three();
                <$core>::new(a, b, c).map($class::of).map_err(refusal::trust)
            }

            /// Returns the scores under the six names of the older generation.
            fn legacy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                let six = $legacy::of_three(self.held().scores());
                let all = PyDict::new(py);
                $(all.set_item(stringify!($old), six.$old)?;)*
                Ok(all)
            }

            $(
                #[doc = $dim_doc]
                #[getter]
                fn $dim(&self) -> f64 {
                    self.held().$dim()
                }

                #[setter]
                fn $set(&self, #[pyo3(from_py_with = given)] score: f64) -> PyResult<()> {
                    self.held().$set(score).map_err(refusal::trust)
                }
            )*

            /// Returns the mean of the three scores.
            fn average(&self) -> f64 {
                self.held().average()
            }

            /// Returns the level of the average.
            fn level(&self) -> TrustLevel {
                TrustLevel(trust::TrustLevel::of(self.held().average()))
            }

            /// The three scores.
            #[getter]
            fn scores(&self) -> (f64, f64, f64) {
                self.held().scores().into()
            }

            /// How little each score rests on evidence, 0 to 1.
            #[getter]
            fn uncertainties(&self) -> (f64, f64, f64) {
                self.held().uncertainties().into()
            }

            /// How often each dimension was observed.
            #[getter]
            fn observation_counts(&self) -> (u32, u32, u32) {
                self.held().observation_counts().into()
            }

            /// How much the tensor rests on evidence, 0 to 1.
            #[getter]
            fn confidence(&self) -> f64 {
                self.held().confidence()
            }

            /// Returns the mean of the scores, each weighed by its confidence: geometric for trust,
            /// arithmetic for value; one half without evidence.
            fn aggregate(&self) -> f64 {
                self.held().aggregate()
            }

            /// Adds the outcome of an action. A magnitude outside 0 to 1 counts as the nearer end.
            ///
            /// Raises `InvalidInput` if the magnitude is not finite.
            fn update_from_outcome(&self, success: bool, magnitude: f64) -> PyResult<()> {
                self.held().update_from_outcome(success, magnitude).map_err(refusal::trust)
            }

            /// Lets days go by at a rate per day; returns whether much changed.
            ///
            /// Raises `InvalidInput` if the days are negative or not finite, or the rate is not from 0
            /// to 1.
            fn apply_decay(&self, days_inactive: f64, decay_rate: f64) -> PyResult<bool> {
                self.held().apply_decay(days_inactive, decay_rate).map_err(refusal::trust)
            }

            /// Adds the evidence of another tensor.
            ///
            /// Raises `InvalidInput` if a sub-dimension is a part of different dimensions in the two.
            #[pyo3(signature = (other, /))]
            fn merge(&self, other: &Bound<'_, $class>) -> PyResult<()> {
                // A copy, so that two threads that merge crosswise do not wait for each other.
                let theirs = other.get().held().clone();
                self.held().merge(&theirs).map_err(refusal::trust)
            }

            /// Adds an observation of a named part of a dimension; its evidence counts for the
            /// dimension too. A score that is set later replaces the evidence of the dimension, and
            /// its parts keep what was observed of them.
            ///
            /// Raises `InvalidInput` if the parent is not a dimension of this tensor, the name is
            /// empty or too long or a part of another dimension, or the magnitude is not finite.
            fn observe_sub_dimension(
                &self,
                #[pyo3(from_py_with = given)] name: &str,
                #[pyo3(from_py_with = given)] parent: &str,
                success: bool,
                #[pyo3(from_py_with = given)] magnitude: f64,
            ) -> PyResult<()> {
                let parent = dimension(parent)?;
                self.held()
                    .observe_sub_dimension(name, parent, success, magnitude)
                    .map_err(refusal::trust)
            }

            /// Returns the sub-dimensions by name: each with its parent, its score, its uncertainty and
            /// how often it was observed.
            fn sub_dimensions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                // A copy: making objects of Python may run code that wants this tensor.
                let tensor = self.held().clone();
                let all = PyDict::new(py);
                for sub in tensor.sub_dimensions() {
                    let one = PyDict::new(py);
                    one.set_item("parent", sub.parent.name())?;
                    one.set_item("score", sub.score)?;
                    one.set_item("uncertainty", sub.uncertainty)?;
                    one.set_item("observations", sub.observations)?;
                    all.set_item(sub.name, one)?;
                }
                Ok(all)
            }

            fn __eq__(&self, other: &Bound<'_, $class>) -> bool {
                let theirs = other.get().held().clone();
                *self.held() == theirs
            }

            fn __repr__(&self) -> String {
                let held = self.held();
                let parts = [$(format!("{}={:?}", stringify!($dim), held.$dim())),*];
                format!("{}({})", $name, parts.join(", "))
            }

            fn __reduce__<'py>(
                &self,
                py: Python<'py>,
            ) -> PyResult<Pickled<'py>> {
                let json = serde_json::to_vec(&*self.held()).map_err(invalid)?;
                let restore = py.import("lawful._core")?.getattr("_restore_trust")?;
                Ok((restore, ($name, PyBytes::new(py, &json))))
            }

            fn __copy__(&self) -> $class {
                $class::of(self.held().clone())
            }

            fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> $class {
                $class::of(self.held().clone())
            }
        }
    };
}

macro_rules! name_of {
    ($dim:ident) => {
        &'static str
    };
}
pub(crate) use name_of;

tensor! {
    /// The trust tensor: evidence for talent, training and temperament, of which scores are views.
    ///
    /// It is changed in place, so it has no hash. Scores outside 0 to 1 are taken to the nearer end.
    /// The repr has the scores; the evidence is kept by pickling and copying.
    ///
    /// >>> from lawful.trust import T3Tensor
    /// >>> t3 = T3Tensor.neutral()
    /// >>> t3.update_from_outcome(True, 0.1)
    /// >>> print(f"{t3.average():.4f}", t3.level())
    /// 0.5167 Medium
    /// >>> t3.update_from_outcome(True, float("nan"))
    /// Traceback (most recent call last):
    /// lawful.errors.InvalidInput: the magnitude is `NaN`; use a number that is finite
    T3Tensor, "T3Tensor", trust::T3Tensor, LegacyT3,
    [
        (talent, set_talent, "The score of talent. Setting it replaces the evidence."),
        (training, set_training, "The score of training. Setting it replaces the evidence."),
        (temperament, set_temperament, "The score of temperament. Setting it replaces the evidence.")
    ],
    [competence, reliability, consistency, witnesses, lineage, alignment]
}

tensor! {
    /// The value tensor: evidence for valuation, veracity and validity, of which scores are views.
    ///
    /// It is changed in place, so it has no hash. Scores outside 0 to 1 are taken to the nearer end.
    ///
    /// >>> from lawful.trust import V3Tensor
    /// >>> v3 = V3Tensor(0.7, 0.9, 0.5)
    /// >>> round(v3.average(), 4)
    /// 0.7
    /// >>> v3.observe_sub_dimension("citations", "veracity", True, 0.5)
    /// >>> v3.sub_dimensions()["citations"]["parent"]
    /// 'veracity'
    V3Tensor, "V3Tensor", trust::V3Tensor, LegacyV3,
    [
        (valuation, set_valuation, "The score of valuation. Setting it replaces the evidence."),
        (veracity, set_veracity, "The score of veracity. Setting it replaces the evidence."),
        (validity, set_validity, "The score of validity. Setting it replaces the evidence.")
    ],
    [energy, contribution, stewardship, network, reputation, temporal]
}
