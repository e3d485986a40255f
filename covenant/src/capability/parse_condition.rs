//! Reading conditions.

use super::argument_test::{Order, Resources, Test};
use super::condition::Condition;
use super::problem::printable;
use super::scalar::{Scalar, integer};
use super::standing::TrustLevel;
use lawful_platform::Anchor;
use serde_json::Value;
use std::collections::BTreeSet;

/// A text that is no condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a condition: {problem}")]
pub struct BadCondition {
    given: String,
    problem: String,
}

/// The most values in a set.
const MOST_VALUES: usize = 1024;

struct Reader<'t> {
    rest: &'t str,
}

type Read<T> = Result<T, String>;

impl<'t> Reader<'t> {
    fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        rest.map(|rest| self.rest = rest).is_some()
    }

    fn word(&mut self) -> Read<&'t str> {
        let end = self.rest.find(' ').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if word.is_empty() {
            return Err("a word is missing; write one space between words".to_owned());
        }
        Ok(word)
    }

    fn space(&mut self) -> Read<()> {
        if self.skip(" ") {
            Ok(())
        } else {
            Err("a space is missing".to_owned())
        }
    }

    /// Reads a JSON value and returns what follows it to the text.
    fn value(&mut self) -> Read<Value> {
        self.space()?;
        if self.rest.starts_with(char::is_whitespace) {
            return Err("write one space between words".to_owned());
        }
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<Value>();
        let value = match values.next() {
            Some(Ok(value)) => value,
            _ => return Err("a JSON value is missing or broken".to_owned()),
        };
        self.rest = self.rest.get(values.byte_offset()..).unwrap_or_default();
        Ok(value)
    }

    fn integer(&mut self) -> Read<i128> {
        integer(&self.value()?).ok_or_else(|| "the number is not an integer of 64 bits".to_owned())
    }

    fn text(&mut self) -> Read<String> {
        match self.value()? {
            Value::String(text) => Ok(text),
            other => Err(format!("`{}` is not a text", printable(&other.to_string()))),
        }
    }

    fn scalar(&mut self) -> Read<Scalar> {
        let value = self.value()?;
        Scalar::of(&value).ok_or_else(|| {
            let given = printable(&value.to_string());
            format!("`{given}` is not a text, an integer or a truth value")
        })
    }

    fn set(&mut self) -> Read<BTreeSet<Scalar>> {
        let Value::Array(items) = self.value()? else {
            return Err("a set is written as a JSON list".to_owned());
        };
        if items.is_empty() || items.len() > MOST_VALUES {
            return Err(format!("a set has 1 to {MOST_VALUES} values"));
        }
        items
            .iter()
            .map(|item| Scalar::of(item).ok_or_else(|| "a set has plain values only".to_owned()))
            .collect()
    }

    fn expect(&mut self, word: &str) -> Read<()> {
        self.space()?;
        if self.word()? == word {
            Ok(())
        } else {
            Err(format!("`{word}` is missing"))
        }
    }

    fn test(&mut self) -> Read<Test> {
        self.space()?;
        Ok(match self.word()? {
            "==" => Test::Is(self.scalar()?),
            "!=" => Test::IsNot(self.scalar()?),
            "<" => Test::Compare(Order::Less, self.integer()?),
            "<=" => Test::Compare(Order::AtMost, self.integer()?),
            ">" => Test::Compare(Order::More, self.integer()?),
            ">=" => Test::Compare(Order::AtLeast, self.integer()?),
            "in" => Test::OneOf(self.set()?),
            "not-in" => Test::NoneOf(self.set()?),
            "prefix" => Test::Prefix(self.text()?),
            "under" => {
                Test::Under(Resources::parse(&self.text()?).map_err(|error| error.to_string())?)
            }
            "size" => {
                self.expect("<=")?;
                let most = u64::try_from(self.integer()?);
                Test::Size(most.map_err(|_| "a size is not negative".to_owned())?)
            }
            other => {
                return Err(format!(
                    "`{}` is not a test; use ==, !=, <, <=, >, >=, in, not-in, prefix, under, size",
                    printable(other)
                ));
            }
        })
    }

    fn condition(&mut self) -> Read<Condition> {
        match self.word()? {
            "trust" => {
                self.expect(">=")?;
                let level = TrustLevel::thousandths(self.integer()?);
                level.map(Condition::Trust).map_err(|e| e.to_string())
            }
            "key" => {
                self.expect("in")?;
                let kinds = self.set()?;
                let kinds = kinds.iter().map(anchor).collect::<Read<_>>()?;
                Ok(Condition::Key(kinds))
            }
            "model" => {
                self.expect("certified")?;
                Ok(Condition::CertifiedModel)
            }
            pointer => {
                let pointer = pointer.parse().map_err(|e| format!("{e}"))?;
                Ok(Condition::Argument(pointer, self.test()?))
            }
        }
    }
}

fn anchor(name: &Scalar) -> Read<Anchor> {
    let all = [
        Anchor::Software,
        Anchor::Tpm2,
        Anchor::Fido2,
        Anchor::SecureEnclave,
    ];
    all.into_iter()
        .find(|anchor| matches!(name, Scalar::Text(text) if text == anchor.name()))
        .ok_or_else(|| {
            format!("{name} is not a kind of key; use software, tpm2, fido2, secure_enclave")
        })
}

/// Reads conditions joined by ` and `.
pub(super) fn conditions(text: &str) -> Result<BTreeSet<Condition>, BadCondition> {
    let fail = |problem| BadCondition {
        given: printable(text),
        problem,
    };
    let mut reader = Reader { rest: text };
    let mut all = BTreeSet::new();
    loop {
        all.insert(reader.condition().map_err(fail)?);
        if reader.rest.is_empty() {
            return Ok(all);
        }
        if !reader.skip(" and ") {
            let rest = printable(reader.rest);
            return Err(fail(format!(
                "`{rest}` follows; join conditions by ` and `"
            )));
        }
    }
}

impl std::str::FromStr for Condition {
    type Err = BadCondition;

    fn from_str(text: &str) -> Result<Condition, BadCondition> {
        let fail = |problem| BadCondition {
            given: printable(text),
            problem,
        };
        let mut reader = Reader { rest: text };
        let condition = reader.condition().map_err(fail)?;
        if reader.rest.is_empty() {
            Ok(condition)
        } else {
            Err(fail("something follows it".to_owned()))
        }
    }
}
