//! `machine!`: the declaration of a machine, and the code that comes from it.

mod commands;
mod export;
mod input;
mod lawbreakers;
mod laws;
mod reference;
mod systems;
mod traits;
mod written;

use crate::declared::snake;
use input::MachineInput;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Expands a declaration.
pub fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let machine: MachineInput = syn::parse2(input)?;
    let name = &machine.name;
    let module = module(&machine);
    let visibility = &machine.visibility;
    let the_trait = traits::expand(&machine);
    let laws = laws::expand(&machine);
    let commands = commands::expand(&machine);
    let reference = reference::expand(&machine);
    let systems = systems::expand(&machine);
    let lawbreakers = lawbreakers::expand(&machine)?;
    let exported = export::expand(&machine);
    let about = format!(
        "The types that belong to the machine [`{name}`]: the marker, the laws, the commands and \
         the reference."
    );
    Ok(quote! {
        #the_trait

        #[doc = #about]
        #visibility mod #module {
            #[allow(unused_imports, reason = "generated for every machine")]
            use super::*;
            #laws
            #commands
            #reference
            #systems
            #lawbreakers
        }

        #exported
    })
}

/// Returns the name of the module with the types of a machine, which is the id of the theory.
fn module(machine: &MachineInput) -> Ident {
    Ident::new(&snake(&machine.name.to_string()), machine.name.span())
}
