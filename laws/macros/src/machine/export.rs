//! What a machine tells `law_tests!`: its laws, through a macro of its own name.

use super::input::MachineInput;
use super::module;
use crate::declared::camel;
use crate::metadata::{Law, Metadata};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

pub fn expand(machine: &MachineInput) -> TokenStream {
    let (name, visibility, module) = (&machine.name, &machine.visibility, module(machine));
    let home = machine.home.as_ref().map(|path| quote!(#path::));
    let laws = machine.laws().iter().map(|law| {
        let ty = format_ident!("{}", camel(law));
        Law {
            name: Ident::new(law, name.span()),
            role: TokenStream::new(),
            path: quote!(#home #module::#ty),
        }
    });
    let written = Metadata {
        marker: quote!(#home #module::Theory),
        trait_path: quote!(#home #name),
        laws: laws.collect(),
        ..Metadata::default()
    }
    .write();
    let hidden = format_ident!("__lawful_machine_{}", name);
    let refused = format!("`{name}` is a machine: it has no role, and no theory extends it");
    let dollar: TokenStream = "$".parse().unwrap_or_default();
    let export = matches!(visibility, syn::Visibility::Public(_)).then(|| quote!(#[macro_export]));
    quote! {
        #[doc(hidden)]
        #export
        #[allow(non_local_definitions, reason = "a machine may be declared in a function")]
        macro_rules! #hidden {
            (@lawful [] [] { @tests #dollar(#dollar rest:tt)* }) => {
                ::lawful::__theory_collect! { [#written] [] { @tests #dollar(#dollar rest)* } }
            };
            (@lawful #dollar(#dollar rest:tt)*) => {
                ::std::compile_error!(#refused);
            };
        }
        #[doc(hidden)]
        #[allow(unused_imports, reason = "a machine need not be tested by name")]
        #visibility use #hidden as #name;
    }
}
