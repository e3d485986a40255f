//! One type per law, the type-level list of them, and the theory as data.

use super::print;
use crate::declared::{Declared, camel};
use crate::expression::{Node, Scope, role_or_default, type_data};
use crate::input::LawInput;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// A law whose expressions have been checked.
pub struct Checked<'a> {
    pub input: &'a LawInput,
    pub premise: Option<Node>,
    pub conclusion: Node,
}

/// Checks the expressions of all laws.
pub fn check<'a>(theory: &'a Declared<'a>) -> syn::Result<Vec<Checked<'a>>> {
    theory
        .input
        .laws
        .iter()
        .map(|law| {
            for (place, (name, sort)) in law.variables.iter().enumerate() {
                theory.known(sort)?;
                if law
                    .variables
                    .iter()
                    .take(place)
                    .any(|(other, _)| other == name)
                {
                    let message = format!("the variable `{name}` is declared twice");
                    return Err(syn::Error::new(name.span(), message));
                }
            }
            if law.variables.len() > 8 {
                return Err(syn::Error::new(
                    law.name.span(),
                    "a law has at most 8 variables",
                ));
            }
            let scope = Scope {
                theory,
                variables: &law.variables,
            };
            Ok(Checked {
                input: law,
                premise: law
                    .premise
                    .as_ref()
                    .map(|p| scope.statement(p))
                    .transpose()?,
                conclusion: scope.statement(&law.conclusion)?,
            })
        })
        .collect()
}

