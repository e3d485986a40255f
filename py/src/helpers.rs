//! The parts of the engine that are written in Python, found once.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

macro_rules! helper {
    ($(#[$doc:meta])* $name:ident, $module:literal, $function:literal) => {
        $(#[$doc])*
        pub fn $name(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
            static FOUND: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
            FOUND
                .get_or_try_init(py, || Ok(py.import($module)?.getattr($function)?.unbind()))
                .map(|found| found.bind(py))
        }
    };
}

helper!(
    /// `candidates(value) -> list`: simpler values.
    candidates, "lawful._shrink", "candidates"
);
helper!(
    /// `weight(value) -> int`: how complex a value is.
    weight, "lawful._weight", "weight"
);
helper!(
    /// `profile(values) -> (value) -> bool`: whether a value is like those that were drawn.
    profile, "lawful._profile", "profile"
);
helper!(
    /// `show(value) -> str`: how a value is printed.
    show, "lawful._show", "show"
);
helper!(
    /// `encode(value) -> str | None`: the value as text.
    encode, "lawful._codec", "encode"
);
helper!(
    /// `decode(text) -> (value,) | None`: the value of a text.
    decode, "lawful._codec", "decode"
);
helper!(
    /// `pool(strategy) -> list`: examples of a Hypothesis strategy.
    pool, "lawful._strategy", "pool"
);
helper!(
    /// `describe(error) -> (message, traceback)`.
    describe, "lawful._traceback", "describe"
);
helper!(
    /// `watch_exit()`: sees to abandoned threads before the interpreter ends.
    watch_exit, "lawful._threads", "watch_exit"
);
helper!(
    /// `to_plain(value) -> str | None`: the value as JSON.
    to_plain, "lawful._plain", "to_plain"
);
helper!(
    /// `read_plain(text) -> (value,) | None`: the value of a JSON text.
    read_plain, "lawful._plain", "read_plain"
);
helper!(
    /// `readings(value) -> list`: what a value of JSON may stand for.
    readings, "lawful._plain", "readings"
);
helper!(
    /// `spied(values) -> list`: values that tell what they are compared with.
    spied, "lawful._spies", "spied"
);
helper!(
    /// `seen() -> list`: what spied values were compared with since they were made.
    seen, "lawful._spies", "seen"
);
helper!(
    /// `random.Random`.
    random, "random", "Random"
);
helper!(
    /// `decide_call(gate, call, cost) -> Decision`: what a gate says to a call of an adapter.
    decide_call, "lawful._guarding", "decide_call"
);
helper!(
    /// `decorate(guard, function, **options) -> function`: a function whose calls are guarded.
    decorate, "lawful._guarding", "decorate"
);

/// Returns how an object is printed; nothing if that fails.
pub fn shown(object: &Bound<'_, PyAny>) -> String {
    let shown = show(object.py()).and_then(|show| show.call1((object,))?.extract());
    shown.unwrap_or_default()
}
