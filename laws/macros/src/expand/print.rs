//! Laws printed for documentation.

use crate::declared::Declared;
use crate::expression::Node;
use proc_macro2::Ident;

/// Prints a checked expression with the symbols of the operations.
pub fn show(theory: &Declared<'_>, variables: &[(Ident, Ident)], node: &Node) -> String {
    show_in(theory, variables, node, false)
}

fn show_in(theory: &Declared<'_>, vars: &[(Ident, Ident)], node: &Node, inside: bool) -> String {
    let sub = |n: &Node| show_in(theory, vars, n, true);
    let wrap = |text: String| if inside { format!("({text})") } else { text };
    match node {
        Node::Var(i) => vars.get(*i).map(|(v, _)| v.to_string()).unwrap_or_default(),
        Node::Apply(place, args) => {
            let Some(op) = theory.all.ops.get(*place) else {
                return String::new();
            };
            let role = op.role.to_string();
            let foreign =
                !role.is_empty() && role != theory.role.to_string() && !role.ends_with("Combine");
            match (args.as_slice(), op.symbol.as_str()) {
                ([], symbol) if !symbol.is_empty() && !foreign => symbol.to_owned(),
                ([a], symbol) if !symbol.is_empty() && !foreign => format!("{symbol}{}", sub(a)),
                ([a, b], symbol) if !symbol.is_empty() && !foreign => {
                    wrap(format!("{} {symbol} {}", sub(a), sub(b)))
                }
                (args, _) => {
                    let args: Vec<String> = args
                        .iter()
                        .map(|n| show_in(theory, vars, n, false))
                        .collect();
                    let name = match role.rsplit("::").next() {
                        Some(role) if foreign => {
                            format!("{}.{}", role.trim().to_lowercase(), op.name)
                        }
                        _ => op.name.to_string(),
                    };
                    format!("{name}({})", args.join(", "))
                }
            }
        }
        Node::Equal(ty, a, b) if ty.sort == "bool" => wrap(format!("{} ⇔ {}", sub(a), sub(b))),
        Node::Equal(_, a, b) => wrap(format!("{} = {}", sub(a), sub(b))),
        Node::AtMost(_, a, b) => wrap(format!("{} ≤ {}", sub(a), sub(b))),
        Node::And(a, b) => wrap(format!("{} and {}", sub(a), sub(b))),
        Node::Or(a, b) => wrap(format!("{} or {}", sub(a), sub(b))),
        Node::Not(a) => format!("not {}", sub(a)),
        Node::Some(a) => format!("some({})", show_in(theory, vars, a, false)),
        Node::None => "none".to_owned(),
        Node::Bool(b) => b.to_string(),
    }
}
