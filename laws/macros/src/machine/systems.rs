//! From a typed model to the checker's form of it.

use super::input::MachineInput;
use super::{reference, written};
use proc_macro2::TokenStream;
use quote::quote;

pub fn expand(machine: &MachineInput) -> TokenStream {
    let name = &machine.name;
    let commands = machine.commands.iter().map(|command| {
        let (method, text, wrap) = (
            &command.name,
            command.name.to_string(),
            written::wrap(command),
        );
        let args = reference::taken(command);
        quote! {
            #text => {
                let __answer = <__M as super::#name>::#method(&self.0, __live, #(#args),*);
                ::std::result::Result::Ok(#wrap)
            }
        }
    });
    let (start, live) = if machine.shared {
        (
            quote!(<__M as super::#name>::start(&self.0)),
            quote!(::lawful::__private::live::<<__M as super::#name>::Live>(live)?),
        )
    } else {
        (
            quote!(::std::sync::Mutex::new(<__M as super::#name>::start(&self.0))),
            quote!(&mut *::lawful::__private::live_alone::<<__M as super::#name>::Live>(live)?),
        )
    };
    quote! {
        /// A model as the checker sees it.
        struct System<__M>(::std::sync::Arc<__M>);

        impl<__M: super::#name> ::lawful::machine::AnySystem for System<__M> {
            fn start(&self) -> ::std::result::Result<::lawful::machine::Live, ::lawful::Exception> {
                ::std::result::Result::Ok(::std::boxed::Box::new(#start))
            }

            fn perform(
                &self,
                live: &(dyn ::std::any::Any + ::std::marker::Send + ::std::marker::Sync),
                command: &str,
                __args: &[::lawful::Value],
            ) -> ::std::result::Result<::lawful::Value, ::lawful::Exception> {
                let __live = #live;
                match command {
                    #(#commands)*
                    unknown => ::std::result::Result::Err(
                        ::lawful::__private::unknown_command(unknown),
                    ),
                }
            }
        }

        impl<__M: super::#name> ::lawful::model::ModeledBy<__M> for Theory {
            fn install(
                __model: &::std::sync::Arc<__M>,
                __builder: &mut ::lawful::model::Builder,
            ) {
                let system = System(::std::sync::Arc::clone(__model));
                __builder.machine(&machine(), ::std::sync::Arc::new(system));
            }
        }

        /// Runs a program against a fresh system of a model, and against the reference, up to the
        /// first difference.
        pub fn run<__M: super::#name>(
            model: __M,
            program: impl ::std::iter::IntoIterator<Item = Command>,
        ) -> ::lawful::machine::Run<::lawful::machine::Response> {
            let system = System(::std::sync::Arc::new(model));
            let program: ::std::vec::Vec<::lawful::machine::Command> = program
                .into_iter()
                .map(::std::convert::Into::into)
                .collect();
            machine().run(&system, &program)
        }
    }
}
