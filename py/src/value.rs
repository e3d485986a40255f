//! Values on their way between Python and the checker.

use lawful::theory::Type;
use lawful::{Exception, Value};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyList, PyString};
use std::cmp::Ordering;

/// A Python object as a value of a sort.
pub struct Object(pub Py<PyAny>);

/// Wraps a Python object.
pub fn wrap(object: Bound<'_, PyAny>) -> Value {
    Value::new(Object(object.unbind()))
}

/// Returns the Python object of a value.
pub fn object<'a, 'py>(
    py: Python<'py>,
    value: &'a Value,
) -> Result<&'a Bound<'py, PyAny>, Exception> {
    Ok(value.expect::<Object>()?.0.bind(py))
}

/// What the values of a type are on each side of the border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A sort of the model: any Python object.
    Object,
    /// A truth value.
    Bool,
    /// A natural number below 2^64.
    U64,
    /// An integer of 64 bits.
    I64,
    /// A text.
    Text,
    /// Less, equal or greater: a negative number, zero, a positive one.
    Ordering,
    /// Nothing to tell: `None`.
    Unit,
    /// A list of integers of 64 bits.
    Integers,
}

/// The kind of a type, and whether `None` stands for no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    kind: Kind,
    depth: usize,
}

impl Shape {
    /// Returns the shape of a type.
    pub fn of(ty: &Type) -> Shape {
        match ty {
            Type::Option(inner) => {
                let inner = Shape::of(inner);
                Shape {
                    depth: inner.depth + 1,
                    ..inner
                }
            }
            Type::Sort(name) => Shape {
                kind: match &**name {
                    "bool" => Kind::Bool,
                    "u64" => Kind::U64,
                    "i64" => Kind::I64,
                    "String" => Kind::Text,
                    "Ordering" => Kind::Ordering,
                    "()" => Kind::Unit,
                    "Vec<i64>" => Kind::Integers,
                    _ => Kind::Object,
                },
                depth: 0,
            },
        }
    }

    /// Returns the kind of the values inside.
    pub fn kind(self) -> Kind {
        self.kind
    }

    /// Turns what an operation returned into a value.
    ///
    /// # Errors
    /// If it is of another type.
    pub fn take(self, object: Bound<'_, PyAny>) -> PyResult<Value> {
        if self.depth > 0 {
            if object.is_none() {
                return Ok(Value::new(None::<Value>));
            }
            let inner = Shape {
                depth: self.depth - 1,
                ..self
            };
            return Ok(Value::new(Some(inner.take(object)?)));
        }
        match self.kind {
            Kind::Object => plain(object).map(wrap),
            Kind::Bool => truth(&object).map(Value::new),
            Kind::U64 => whole(&object).map(Value::new),
            Kind::I64 => integer::<i64>(&object, "from -2**63 to 2**63 - 1").map(Value::new),
            Kind::Text => text(&object).map(Value::new),
            Kind::Unit if object.is_none() => Ok(Value::new(())),
            Kind::Unit => Err(wrong(&object, "`None`")),
            Kind::Integers => integers(&object).map(Value::new),
            Kind::Ordering => {
                number(&object)?;
                Ok(Value::new(match () {
                    () if object.lt(0)? => Ordering::Less,
                    () if object.gt(0)? => Ordering::Greater,
                    () => Ordering::Equal,
                }))
            }
        }
    }

