//! The tests that a counterexample hands to the model's author.

use crate::model::{Claimed, Model};

fn function_name(model: &Model, claim: &Claimed) -> String {
    let plain = |text: &str| -> String {
        let chars = text.chars();
        chars
            .map(|c| {
                if c.is_ascii_alphanumeric() {
                    c.to_ascii_lowercase()
                } else {
                    '_'
                }
            })
            .collect()
    };
    format!(
        "{}_keeps_{}",
        plain(model.id()),
        plain(&claim.law_id().name)
    )
}

/// Returns a Rust test; empty for models of another language.
pub fn rust(model: &Model, claim: &Claimed, replay: &str, encoded: Option<&[String]>) -> String {
    if model.language() != "rust" {
        return String::new();
    }
    let name = function_name(model, claim);
    let call = match encoded {
        Some(values) => {
            let values: Vec<String> = values.iter().map(|v| format!("{v:?}")).collect();
            format!(
                "lawful::check_case({:?}, {:?}, &[{}])",
                model.id(),
                claim.id(),
                values.join(", ")
            )
        }
        None => format!("lawful::check_token({replay:?})"),
    };
    format!("#[test]\nfn {name}() {{\n    {call}.unwrap();\n}}\n")
}

/// Returns a pytest function.
pub fn python(model: &Model, claim: &Claimed, replay: &str, encoded: Option<&[String]>) -> String {
    let quote = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let name = function_name(model, claim);
    let call = match encoded {
        Some(values) => {
            let values: Vec<String> = values.iter().map(|v| quote(v)).collect();
            format!(
                "lawful.check_case({}, {}, [{}])",
                quote(model.id()),
                quote(&claim.id()),
                values.join(", ")
            )
        }
        None => format!("lawful.check_token({})", quote(replay)),
    };
    format!("def test_{name}():\n    import lawful\n\n    {call}\n")
}
