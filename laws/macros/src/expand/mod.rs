//! From a resolved declaration to code.

mod lawbreakers;
mod laws;
mod models;
mod print;
mod traits;

use crate::declared::Declared;
use crate::input::TheoryInput;
use crate::metadata::{Metadata, role_hole, substitute};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Expands a theory whose parents have answered.
pub fn theory(input: &TheoryInput, parents: &[Metadata]) -> syn::Result<TokenStream> {
    let theory = Declared::new(input, parents)?;
    let checked = laws::check(&theory)?;
    let the_trait = traits::expand(&theory, &checked);
    let laws = laws::expand(&theory, &checked);
    let models = models::expand(&theory, &checked);
    let lawbreakers = lawbreakers::expand(&theory)?;
    let (module, visibility) = (&theory.module, &input.visibility);
    let about = format!(
        "The types that belong to the theory [`{}`]: the marker and the laws.",
        input.name
    );
    let metadata = export(&theory);
    Ok(quote! {
        #the_trait

        #[doc = #about]
        #[allow(clippy::unused_unit, reason = "generated for every theory")]
        #visibility mod #module {
            #[allow(unused_imports, reason = "generated for every theory")]
            use super::*;
            #laws
            #models
            #lawbreakers
        }

        #metadata
    })
}

/// Exports the macro through which other theories ask this one what it is.
fn export(theory: &Declared<'_>) -> TokenStream {
    let (name, visibility) = (&theory.input.name, &theory.input.visibility);
    let hidden = format_ident!("__lawful_theory_{}", name);
    let written = theory.all.write();
    let (with_role, plain) = match &theory.input.role {
        Some(role) => {
            let default = &role.default;
            (
                substitute(written.clone(), &role.name, &role_hole()),
                substitute(written, &role.name, &quote!(#default)),
            )
        }
        None => (written.clone(), written),
    };
    let dollar: TokenStream = "$".parse().unwrap_or_default();
    let refuse = theory.input.role.is_none().then(|| {
        let message = format!("the theory `{name}` has no role");
        quote!((@lawful [#dollar(#dollar Role:tt)+] #dollar(#dollar rest:tt)*) => {
            ::std::compile_error!(#message);
        };)
    });
    let export = matches!(visibility, syn::Visibility::Public(_)).then(|| quote!(#[macro_export]));
    quote! {
        #[doc(hidden)]
        #export
        #[allow(non_local_definitions, reason = "a theory may be declared in a function")]
        macro_rules! #hidden {
            (@lawful [] #dollar(#dollar rest:tt)*) => {
                ::lawful::__theory_collect! { [#plain] #dollar(#dollar rest)* }
            };
            #refuse
            (@lawful [#dollar(#dollar Role:tt)*] #dollar(#dollar rest:tt)*) => {
                ::lawful::__theory_collect! { [#with_role] #dollar(#dollar rest)* }
            };
        }
        #[doc(hidden)]
        #[allow(unused_imports, reason = "a theory need not be extended")]
        #visibility use #hidden as #name;
    }
}
