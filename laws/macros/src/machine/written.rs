//! Types and expressions as text, for documentation and for the checker's form of a signature.

use super::input::CommandInput;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, Type};

/// Writes a type as Rust writes it: `Vec<i64>`.
pub fn ty(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.replace(',', ", ").replace(';', "; ")
}

/// Writes an expression as it was written, or nearly.
pub fn expression(expr: &impl ToTokens) -> String {
    let mut text = expr.to_token_stream().to_string();
    text = text.replace('\n', " ");
    for (from, to) in [
        (" . ", "."),
        (" ::", "::"),
        (":: ", "::"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("! ", "!"),
        (" ,", ","),
        ("& ", "&"),
    ] {
        text = text.replace(from, to);
    }
    text
}

/// Writes a command: `add(n: i64) -> i64`.
pub fn command(command: &CommandInput) -> String {
    let args: Vec<String> = command
        .args
        .iter()
        .map(|arg| format!("{}: {}", arg.name, ty(&arg.ty)))
        .collect();
    let result = command.result.as_ref().map(|t| format!(" -> {}", ty(t)));
    let premise = command.premise.as_ref().map(expression);
    let premise = premise.map(|p| format!(" if {p}"));
    format!(
        "{}({}){}{}",
        command.name,
        args.join(", "),
        result.unwrap_or_default(),
        premise.unwrap_or_default()
    )
}

/// Returns the response type of a command.
pub fn result(command: &CommandInput) -> TokenStream {
    match &command.result {
        Some(ty) => quote!(#ty),
        None => quote!(()),
    }
}

/// Returns the type in an `Option`, if a type is one.
pub fn optional(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last().filter(|s| s.ident == "Option")?;
    let PathArguments::AngleBracketed(args) = &last.arguments else {
        return None;
    };
    match args.args.first() {
        Some(GenericArgument::Type(inner)) if args.args.len() == 1 => Some(inner),
        _ => None,
    }
}

/// Wraps the value `__answer` of a response type as the checker sees it.
pub fn wrap(command: &CommandInput) -> TokenStream {
    match command.result.as_ref().and_then(optional) {
        Some(_) => quote!(::lawful::Value::new(__answer.map(::lawful::Value::new))),
        None => quote!(::lawful::Value::new(__answer)),
    }
}