    /// Turns a value into an object that an operation takes.
    ///
    /// # Errors
    /// If it is a value of another type.
    pub fn give<'py>(self, py: Python<'py>, value: &Value) -> Result<Bound<'py, PyAny>, Exception> {
        let fail = |error: PyErr| crate::raised::exception(py, error);
        if self.depth > 0 {
            let inner = Shape {
                depth: self.depth - 1,
                ..self
            };
            return match value.expect::<Option<Value>>()? {
                Some(value) => inner.give(py, value),
                None => Ok(py.None().into_bound(py)),
            };
        }
        macro_rules! plain {
            ($value:expr) => {
                $value
                    .into_pyobject(py)
                    .map(|o| o.to_owned().into_any())
                    .map_err(|e| fail(e.into()))
            };
        }
        match self.kind {
            Kind::Object => object(py, value).cloned(),
            Kind::Bool => plain!(value.expect::<bool>()?),
            Kind::U64 => plain!(value.expect::<u64>()?),
            Kind::I64 => plain!(value.expect::<i64>()?),
            Kind::Text => plain!(value.expect::<String>()?),
            Kind::Ordering => plain!((*value.expect::<Ordering>()? as i8)),
            Kind::Unit => Ok(py.None().into_bound(py)),
            Kind::Integers => plain!(value.expect::<Vec<i64>>()?.clone()),
        }
    }
}

fn wrong(object: &Bound<'_, PyAny>, wanted: &str) -> PyErr {
    let ty = object.get_type();
    let name = ty
        .name()
        .map_or_else(|_| "object".to_owned(), |n| n.to_string());
    PyTypeError::new_err(format!("must return {wanted}, but returned a `{name}`"))
}

/// Refuses what no operation can mean as its result.
fn plain(object: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    let py = object.py();
    if object.is(py.NotImplemented()) {
        return Err(PyTypeError::new_err(
            "returned `NotImplemented`: the values are of types that it does not know",
        ));
    }
    // `get_type` is cheap, the attribute is not: only coroutines have this name.
    if object
        .get_type()
        .name()
        .is_ok_and(|name| name == "coroutine")
    {
        object.call_method0("close")?;
        return Err(PyTypeError::new_err(
            "returned a coroutine: operations must not be async",
        ));
    }
    Ok(object)
}

fn truth(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    if let Ok(truth) = object.cast::<PyBool>() {
        return Ok(truth.is_true());
    }
    let ty = object.get_type();
    // NumPy's truth values do not derive from Python's.
    let numpy = ty.module().is_ok_and(|m| m == "numpy")
        && ty.name().is_ok_and(|n| n == "bool" || n == "bool_");
    if numpy {
        return object.is_truthy();
    }
    Err(wrong(object, "`True` or `False`"))
}

fn number(object: &Bound<'_, PyAny>) -> PyResult<()> {
    if object.is_instance_of::<PyInt>() && !object.is_instance_of::<PyBool>() {
        return Ok(());
    }
    Err(wrong(object, "an `int`"))
}

fn integer<'py, T: for<'a> FromPyObject<'a, 'py, Error = PyErr>>(
    object: &Bound<'py, PyAny>,
    range: &str,
) -> PyResult<T> {
    number(object)?;
    object
        .extract()
        .map_err(|_| PyTypeError::new_err(format!("must return an `int` {range}")))
}

/// A negative number counts modulo 2^64, so that `hash(value)` is a natural answer.
fn whole(object: &Bound<'_, PyAny>) -> PyResult<u64> {
    let range = "from -2**63 to 2**64 - 1";
    integer::<u64>(object, range).or_else(|_| integer::<i64>(object, range).map(i64::cast_unsigned))
}

fn integers(object: &Bound<'_, PyAny>) -> PyResult<Vec<i64>> {
    let Ok(items) = object.cast::<PyList>() else {
        return Err(wrong(object, "a `list` of integers"));
    };
    let range = "from -2**63 to 2**63 - 1";
    items
        .iter()
        .map(|item| integer::<i64>(&item, range))
        .collect()
}

fn text(object: &Bound<'_, PyAny>) -> PyResult<String> {
    match object.cast::<PyString>() {
        // A lone surrogate has no UTF-8: the escaped form keeps different texts different.
        Ok(text) => match text.to_cow() {
            Ok(text) => Ok(text.into_owned()),
            Err(_) => text
                .call_method1("encode", ("utf-8", "backslashreplace"))?
                .call_method1("decode", ("utf-8",))?
                .extract(),
        },
        Err(_) => Err(wrong(object, "a `str`")),
    }
}
