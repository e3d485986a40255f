//! Lawbreakers: models that break stated laws of a theory and keep every other one.

use super::laws::{generics, op_def};
use crate::declared::Declared;
use crate::input::LawbreakerInput;
use crate::written_model::{WrittenModel, WrittenSort};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub fn expand(theory: &Declared<'_>) -> syn::Result<TokenStream> {
    let (_, bound, apply) = generics(theory);
    let breakers = theory
        .input
        .lawbreakers
        .iter()
        .map(|breaker| lawbreaker(theory, breaker))
        .collect::<syn::Result<Vec<_>>>()?;
    let register = match &theory.input.role {
        Some(role) => {
            let default = &role.default;
            quote!(Theory<#default>)
        }
        None => quote!(Theory),
    };

    Ok(quote! {
        #[allow(clippy::redundant_closure_call, reason = "generated")]
        fn __lawbreakers #bound () -> ::std::vec::Vec<::lawful::theory::Lawbreaker> {
            let __theory = <Theory #apply as ::lawful::theory::Theory>::define();
            let mut __all: ::std::vec::Vec<::lawful::theory::Lawbreaker> = ::std::vec::Vec::new();
            #(#breakers)*
            __all
        }

        ::lawful::inventory::submit! {
            ::lawful::theory::TheoryEntry {
                module: ::std::module_path!(),
                package: ::std::env!("CARGO_PKG_NAME"),
                define: <#register as ::lawful::theory::Theory>::define,
                lawbreakers: <#register as ::lawful::theory::Theory>::lawbreakers,
            }
        }
    })
}

fn lawbreaker(theory: &Declared<'_>, breaker: &LawbreakerInput) -> syn::Result<TokenStream> {
    let own = |law: &syn::Ident| theory.input.laws.iter().any(|l| l.name == *law);
    if let Some(unknown) = breaker.breaks.iter().find(|law| !own(law)) {
        return Err(syn::Error::new(
            unknown.span(),
            format!("`{unknown}` is not a law that this theory states itself"),
        ));
    }
    // What the lawbreaker gives itself comes first.
    let models: Vec<&WrittenModel> = [&breaker.model]
        .into_iter()
        .chain(&theory.input.lawkeeper)
        .collect();
    let lacks = |what: &str, name: &syn::Ident| {
        let message = format!("the lawbreaker lacks the {what} `{name}`");
        syn::Error::new(breaker.name.span(), message)
    };
    let mut sorts = Vec::new();
    for sort in &theory.all.sorts {
        let given = models.iter().flat_map(|model| &model.sorts);
        let found = given.into_iter().find(|given| given.name == sort.name);
        sorts.push(found.ok_or_else(|| lacks("sort", &sort.name))?);
    }
    let given = models.iter().flat_map(|model| &model.ops);
    let given = given
        .map(|op| Ok((theory.written_op(op)?, op)))
        .collect::<syn::Result<Vec<_>>>()?;
    let mut installs = Vec::new();
    for (place, op) in theory.all.ops.iter().enumerate() {
        let found = given.iter().find(|(at, _)| *at == place);
        let (_, body) = found.ok_or_else(|| lacks("operation", &op.name))?;
        if body.args.len() != op.args.len() {
            let (given, wanted) = (body.args.len(), op.args.len());
            let message = format!(
                "`{}` takes {wanted} arguments, but {given} are named",
                op.name
            );
            return Err(syn::Error::new(body.name.span(), message));
        }
        let type_of = |sort: &syn::Ident| -> TokenStream {
            match sorts.iter().find(|given| given.name == *sort) {
                Some(WrittenSort { ty, .. }) => quote!(#ty),
                None if sort == "Ordering" => quote!(::std::cmp::Ordering),
                None => quote!(#sort),
            }
        };
        let names = &body.args;
        let arg_types: Vec<TokenStream> = op.args.iter().map(|t| type_of(&t.sort)).collect();
        let result = type_of(&op.result.sort);
        let (result, wrap) = if op.result.optional {
            (
                quote!(::std::option::Option<#result>),
                quote!(::lawful::Value::new(__result.map(::lawful::Value::new))),
            )
        } else {
            (result, quote!(::lawful::Value::new(__result)))
        };
        let places = 0..op.args.len();
        let (def, expression) = (op_def(op, ""), &body.body);
        let function = format_ident!("__op");
        installs.push(quote! {
            let #function = |#(#names: &#arg_types),*| -> #result { #expression };
            __builder.op(#def, ::lawful::model::Op::new(move |__args| {
                let __result = #function(
                    #(::lawful::__private::arg::<#arg_types>(__args, #places)?),*
                );
                ::std::result::Result::Ok(#wrap)
            }));
        });
    }
    let id = format!("lawbreaker.{}.{}", theory.module, breaker.name);
    let about = breaker.docs.join(" ");
    let sorts = sorts.iter().map(|WrittenSort { name, ty, sort }| {
        let name = name.to_string();
        quote!(__builder.sort::<#ty>(#name, #sort);)
    });
    let breaks = breaker.breaks.iter().map(ToString::to_string);
    Ok(quote! {
        {
            let mut __builder = ::lawful::__private::lawbreaker(#id, #about, &__theory);
            #(#sorts)*
            #(#installs)*
            __all.extend(::lawful::__private::finish_lawbreaker(
                __builder,
                &[#(#breaks),*],
            ));
        }
    })
}