/// Returns the generics of the items in a theory's module: for types, for impls, for uses.
pub fn generics(theory: &Declared<'_>) -> (TokenStream, TokenStream, TokenStream) {
    match &theory.input.role {
        Some(role) => {
            let (name, default) = (&role.name, &role.default);
            (
                quote!(<#name = #default>),
                quote!(<#name: ::lawful::theory::Role>),
                quote!(<#name>),
            )
        }
        None => Default::default(),
    }
}

pub fn expand(theory: &Declared<'_>, laws: &[Checked<'_>]) -> TokenStream {
    let (declare, bound, apply) = generics(theory);
    let phantom = match &theory.input.role {
        Some(role) => {
            let name = &role.name;
            quote!((::std::marker::PhantomData<fn() -> #name>))
        }
        None => quote!(),
    };
    let types = laws.iter().map(|law| law_type(theory, law, &phantom));
    let all = theory
        .all
        .laws
        .iter()
        .rev()
        .fold(quote!(::lawful::frunk::HNil), |tail, law| {
            let path = &law.path;
            quote!(::lawful::frunk::HCons<#path, #tail>)
        });
    let name = &theory.input.name;
    let about_theory = format!("Stands for the theory [`{name}`] where a type is needed.");
    let about_laws = format!("The laws of [`{name}`], inherited ones included, each once.");
    let define = define(theory);
    let call = match &theory.input.role {
        Some(role) => {
            let name = &role.name;
            quote!(__lawbreakers::<#name>)
        }
        None => quote!(__lawbreakers),
    };
    quote! {
        #(#types)*

        #[doc = #about_theory]
        pub struct Theory #declare #phantom;

        #[doc = #about_laws]
        pub type Laws #declare = #all;

        impl #bound ::lawful::theory::Theory for Theory #apply {
            type Laws = Laws #apply;

            fn define() -> ::lawful::theory::TheoryDef {
                #define
            }

            fn lawbreakers() -> ::std::vec::Vec<::lawful::theory::Lawbreaker> {
                #call()
            }
        }
    }
}

fn law_type(theory: &Declared<'_>, law: &Checked<'_>, phantom: &TokenStream) -> TokenStream {
    let (declare, bound, apply) = generics(theory);
    let input = law.input;
    let ty = format_ident!(
        "{}",
        camel(&input.name.to_string()),
        span = input.name.span()
    );
    let scope = Scope {
        theory,
        variables: &input.variables,
    };
    let shown = print::show(theory, &input.variables, &law.conclusion);
    let statement = match &law.premise {
        Some(p) => format!(
            "{} implies {shown}",
            print::show(theory, &input.variables, p)
        ),
        None => shown,
    };
    let docs = if input.docs.is_empty() {
        vec![format!("States `{statement}`.")]
    } else {
        let mut docs = input.docs.clone();
        docs.extend([String::new(), format!("`{statement}`")]);
        docs
    };
    let about = input.docs.join(" ");
    let name = input.name.to_string();
    let home = theory.module.to_string();
    let law_set = theory.input.law_set;
    let role = role_or_default(&theory.role);
    let variables = input.variables.iter().map(|(name, sort)| {
        let (name, sort) = (name.to_string(), sort.to_string());
        quote!(::lawful::theory::Variable {
            name: ::std::borrow::Cow::Borrowed(#name),
            sort: ::std::borrow::Cow::Borrowed(#sort),
        })
    });
    let premise = match &law.premise {
        Some(premise) => {
            let premise = scope.data(premise);
            quote!(::std::option::Option::Some(#premise))
        }
        None => quote!(::std::option::Option::None),
    };
    let conclusion = scope.data(&law.conclusion);
    let floor = input
        .floor
        .unwrap_or(if law.premise.is_some() { 20 } else { 1 });
    quote! {
        #(#[doc = #docs])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct #ty #declare #phantom;

        impl #bound ::lawful::theory::Law for #ty #apply {
            fn define() -> ::lawful::theory::LawDef {
                ::lawful::theory::LawDef {
                    id: ::lawful::theory::LawId {
                        theory: ::std::borrow::Cow::Borrowed(#home),
                        role: ::std::borrow::Cow::Borrowed(
                            <#role as ::lawful::theory::Role>::NAME,
                        ),
                        name: ::std::borrow::Cow::Borrowed(#name),
                    },
                    law_set: #law_set,
                    about: ::std::borrow::Cow::Borrowed(#about),
                    variables: ::std::vec![#(#variables),*],
                    premise: #premise,
                    conclusion: #conclusion,
                    floor: #floor,
                }
            }
        }
    }
}

fn define(theory: &Declared<'_>) -> TokenStream {
    let (_, _, apply) = generics(theory);
    let id = theory.module.to_string();
    let about = theory.input.docs.first().cloned().unwrap_or_default();
    let law_set = theory.input.law_set;
    let role = role_or_default(&theory.role);
    let parents: Vec<&TokenStream> = theory.parents.iter().map(|p| &p.marker).collect();
    let sorts = theory.input.sorts.iter().map(|s| s.name.to_string());
    let ops = theory.input.ops.iter().map(|op| {
        let declared = theory
            .all
            .ops
            .iter()
            .find(|o| o.name == op.name && o.role.to_string() == theory.role.to_string());
        declared.map(|d| op_def(d, &op.docs.join(" ")))
    });
    let laws = theory.input.laws.iter().map(|law| {
        let ty = format_ident!("{}", camel(&law.name.to_string()));
        quote!(<#ty #apply as ::lawful::theory::Law>::define())
    });
    quote! {
        let mut theory = ::lawful::__private::inherit(
            #id,
            <#role as ::lawful::theory::Role>::NAME,
            #about,
            #law_set,
            ::std::vec![#(<#parents as ::lawful::theory::Theory>::define()),*],
        );
        let own = ::lawful::theory::Signature {
            sorts: ::std::vec![#(::std::borrow::Cow::Borrowed(#sorts)),*],
            ops: ::std::vec![#(#ops),*],
        };
        ::lawful::__private::declare(&mut theory, own, ::std::vec![#(#laws),*]);
        theory
    }
}

/// Writes the declaration of an operation as data.
pub fn op_def(op: &crate::metadata::Op, about: &str) -> TokenStream {
    let (name, role) = (op.name.to_string(), role_or_default(&op.role));
    let args = op.args.iter().map(type_data);
    let result = type_data(&op.result);
    let symbol = match op.symbol.as_str() {
        "" => quote!(::std::option::Option::None),
        symbol => quote!(::std::option::Option::Some(#symbol)),
    };
    quote! {
        ::lawful::theory::OpDef::in_role::<#role>(
            #name,
            ::std::vec![#(#args),*],
            #result,
            #symbol,
            #about,
        )
    }
}
