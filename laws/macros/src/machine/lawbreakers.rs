//! Lawbreakers: systems that break stated laws of a machine and keep every other one.

use super::input::{LawbreakerInput, MachineInput};
use super::{module, written};
use crate::declared::camel;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub fn expand(machine: &MachineInput) -> syn::Result<TokenStream> {
    let breakers = machine
        .lawbreakers
        .iter()
        .map(|breaker| lawbreaker(machine, breaker))
        .collect::<syn::Result<Vec<_>>>()?;
    Ok(quote! {
        fn __lawbreakers() -> ::std::vec::Vec<::lawful::theory::Lawbreaker> {
            ::std::vec![#(#breakers),*]
        }
    })
}

fn lawbreaker(machine: &MachineInput, breaker: &LawbreakerInput) -> syn::Result<TokenStream> {
    let (name, live) = (&machine.name, &breaker.live);
    let (live_name, live_type, start) = (&live.name, &live.ty, &live.start);
    let ty = format_ident!(
        "{}",
        camel(&breaker.name.to_string()),
        span = breaker.name.span()
    );
    let given = if machine.shared {
        quote!(&Self::Live)
    } else {
        quote!(&mut Self::Live)
    };
    let mut commands = Vec::new();
    for given_command in &breaker.commands {
        let wanted = machine
            .commands
            .iter()
            .find(|c| c.name == given_command.name);
        let Some(command) = wanted else {
            continue;
        };
        if let Some(clash) = given_command.args.iter().find(|arg| **arg == live.name) {
            let message = format!("the name `{clash}` is already there: it is what runs");
            return Err(syn::Error::new(clash.span(), message));
        }
        let (method, body) = (&given_command.name, &given_command.body);
        let args = given_command
            .args
            .iter()
            .zip(&command.args)
            .map(|(name, arg)| {
                let ty = &arg.ty;
                quote!(#name: &#ty)
            });
        let result = written::result(command);
        commands.push(quote! {
            fn #method(&self, #live_name: #given, #(#args),*) -> #result {
                #body
            }
        });
    }
    let id = format!("lawbreaker.{}.{}", module(machine), breaker.name);
    let about = breaker.docs.join(" ");
    let breaks = breaker.breaks.iter().map(ToString::to_string);
    Ok(quote! {
        {
            struct #ty;

            #[allow(unused_variables, reason = "a lawbreaker need not look at everything")]
            impl super::#name for #ty {
                type Live = #live_type;

                fn start(&self) -> Self::Live {
                    #start
                }

                #(#commands)*
            }

            ::lawful::__private::machine_lawbreaker(
                #id,
                #about,
                &machine(),
                ::std::sync::Arc::new(System(::std::sync::Arc::new(#ty))),
                &[#(#breaks),*],
            )
        }
    })
}
