//! The grammar and the expansion of `law_tests!`.

use crate::declared::snake;
use crate::metadata::Metadata;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Path, Token};

/// `Model: Theory<Role>`.
struct LawTests {
    model: Expr,
    theory: Path,
    role: TokenStream,
}

impl Parse for LawTests {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let model = input.parse()?;
        input.parse::<Token![:]>()?;
        let mut theory: Path = input.parse()?;
        let mut role = TokenStream::new();
        if let Some(last) = theory.segments.last_mut()
            && let syn::PathArguments::AngleBracketed(args) = std::mem::take(&mut last.arguments)
        {
            let args = args.args;
            role = quote!(#args);
        }
        Ok(LawTests {
            model,
            theory,
            role,
        })
    }
}

/// Asks the theory for its laws.
pub fn start(input: TokenStream) -> syn::Result<TokenStream> {
    let LawTests { theory, role, .. } = syn::parse2(input.clone())?;
    Ok(quote!(#theory! { @lawful [#role] [] { @tests #input } }))
}

/// Returns the declaration if the theory's answer is for `law_tests!`.
pub fn asked(body: &TokenStream) -> Option<TokenStream> {
    let mut tokens = body.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Punct(at)), Some(TokenTree::Ident(tests)))
            if at.as_char() == '@' && tests == "tests" =>
        {
            Some(tokens.collect())
        }
        _ => None,
    }
}

/// Writes one test for each law.
pub fn expand(theory: &Metadata, declaration: TokenStream) -> syn::Result<TokenStream> {
    let LawTests {
        model,
        theory: path,
        ..
    } = syn::parse2(declaration)?;
    let named = path
        .segments
        .last()
        .map(|s| snake(&s.ident.to_string()))
        .unwrap_or_default();
    let first = quote!(#model).into_iter().find_map(|tree| match tree {
        TokenTree::Ident(ident) => Some(snake(&ident.to_string())),
        _ => None,
    });
    let subject = first.unwrap_or_else(|| "model".to_owned());
    let module = Ident::new(&format!("{subject}_is_{named}"), Span::call_site());
    let marker = &theory.marker;
    let tests = theory.laws.iter().map(|law| {
        let role = law.role.to_string();
        let role = role
            .rsplit("::")
            .next()
            .map(|r| snake(r.trim()))
            .unwrap_or_default();
        let name = match role.as_str() {
            "" | "combine" => law.name.clone(),
            role => format_ident!("{}_{}", role, law.name),
        };
        let path = &law.path;
        quote! {
            #[test]
            fn #name() {
                ::lawful::harness::assert_law::<#marker, #path, _>(
                    ::std::stringify!(#module),
                    #model,
                );
            }
        }
    });
    Ok(quote! {
        mod #module {
            #[allow(unused_imports, reason = "generated")]
            use super::*;
            #(#tests)*
        }
    })
}
