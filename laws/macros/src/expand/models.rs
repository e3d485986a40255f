//! From a typed model to the checker's form of it, laws compiled.

use super::laws::{Checked, generics, op_def};
use super::traits::sort_type;
use crate::declared::{Declared, camel, snake};
use crate::expression::{Scope, sort_variable};
use crate::metadata::Op;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

pub fn expand(theory: &Declared<'_>, laws: &[Checked<'_>]) -> TokenStream {
    let (_, _, apply) = generics(theory);
    let trait_path = {
        // A law may be called as the theory is: the trait is named from outside the module.
        let name = &theory.input.name;
        quote!(super::#name #apply)
    };
    let params = match &theory.input.role {
        Some(role) => {
            let name = &role.name;
            quote!(<__M: #trait_path, #name: ::lawful::theory::Role>)
        }
        None => quote!(<__M: #trait_path>),
    };
    let parents: Vec<&TokenStream> = theory.parents.iter().map(|p| &p.marker).collect();
    let sorts = theory.input.sorts.iter().map(|sort| {
        let (name, method) = (sort.name.to_string(), snake(&sort.name.to_string()));
        let method = Ident::new(&method, sort.name.span());
        quote!(__builder.sort(#name, <__M as #trait_path>::#method(__model));)
    });
    let ops = theory.input.ops.iter().filter_map(|input| {
        let op = theory
            .all
            .ops
            .iter()
            .find(|o| o.name == input.name && o.role.to_string() == theory.role.to_string())?;
        Some(install_op(theory, op, &input.docs.join(" ")))
    });
    let laws = laws.iter().map(|law| install_law(theory, law));
    quote! {
        impl #params ::lawful::model::ModeledBy<__M> for Theory #apply {
            #[allow(unused_variables, reason = "generated for every theory")]
            fn install(__model: &::std::sync::Arc<__M>, __builder: &mut ::lawful::model::Builder) {
                #(<#parents as ::lawful::model::ModeledBy<__M>>::install(__model, __builder);)*
                #(#sorts)*
                #(#ops)*
                #(#laws)*
            }
        }
    }
}

fn install_op(theory: &Declared<'_>, op: &Op, about: &str) -> TokenStream {
    let def = op_def(op, about);
    let (path, name) = (&op.trait_path, &op.name);
    let model = quote!(__M);
    let args = op.args.iter().enumerate().map(|(place, ty)| {
        let ty = sort_type(theory, &ty.sort, &model);
        quote!(::lawful::__private::arg::<#ty>(__args, #place)?)
    });
    let wrap = if op.result.optional {
        quote!(::lawful::Value::new(__result.map(::lawful::Value::new)))
    } else {
        quote!(::lawful::Value::new(__result))
    };
    quote! {
        let __shared = ::std::sync::Arc::clone(__model);
        __builder.op(#def, ::lawful::model::Op::new(move |__args| {
            let __result = <__M as #path>::#name(&__shared, #(#args),*);
            ::std::result::Result::Ok(#wrap)
        }));
    }
}

/// Returns the places of the variables that are rearranged when a premise is false; the interpreter
/// has the same rule (`check::draw::rearranged`).
fn rearranged(variables: &[(Ident, Ident)]) -> Vec<usize> {
    for (_, sort) in variables {
        let places: Vec<usize> = variables
            .iter()
            .enumerate()
            .filter(|(_, (_, other))| other == sort)
            .map(|(place, _)| place)
            .take(3)
            .collect();
        if places.len() >= 2 {
            return places;
        }
    }
    Vec::new()
}

fn install_law(theory: &Declared<'_>, law: &Checked<'_>) -> TokenStream {
    let (_, _, apply) = generics(theory);
    let variables = &law.input.variables;
    let ty = format_ident!("{}", camel(&law.input.name.to_string()));
    let scope = Scope { theory, variables };
    let names: Vec<&Ident> = variables.iter().map(|(name, _)| name).collect();
    let sort_of = |sort: &Ident| match theory.sort(sort) {
        Some(declared) => {
            let method = format_ident!("{}", snake(&sort.to_string()));
            let path = &declared.trait_path;
            quote!(<__M as #path>::#method(__model))
        }
        None => {
            let ty = sort_type(theory, sort, &quote!(__M));
            quote!(::lawful::__private::built_in::<#ty>())
        }
    };
    // Every sort of the theory may be compared, whether or not a variable ranges over it.
    let compared: Vec<&Ident> = theory.all.sorts.iter().map(|s| &s.name).collect();
    let held: Vec<Ident> = compared.iter().map(|s| sort_variable(s)).collect();
    let held_sorts: Vec<TokenStream> = compared.iter().map(|s| sort_of(s)).collect();
    let variable_sorts = variables.iter().map(|(_, sort)| sort_of(sort));
    let draws = variables.iter().enumerate().map(|(place, (name, sort))| {
        let at = syn::Index::from(place);
        let earlier: Vec<&Ident> = variables
            .iter()
            .take(place)
            .filter(|(_, s)| s == sort)
            .map(|(n, _)| n)
            .collect();
        quote!(let #name = __sorts.#at.draw(__rng, &[#(&#earlier),*]);)
    });
    let premise = law.premise.as_ref().map(|p| scope.code(p));
    let judge = scope.code(&law.conclusion);
    let guard = premise
        .as_ref()
        .map(|premise| quote!(if !#premise { return ::lawful::model::Outcome::Vacuous; }));
    let mixed = premise.as_ref().map(|_| quote!(__rng.mix_values();));
    let rearrange = premise
        .as_ref()
        .map(|premise| rearrangement(variables, premise));
    quote! {
        {
            let __shared = ::std::sync::Arc::clone(__model);
            let __drawing = ::std::sync::Arc::clone(__model);
            #(let #held = #held_sorts;)*
            let __for_drawing = (#(#held.clone(),)*);
            let __hot = ::lawful::model::HotLaw::new(
                (#(#variable_sorts,)*),
                move |__sorts, __rng| {
                    let __model: &__M = &__drawing;
                    let (#(#held,)*) = &__for_drawing;
                    let __probe = &mut ::lawful::sort::Probe::default();
                    #mixed
                    #(#draws)*
                    #rearrange
                    (#(#names,)*)
                },
                move |_, __probe, (#(#names,)*)| {
                    let __model: &__M = &__shared;
                    #guard
                    match #judge {
                        true => ::lawful::model::Outcome::Held,
                        false => ::lawful::model::Outcome::Failed,
                    }
                },
            );
            __builder.hot_law(
                <#ty #apply as ::lawful::theory::Law>::define(),
                ::std::sync::Arc::new(__hot),
            );
        }
    }
}

/// Writes the search for an arrangement of the drawn values that makes the premise true.
fn rearrangement(variables: &[(Ident, Ident)], premise: &TokenStream) -> TokenStream {
    let places = rearranged(variables);
    let names: Vec<&Ident> = variables.iter().map(|(name, _)| name).collect();
    let orders: Vec<Vec<usize>> = match places.len() {
        2 => vec![vec![1, 0]],
        3 => vec![
            vec![0, 2, 1],
            vec![1, 0, 2],
            vec![1, 2, 0],
            vec![2, 0, 1],
            vec![2, 1, 0],
        ],
        _ => return TokenStream::new(),
    };
    let true_of = quote!(|#(#names),*| -> bool { #premise });
    let turned = |order: &[usize]| -> Vec<&Ident> {
        let mut turned = names.clone();
        for (to, from) in places.iter().zip(order) {
            turned[*to] = names[places[*from]];
        }
        turned
    };
    let attempts = orders.iter().map(|order| {
        let turned = turned(order);
        quote!(if __premise(#(&#turned),*) { return (#(#turned,)*); })
    });
    quote! {
        let mut __premise = #true_of;
        if !__premise(#(&#names),*) {
            #(#attempts)*
        }
    }
}
