//! The marker, one type per law, the type-level list of them, and the machine as data.

use super::input::{CommandInput, MachineInput};
use super::{module, written};
use crate::declared::camel;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub fn expand(machine: &MachineInput) -> TokenStream {
    let (name, id) = (&machine.name, module(machine).to_string());
    let (law_set, shared) = (machine.law_set, machine.shared);
    let about = machine.docs.first().cloned().unwrap_or_default();
    let about_theory = format!("Stands for the machine [`{name}`] where a type is needed.");
    let about_laws = format!("The laws of [`{name}`].");
    let types = machine.laws().iter().map(|law| {
        let (ty, define) = (format_ident!("{}", camel(law)), format_ident!("{law}"));
        let docs = match *law {
            "refinement" => {
                "A fresh system answers every program of commands as the reference does."
            }
            _ => {
                "Whatever several threads do at once, there is one order of the commands that \
                 respects real time and in which the reference gives the same answers."
            }
        };
        quote! {
            #[doc = #docs]
            pub struct #ty(());

            impl ::lawful::theory::Law for #ty {
                fn define() -> ::lawful::theory::LawDef {
                    ::lawful::machine::#define(#id, #law_set)
                }
            }
        }
    });
    let all = machine.laws().iter().rev();
    let all = all.fold(quote!(::lawful::frunk::HNil), |tail, law| {
        let ty = format_ident!("{}", camel(law));
        quote!(::lawful::frunk::HCons<#ty, #tail>)
    });
    let commands = machine.commands.iter().map(definition);
    quote! {
        #(#types)*

        #[doc = #about_theory]
        pub struct Theory(());

        #[doc = #about_laws]
        pub type Laws = #all;

        impl ::lawful::theory::Theory for Theory {
            type Laws = Laws;

            fn define() -> ::lawful::theory::TheoryDef {
                machine().theory()
            }

            fn lawbreakers() -> ::std::vec::Vec<::lawful::theory::Lawbreaker> {
                __lawbreakers()
            }
        }

        /// Returns the machine as data.
        pub fn machine() -> ::std::sync::Arc<::lawful::machine::Machine> {
            static MACHINE: ::std::sync::OnceLock<::std::sync::Arc<::lawful::machine::Machine>> =
                ::std::sync::OnceLock::new();
            ::std::sync::Arc::clone(MACHINE.get_or_init(|| {
                ::std::sync::Arc::new(::lawful::machine::Machine::new(
                    #id,
                    #about,
                    #law_set,
                    #shared,
                    ::std::vec![#(#commands),*],
                    ::std::sync::Arc::new(Reference),
                ))
            }))
        }

        ::lawful::inventory::submit! {
            ::lawful::theory::TheoryEntry {
                module: ::std::module_path!(),
                package: ::std::env!("CARGO_PKG_NAME"),
                define: <Theory as ::lawful::theory::Theory>::define,
                lawbreakers: <Theory as ::lawful::theory::Theory>::lawbreakers,
            }
        }

        ::lawful::inventory::submit! {
            ::lawful::machine::MachineEntry(machine)
        }
    }
}

/// Writes a call that depends on whether a type has serde.
fn plain(ty: &syn::Type, call: &TokenStream) -> TokenStream {
    quote! {{
        #[allow(unused_imports, reason = "which one is needed depends on the type")]
        use ::lawful::__private::{Opaque as _, Plain as _};
        (&::lawful::__private::Of::<#ty>::new()).#call
    }}
}

/// Writes a command as data.
fn definition(command: &CommandInput) -> TokenStream {
    let (name, about) = (command.name.to_string(), command.docs.join(" "));
    let args = command.args.iter().map(|arg| {
        let (name, ty, written) = (arg.name.to_string(), &arg.ty, written::ty(&arg.ty));
        let sort = match &arg.sort {
            Some(sort) => quote!(#sort),
            None => quote!(::lawful::Sort::<#ty>::any()),
        };
        let sort = plain(ty, &quote!(stored(#sort)));
        quote!(::lawful::__private::argument::<#ty>(#name, #written, #sort))
    });
    let result = match &command.result {
        None => {
            let reader = plain(&syn::parse_quote!(()), &quote!(reader()));
            quote!(::lawful::__private::returned::<()>("()", #reader))
        }
        Some(ty) => match written::optional(ty) {
            Some(inner) => {
                let written = written::ty(inner);
                let reader = plain(inner, &quote!(option_reader()));
                quote!(::lawful::__private::returned_option::<#inner>(#written, #reader))
            }
            None => {
                let written = written::ty(ty);
                let reader = plain(ty, &quote!(reader()));
                quote!(::lawful::__private::returned::<#ty>(#written, #reader))
            }
        },
    };
    let premise = match &command.premise {
        Some(premise) => {
            let premise = written::expression(premise);
            quote!(::std::option::Option::Some(#premise))
        }
        None => quote!(::std::option::Option::None),
    };
    quote! {
        ::lawful::__private::command(#name, #about, ::std::vec![#(#args),*], #result, #premise)
    }
}
