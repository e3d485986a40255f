//! The commands as an enum: for programs that are written by hand.

use super::input::MachineInput;
use crate::declared::camel;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub fn expand(machine: &MachineInput) -> TokenStream {
    let name = &machine.name;
    let about = format!("A command of [`{name}`] with its arguments. It prints as it is called.");
    let mut variants = Vec::new();
    let mut printed = Vec::new();
    let mut erased = Vec::new();
    for (place, command) in machine.commands.iter().enumerate() {
        let variant = format_ident!(
            "{}",
            camel(&command.name.to_string()),
            span = command.name.span()
        );
        let (docs, name) = (&command.docs, command.name.to_string());
        let types: Vec<_> = command.args.iter().map(|arg| &arg.ty).collect();
        let names: Vec<_> = command.args.iter().map(|arg| &arg.name).collect();
        if types.is_empty() {
            variants.push(quote!(#(#[doc = #docs])* #variant));
            printed.push(quote!(Command::#variant => __f.write_str(::std::concat!(#name, "()"))));
            erased.push(quote!(Command::#variant => (#place, ::std::vec::Vec::new())));
        } else {
            let holes = vec!["{:?}"; types.len()].join(", ");
            let format = format!("{name}({holes})");
            variants.push(quote!(#(#[doc = #docs])* #variant(#(#types),*)));
            printed.push(quote! {
                Command::#variant(#(#names),*) => ::std::write!(__f, #format, #(#names),*)
            });
            erased.push(quote! {
                Command::#variant(#(#names),*) => {
                    (#place, ::std::vec![#(::lawful::Value::new(#names)),*])
                }
            });
        }
    }
    quote! {
        #[doc = #about]
        #[derive(Clone)]
        pub enum Command {
            #(#variants),*
        }

        impl ::std::fmt::Debug for Command {
            fn fmt(&self, __f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    #(#printed),*
                }
            }
        }

        impl ::std::convert::From<Command> for ::lawful::machine::Command {
            fn from(command: Command) -> Self {
                let (place, args) = match command {
                    #(#erased),*
                };
                ::lawful::__private::erased(&machine(), place, args)
            }
        }
    }
}
