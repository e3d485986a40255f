//! The arguments of a call.

use crate::encoding::Writer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// The arguments of a call: a JSON value without duplicate keys, at most 64 levels deep.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments(Value);

/// Arguments that are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadArguments {
    /// The text is too long.
    #[error("the arguments have {0} bytes; at most {max} are allowed", max = Arguments::LARGEST)]
    TooLarge(usize),
    /// The value is too deep.
    #[error("the arguments are nested deeper than {max} levels", max = Arguments::DEEPEST)]
    TooDeep,
    /// The text is not JSON, or a key is there twice.
    #[error("the arguments are not plain JSON: {0}")]
    NotJson(String),
}

impl Arguments {
    /// The largest text, in bytes.
    pub const LARGEST: usize = 1 << 24;
    /// The most levels of lists and objects.
    pub const DEEPEST: usize = 64;

    /// Takes a value.
    ///
    /// # Errors
    /// If it is nested too deep.
    pub fn new(value: Value) -> Result<Arguments, BadArguments> {
        if is_deeper(&value, Self::DEEPEST) {
            return Err(BadArguments::TooDeep);
        }
        Ok(Arguments(value))
    }

    /// Reads JSON. A key that is there twice is refused: the gate might read one and the tool the
    /// other.
    ///
    /// # Errors
    /// If the text is too long, not JSON, too deep, or has a key twice.
    ///
    /// ```
    /// use lawful_covenant::call::Arguments;
    /// assert!(Arguments::parse(br#"{"amount": 5}"#).is_ok());
    /// assert!(Arguments::parse(br#"{"amount": 5, "amount": 5000}"#).is_err());
    /// ```
    pub fn parse(json: &[u8]) -> Result<Arguments, BadArguments> {
        if json.len() > Self::LARGEST {
            return Err(BadArguments::TooLarge(json.len()));
        }
        let not_json = |error: serde_json::Error| BadArguments::NotJson(error.to_string());
        let mut reader = serde_json::Deserializer::from_slice(json);
        let value = Strict.deserialize(&mut reader).map_err(not_json)?;
        reader.end().map_err(not_json)?;
        Arguments::new(value)
    }

    /// Returns the value.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// Writes the value so that equal values have equal bytes, whatever the order of keys.
    pub(super) fn encode(&self, writer: &mut Writer) {
        encode(&self.0, writer);
    }
}

impl Default for Arguments {
    /// No arguments: an empty object.
    fn default() -> Arguments {
        Arguments(Value::Object(Map::new()))
    }
}

fn is_deeper(value: &Value, levels: usize) -> bool {
    let deeper = |value: &Value| levels == 0 || is_deeper(value, levels - 1);
    match value {
        Value::Array(items) => levels == 0 || items.iter().any(deeper),
        Value::Object(members) => levels == 0 || members.values().any(deeper),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn encode(value: &Value, writer: &mut Writer) {
    match value {
        Value::Null => {
            writer.u8(0);
        }
        Value::Bool(truth) => {
            writer.u8(1).u8(u8::from(*truth));
        }
        // Integers and floats print differently, and each in one way.
        Value::Number(number) => {
            writer.u8(2).text(&number.to_string());
        }
        Value::String(text) => {
            writer.u8(3).text(text);
        }
        Value::Array(items) => {
            writer.u8(4).count(items.len());
            items.iter().for_each(|item| encode(item, writer));
        }
        Value::Object(members) => {
            writer.u8(5).count(members.len());
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(b.0));
            for (key, value) in sorted {
                writer.text(key);
                encode(value, writer);
            }
        }
    }
}

/// Reads a value in which no key is there twice.
#[derive(Clone, Copy)]
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        serde_json::Number::from_f64(number)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number is not finite"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(Strict)? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let value = members.next_value_seed(Strict)?;
            let shown = crate::capability::printable(&key);
            if all.insert(key, value).is_some() {
                return Err(A::Error::custom(format_args!(
                    "the key `{shown}` is there twice"
                )));
            }
        }
        Ok(Value::Object(all))
    }
}
