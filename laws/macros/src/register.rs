//! The grammar and the expansion of `register!`.

use crate::declared::snake;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, LitStr, Path, Token, bracketed};

struct Registration {
    id: LitStr,
    version: Expr,
    about: Option<LitStr>,
    model: Expr,
    theories: Vec<Path>,
    fails: Vec<(Path, Option<Vec<Expr>>)>,
}

impl Parse for Registration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let start = input.span();
        let (mut id, mut version, mut about, mut model) = (None, None, None, None);
        let (mut theories, mut fails) = (Vec::new(), Vec::new());
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            input.parse::<Token![:]>()?;
            match key.to_string().as_str() {
                "id" => id = Some(input.parse()?),
                "version" => version = Some(input.parse()?),
                "about" => about = Some(input.parse()?),
                "model" => model = Some(input.parse()?),
                "theories" => {
                    let inside;
                    bracketed!(inside in input);
                    theories = Punctuated::<Path, Token![,]>::parse_terminated(&inside)?
                        .into_iter()
                        .collect();
                }
                "fails" => {
                    let inside;
                    bracketed!(inside in input);
                    fails = Punctuated::<Expr, Token![,]>::parse_terminated(&inside)?
                        .into_iter()
                        .map(negative)
                        .collect::<syn::Result<_>>()?;
                }
                _ => {
                    return Err(syn::Error::new(
                        key.span(),
                        "the parts are id, version, about, model, theories, fails",
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let missing = |part| syn::Error::new(start, format!("the part `{part}` is missing"));
        if theories.is_empty() {
            return Err(missing("theories"));
        }
        Ok(Registration {
            id: id.ok_or_else(|| missing("id"))?,
            version: version.ok_or_else(|| missing("version"))?,
            about,
            model: model.ok_or_else(|| missing("model"))?,
            theories,
            fails,
        })
    }
}

fn negative(expr: Expr) -> syn::Result<(Path, Option<Vec<Expr>>)> {
    match expr {
        Expr::Path(path) => Ok((path.path, None)),
        Expr::Call(call) => match *call.func {
            Expr::Path(path) => Ok((path.path, Some(call.args.into_iter().collect()))),
            other => Err(syn::Error::new_spanned(other, "name the type of a law")),
        },
        other => Err(syn::Error::new_spanned(
            other,
            "write `theory::Law` or `theory::Law(witness, values)`",
        )),
    }
}

/// Turns `path::CommutativeMonoid<Role>` into `path::commutative_monoid::Theory<Role>`.
fn marker(path: &Path) -> TokenStream {
    let mut path = path.clone();
    let Some(last) = path.segments.last_mut() else {
        return path.to_token_stream();
    };
    let arguments = std::mem::take(&mut last.arguments);
    let arguments = match arguments {
        syn::PathArguments::AngleBracketed(args) => {
            let args = args.args;
            quote!(::<#args>)
        }
        _ => TokenStream::new(),
    };
    last.ident = Ident::new(&snake(&last.ident.to_string()), last.ident.span());
    quote!(#path::Theory #arguments)
}

pub fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let Registration {
        id,
        version,
        about,
        model,
        theories,
        fails,
    } = syn::parse2(input)?;
    let markers = theories.iter().map(marker);
    let about = about.map(|text| quote!(let __builder = __builder.about(#text);));
    let fails = fails.iter().map(|(law, witness)| {
        let witness = match witness {
            Some(values) => quote!(::std::option::Option::Some(
                ::std::vec![#(::lawful::Value::new(#values)),*]
            )),
            None => quote!(::std::option::Option::None),
        };
        quote!(__builder.fails(<#law as ::lawful::theory::Law>::define(), #witness);)
    });
    Ok(quote! {
        const _: () = {
            fn __build() -> ::std::result::Result<::lawful::model::Model, ::lawful::model::BuilderError> {
                let __model = ::std::sync::Arc::new(#model);
                let __builder = ::lawful::model::Model::builder(#id, #version)?;
                #about
                let mut __builder = __builder;
                #(__builder.theory::<#markers, _>(&__model);)*
                #(#fails)*
                __builder.build()
            }
            ::lawful::inventory::submit! {
                ::lawful::registry::Registration {
                    id: #id,
                    crate_name: ::std::env!("CARGO_PKG_NAME"),
                    build: __build,
                }
            }
        };
    })
}
