//! The trait that models of a theory implement.

use super::laws::Checked;
use super::print;
use crate::declared::{BUILT_IN, Declared, snake};
use crate::metadata::Type;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// Returns the Rust type of a sort in a trait's methods.
fn ty(theory: &Declared<'_>, ty: &Type) -> TokenStream {
    let plain = sort_type(theory, &ty.sort, &quote!(Self));
    if ty.optional {
        quote!(::std::option::Option<#plain>)
    } else {
        plain
    }
}

/// Returns the Rust type of a sort of the model `model`.
pub fn sort_type(theory: &Declared<'_>, sort: &Ident, model: &TokenStream) -> TokenStream {
    match theory.sort(sort) {
        Some(declared) => {
            let path = &declared.trait_path;
            if *model.to_string() == *"Self"
                && path.to_string() == theory.all.trait_path.to_string()
            {
                return quote!(Self::#sort);
            }
            quote!(<#model as #path>::#sort)
        }
        None if sort == "String" => quote!(::std::string::String),
        None if sort == "Ordering" => quote!(::std::cmp::Ordering),
        None => {
            debug_assert!(BUILT_IN.iter().any(|b| sort == b));
            quote!(::std::primitive::#sort)
        }
    }
}

pub fn expand(theory: &Declared<'_>, checked: &[Checked<'_>]) -> TokenStream {
    let input = theory.input;
    let (name, visibility) = (&input.name, &input.visibility);
    let docs = &input.docs;
    let mut laws = vec![String::new(), "# Laws".to_owned(), String::new()];
    for law in checked {
        let vars = &law.input.variables;
        let conclusion = print::show(theory, vars, &law.conclusion);
        let statement = match &law.premise {
            Some(p) => format!("{} implies {conclusion}", print::show(theory, vars, p)),
            None => conclusion,
        };
        laws.push(format!("- `{}`: `{statement}`", law.input.name));
    }
    if checked.is_empty() {
        laws.push("None of its own; those of the theories that it extends.".to_owned());
    }
    let role = input.role.as_ref().map(|r| {
        let (name, default) = (&r.name, &r.default);
        quote!(<#name: ::lawful::theory::Role = #default>)
    });
    let parents: Vec<&TokenStream> = theory.parents.iter().map(|p| &p.trait_path).collect();
    let bounds = if parents.is_empty() {
        quote!(::std::marker::Send + ::std::marker::Sync + 'static)
    } else {
        quote!(#(#parents)+*)
    };
    let sorts = input.sorts.iter().map(|sort| {
        let (docs, name) = (&sort.docs, &sort.name);
        let method = format_ident!("{}", snake(&name.to_string()), span = name.span());
        let about = format!("Returns the sort `{name}`: how its values are sampled and compared.");
        quote! {
            #(#[doc = #docs])*
            type #name: ::lawful::Element;
            #[doc = #about]
            fn #method(&self) -> ::lawful::Sort<Self::#name>;
        }
    });
    let module = &theory.module;
    let ops = input.ops.iter().map(|op| {
        let (docs, name) = (&op.docs, &op.name);
        let args = op.args.iter().map(|(arg, t)| {
            let t = sort_type(theory, &t.sort, &quote!(Self));
            quote!(#arg: &#t)
        });
        let result = ty(
            theory,
            &Type {
                sort: op.result.sort.clone(),
                optional: op.result.optional,
            },
        );
        quote! {
            #(#[doc = #docs])*
            fn #name(&self, #(#args),*) -> #result;
        }
    });
    let unimplemented = format!("`{{Self}}` is not a model of the theory `{name}`");
    let note = format!("implement `{name}` for it; its laws are in the module `{module}`");
    quote! {
        #(#[doc = #docs])*
        #(#[doc = #laws])*
        #[diagnostic::on_unimplemented(message = #unimplemented, note = #note)]
        #visibility trait #name #role: #bounds {
            #(#sorts)*
            #(#ops)*
        }
    }
}
