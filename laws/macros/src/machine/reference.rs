//! The reference: what is right.

use super::input::{CommandInput, MachineInput};
use super::written;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

pub fn expand(machine: &MachineInput) -> TokenStream {
    let state = &machine.state;
    let (state_name, state_type, start) = (&state.name, &state.ty, &state.start);
    let name = &machine.name;
    let about = format!(
        "The reference of [`{name}`]. As a system, it is the model that is right by definition."
    );
    let functions = machine.commands.iter().map(|command| {
        let (step, args, result) = (step(command), args(command), written::result(command));
        let body = &command.body;
        let premise = command.premise.as_ref().map(|premise| {
            let allows = allows(command);
            quote! {
                #[allow(unused_variables, clippy::ptr_arg, reason = "generated from a declaration")]
                fn #allows(#state_name: &State, #(#args),*) -> bool {
                    #premise
                }
            }
        });
        quote! {
            #[allow(unused_variables, clippy::ptr_arg, reason = "generated from a declaration")]
            fn #step(#state_name: &mut State, #(#args),*) -> #result #body
            #premise
        }
    });
    let steps = machine.commands.iter().map(|command| {
        let (name, step, wrap) = (
            command.name.to_string(),
            step(command),
            written::wrap(command),
        );
        let args = taken(command);
        quote! {
            #name => {
                let __answer = #step(__state, #(#args),*);
                ::std::result::Result::Ok(#wrap)
            }
        }
    });
    let allowed = machine.commands.iter().filter(|c| c.premise.is_some());
    let allowed = allowed.map(|command| {
        let (name, allows, args) = (command.name.to_string(), allows(command), taken(command));
        quote!(#name => ::std::result::Result::Ok(#allows(__state, #(#args),*)))
    });
    let system = system(machine);
    quote! {
        /// The state of the reference.
        pub type State = #state_type;

        #[doc = #about]
        #[derive(Debug, Clone, Copy)]
        pub struct Reference;

        fn __start() -> State {
            #start
        }

        #(#functions)*

        impl ::lawful::machine::AnyReference for Reference {
            fn initial(&self) -> ::lawful::machine::State {
                ::lawful::machine::State::new(__start())
            }

            #[allow(unused_variables, clippy::match_single_binding, reason = "generated")]
            fn allows(
                &self,
                state: &::lawful::machine::State,
                command: &str,
                __args: &[::lawful::Value],
            ) -> ::std::result::Result<bool, ::lawful::Exception> {
                let __state = ::lawful::__private::state::<State>(state)?;
                match command {
                    #(#allowed,)*
                    _ => ::std::result::Result::Ok(true),
                }
            }

            fn step(
                &self,
                state: &mut ::lawful::machine::State,
                command: &str,
                __args: &[::lawful::Value],
            ) -> ::std::result::Result<::lawful::Value, ::lawful::Exception> {
                let __state = ::lawful::__private::state_mut::<State>(state)?;
                match command {
                    #(#steps)*
                    unknown => ::std::result::Result::Err(
                        ::lawful::__private::unknown_command(unknown),
                    ),
                }
            }
        }

        #system
    }
}

/// Writes the reference as a system: behind a lock if it is shared.
fn system(machine: &MachineInput) -> TokenStream {
    let name = &machine.name;
    let (live, start, given, state) = if machine.shared {
        (
            quote!(::std::sync::Mutex<State>),
            quote!(::std::sync::Mutex::new(__start())),
            quote!(&Self::Live),
            quote!(&mut ::lawful::__private::locked(live)),
        )
    } else {
        (
            quote!(State),
            quote!(__start()),
            quote!(&mut Self::Live),
            quote!(live),
        )
    };
    let commands = machine.commands.iter().map(|command| {
        let (name, step, args) = (&command.name, step(command), args(command));
        let names = command.args.iter().map(|arg| &arg.name);
        let result = written::result(command);
        quote! {
            fn #name(&self, live: #given, #(#args),*) -> #result {
                #step(#state, #(#names),*)
            }
        }
    });
    quote! {
        impl super::#name for Reference {
            type Live = #live;

            fn start(&self) -> Self::Live {
                #start
            }

            #(#commands)*
        }
    }
}

/// Returns the name of the function that does a step.
fn step(command: &CommandInput) -> Ident {
    format_ident!("__step_{}", command.name)
}

fn allows(command: &CommandInput) -> Ident {
    format_ident!("__allows_{}", command.name)
}

/// Returns the parameters of a command.
fn args(command: &CommandInput) -> Vec<TokenStream> {
    let args = command.args.iter().map(|arg| {
        let (name, ty) = (&arg.name, &arg.ty);
        quote!(#name: &#ty)
    });
    args.collect()
}

/// Takes the arguments of a command out of `__args`.
pub fn taken(command: &CommandInput) -> Vec<TokenStream> {
    let args = command.args.iter().enumerate().map(|(place, arg)| {
        let ty = &arg.ty;
        quote!(::lawful::__private::arg::<#ty>(__args, #place)?)
    });
    args.collect()
}
