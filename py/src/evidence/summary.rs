//! Counts of a report, and how long its laws took.

use super::class;
use lawful::evidence as data;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

class! {
    /// Counts of the claims of a report.
    ///
    /// >>> import lawful
    /// >>> summary = lawful.check("bool.logic").summary
    /// >>> summary.models, summary.broken, summary.is_good
    /// (1, 0, True)
    Summary, "Summary", data::Summary
}

macro_rules! counts {
    ($($(#[$doc:meta])* $field:ident),*) => {
        #[pymethods]
        impl Summary {
            #[classattr]
            #[pyo3(name = "__match_args__")]
            fn match_args(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
                PyTuple::new(py, [$(stringify!($field)),*])
            }

            $(
                $(#[$doc])*
                #[getter]
                fn $field(&self) -> u64 {
                    self.0.$field
                }
            )*

            /// Whether every claim was borne out, and there is at least one.
            #[getter]
            fn is_good(&self) -> bool {
                self.0.is_good()
            }

            fn __repr__(&self) -> String {
                let counts = [$(format!("{}={}", stringify!($field), self.0.$field)),*];
                format!("Summary({})", counts.join(", "))
            }
        }
    };
}

counts! {
    /// Models.
    models,
    /// Claims: pairs of a model and a law.
    claims,
    /// Claims that were proved.
    proved,
    /// Claims that were tested.
    tested,
    /// Negative claims with a witness.
    witnessed,
    /// Claims that were refuted.
    broken,
    /// Negative claims without a witness.
    unwitnessed,
    /// Claims about which nothing is known: too few cases counted.
    vacuous,
    /// Claims about which nothing is known: they did not run.
    not_run
}

class! {
    /// How long one law of one model took. It differs from run to run.
    ///
    /// >>> import lawful
    /// >>> timing = lawful.check("bool.logic").timings[0]
    /// >>> timing.model, timing.seconds >= 0
    /// ('bool.logic', True)
    Timing, "Timing", data::Timing
}

#[pymethods]
impl Timing {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str, &'static str) {
        ("model", "law", "seconds")
    }

    /// The id of the model.
    #[getter]
    fn model(&self) -> &str {
        &self.0.model
    }

    /// The id of the law.
    #[getter]
    fn law(&self) -> &str {
        &self.0.law
    }

    /// Wall time in seconds.
    #[getter]
    fn seconds(&self) -> f64 {
        self.0.nanoseconds as f64 / 1e9
    }

    /// Cases that ran in that time.
    #[getter]
    fn cases(&self) -> u64 {
        self.0.cases
    }

    fn __repr__(&self) -> String {
        let timing = &self.0;
        let seconds = timing.nanoseconds as f64 / 1e9;
        format!("Timing({}/{}: {seconds:.3} s)", timing.model, timing.law)
    }
}
