//! The trait that systems of a machine implement.

use super::input::{CommandInput, MachineInput};
use super::{module, written};
use proc_macro2::TokenStream;
use quote::quote;

pub fn expand(machine: &MachineInput) -> TokenStream {
    let (name, visibility, docs) = (&machine.name, &machine.visibility, &machine.docs);
    let module = module(machine);
    let commands = machine.commands.iter().map(|c| method(machine, c));
    let listed = listed(machine);
    let (bounds, live_docs) = if machine.shared {
        (
            quote!(::std::marker::Send + ::std::marker::Sync + 'static),
            "A running system, shared by several threads. It is dropped at the end of a program.",
        )
    } else {
        (
            quote!(::std::marker::Send + 'static),
            "A running system. It is dropped at the end of a program.",
        )
    };
    let unimplemented = format!("`{{Self}}` is not a model of the machine `{name}`");
    let note = format!("implement `{name}` for it; its laws are in the module `{module}`");
    quote! {
        #(#[doc = #docs])*
        #(#[doc = #listed])*
        #[diagnostic::on_unimplemented(message = #unimplemented, note = #note)]
        #visibility trait #name: ::std::marker::Send + ::std::marker::Sync + 'static {
            #[doc = #live_docs]
            type Live: #bounds;

            /// Starts a fresh system.
            fn start(&self) -> Self::Live;

            #(#commands)*
        }
    }
}

/// Lists the commands and the laws for the documentation.
fn listed(machine: &MachineInput) -> Vec<String> {
    let mut lines = vec![String::new(), "# Commands".to_owned(), String::new()];
    for command in &machine.commands {
        let signature = written::command(command);
        let about = command.docs.join(" ");
        let colon = if about.is_empty() { "" } else { ": " };
        lines.push(format!("- `{signature}`{colon}{about}"));
    }
    lines.extend([String::new(), "# Laws".to_owned(), String::new()]);
    let state = &machine.state;
    lines.push(format!(
        "- `refinement`: a fresh system answers every program of commands as the reference does, \
         a `{}` that starts as `{}`.",
        written::ty(&state.ty),
        written::expression(&state.start)
    ));
    if machine.shared {
        lines.push(
            "- `linearizable`: whatever several threads do at once, there is one order of the \
             commands that respects real time and in which the reference gives the same answers."
                .to_owned(),
        );
    }
    lines
}

fn method(machine: &MachineInput, command: &CommandInput) -> TokenStream {
    let (docs, name) = (&command.docs, &command.name);
    let live = if machine.shared {
        quote!(&Self::Live)
    } else {
        quote!(&mut Self::Live)
    };
    let args = command.args.iter().map(|arg| {
        let (name, ty) = (&arg.name, &arg.ty);
        quote!(#name: &#ty)
    });
    let result = written::result(command);
    quote! {
        #(#[doc = #docs])*
        fn #name(&self, live: #live, #(#args),*) -> #result;
    }
}
