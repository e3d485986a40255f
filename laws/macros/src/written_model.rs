//! A model as it is written in a theory: by sorts and operations.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, Path, Token, braced, parenthesized};

/// What stands between the braces of a `lawkeeper` and of a `lawbreaker`.
#[derive(Default)]
pub struct WrittenModel {
    pub sorts: Vec<WrittenSort>,
    pub ops: Vec<WrittenOp>,
}

/// `Name: Type = how its values are sampled;`
pub struct WrittenSort {
    pub name: Ident,
    pub ty: syn::Type,
    pub sort: Expr,
}

/// `name(args) => body;`
pub struct WrittenOp {
    pub name: Ident,
    pub role: Option<TokenStream>,
    pub args: Vec<Ident>,
    pub body: Expr,
}

impl Parse for WrittenModel {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let body;
        braced!(body in input);
        let mut model = WrittenModel::default();
        while !body.is_empty() {
            let name: Ident = body.parse()?;
            if body.peek(Token![:]) && !body.peek(Token![::]) {
                model.sorts.push(sort(name, &body)?);
            } else {
                model.ops.push(op(name, &body)?);
            }
            body.parse::<Token![;]>()?;
        }
        Ok(model)
    }
}

fn sort(name: Ident, body: ParseStream<'_>) -> syn::Result<WrittenSort> {
    body.parse::<Token![:]>()?;
    let ty = body.parse()?;
    body.parse::<Token![=]>()?;
    let sort = body.parse()?;
    Ok(WrittenSort { name, ty, sort })
}

fn op(name: Ident, body: ParseStream<'_>) -> syn::Result<WrittenOp> {
    let role = if body.peek(Token![::]) {
        body.parse::<Token![::]>()?;
        body.parse::<Token![<]>()?;
        let role: Path = body.parse()?;
        body.parse::<Token![>]>()?;
        Some(role.to_token_stream())
    } else {
        None
    };
    let inside;
    parenthesized!(inside in body);
    let args = Punctuated::<Ident, Token![,]>::parse_terminated(&inside)?;
    body.parse::<Token![=>]>()?;
    Ok(WrittenOp {
        name,
        role,
        args: args.into_iter().collect(),
        body: body.parse()?,
    })
}
