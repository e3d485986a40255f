//! Asking the parents of a theory what they are, one after the other, before it is expanded.

use crate::expand;
use crate::input::{Parent, TheoryInput};
use crate::law_tests;
use crate::metadata::Metadata;
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{braced, bracketed};

/// Begins with a declaration as it was written.
pub fn start(body: TokenStream) -> syn::Result<TokenStream> {
    step(Vec::new(), body)
}

/// Goes on: one parent has answered.
pub fn resume(input: TokenStream) -> syn::Result<TokenStream> {
    let Answer { answered, body } = syn::parse2(input)?;
    if let (Some(declaration), [theory]) = (law_tests::asked(&body), answered.as_slice()) {
        return law_tests::expand(theory, declaration);
    }
    step(answered, body)
}

fn step(answered: Vec<Metadata>, body: TokenStream) -> syn::Result<TokenStream> {
    let theory: TheoryInput = syn::parse2(body.clone())?;
    match theory.parents.get(answered.len()) {
        Some(Parent { path, role }) => {
            let known = answered.iter().map(Metadata::write);
            Ok(quote! {
                #path! { @lawful [#role] [#([#known])*] { #body } }
            })
        }
        None => expand::theory(&theory, &answered),
    }
}

struct Answer {
    answered: Vec<Metadata>,
    body: TokenStream,
}

impl Parse for Answer {
    /// `[metadata] [[earlier metadata]*] { body }`
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let newest;
        bracketed!(newest in input);
        let newest = newest.parse()?;
        let earlier;
        bracketed!(earlier in input);
        let mut answered = Vec::new();
        while !earlier.is_empty() {
            let one;
            bracketed!(one in earlier);
            answered.push(one.parse()?);
        }
        answered.push(newest);
        let body;
        braced!(body in input);
        Ok(Answer {
            answered,
            body: body.parse()?,
        })
    }
}
