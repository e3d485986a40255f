//! What a theory tells the theories that extend it: everything, in tokens.
//!
//! Each theory exports a macro of its own name. Called with `@lawful [Role]`, it hands its metadata
//! to the theory that asks. So one declaration can check names and types across crates.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Token, bracketed};

/// A sort and the trait that declares it.
#[derive(Clone)]
pub struct Sort {
    pub name: Ident,
    pub trait_path: TokenStream,
}

/// An operation, its role, and the trait that declares it.
#[derive(Clone)]
pub struct Op {
    pub name: Ident,
    pub role: TokenStream,
    pub trait_path: TokenStream,
    pub args: Vec<Type>,
    pub result: Type,
    /// How it is printed; empty for `name(..)`.
    pub symbol: String,
}

/// `Sort` or `Option<Sort>`.
#[derive(Clone, PartialEq)]
pub struct Type {
    pub sort: Ident,
    pub optional: bool,
}

/// A law as a type.
#[derive(Clone)]
pub struct Law {
    pub name: Ident,
    pub role: TokenStream,
    pub path: TokenStream,
}

/// What a theory is made of, inherited parts included.
#[derive(Clone, Default)]
pub struct Metadata {
    /// The path of the theory's marker type, with its role.
    pub marker: TokenStream,
    /// The path of the theory's trait, with its role.
    pub trait_path: TokenStream,
    pub sorts: Vec<Sort>,
    pub ops: Vec<Op>,
    pub laws: Vec<Law>,
}

impl Metadata {
    /// Writes the metadata as tokens.
    pub fn write(&self) -> TokenStream {
        let Metadata {
            marker, trait_path, ..
        } = self;
        let sorts = self
            .sorts
            .iter()
            .map(|Sort { name, trait_path }| quote!([#name] [#trait_path]));
        let ops = self.ops.iter().map(|op| {
            let Op {
                name,
                role,
                trait_path,
                symbol,
                ..
            } = op;
            let args = op.args.iter().map(write_type);
            let result = write_type(&op.result);
            quote!([#name] [#role] [#trait_path] [#(#args)*] [#result] #symbol)
        });
        let laws = self
            .laws
            .iter()
            .map(|Law { name, role, path }| quote!([#name] [#role] [#path]));
        quote!([#marker] [#trait_path] [#(#sorts)*] [#(#ops)*] [#(#laws)*])
    }
}

fn write_type(ty: &Type) -> TokenStream {
    let sort = &ty.sort;
    if ty.optional {
        quote!(#sort ?)
    } else {
        quote!(#sort !)
    }
}

fn tokens(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let inside;
    bracketed!(inside in input);
    inside.parse()
}

fn types(input: ParseStream<'_>) -> syn::Result<Vec<Type>> {
    let inside;
    bracketed!(inside in input);
    let mut types = Vec::new();
    while !inside.is_empty() {
        let sort = inside.parse()?;
        let optional = inside.peek(Token![?]);
        if optional {
            inside.parse::<Token![?]>()?;
        } else {
            inside.parse::<Token![!]>()?;
        }
        types.push(Type { sort, optional });
    }
    Ok(types)
}

fn name(input: ParseStream<'_>) -> syn::Result<Ident> {
    let inside;
    bracketed!(inside in input);
    inside.parse()
}

impl Parse for Metadata {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut found = Metadata {
            marker: tokens(input)?,
            trait_path: tokens(input)?,
            ..Metadata::default()
        };
        let sorts;
        bracketed!(sorts in input);
        while !sorts.is_empty() {
            found.sorts.push(Sort {
                name: name(&sorts)?,
                trait_path: tokens(&sorts)?,
            });
        }
        let ops;
        bracketed!(ops in input);
        while !ops.is_empty() {
            let (name, role, trait_path) = (name(&ops)?, tokens(&ops)?, tokens(&ops)?);
            let (args, mut result) = (types(&ops)?, types(&ops)?);
            let Some(result) = result.pop() else {
                return Err(ops.error("an operation without a result"));
            };
            let symbol = ops.parse::<syn::LitStr>()?.value();
            found.ops.push(Op {
                name,
                role,
                trait_path,
                args,
                result,
                symbol,
            });
        }
        let laws;
        bracketed!(laws in input);
        while !laws.is_empty() {
            found.laws.push(Law {
                name: name(&laws)?,
                role: tokens(&laws)?,
                path: tokens(&laws)?,
            });
        }
        Ok(found)
    }
}

/// Replaces an identifier everywhere.
pub fn substitute(tokens: TokenStream, from: &Ident, to: &TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|tree| match tree {
            TokenTree::Ident(ident) if ident == *from => to.clone(),
            TokenTree::Group(group) => {
                let inner = substitute(group.stream(), from, to);
                let mut replaced = Group::new(group.delimiter(), inner);
                replaced.set_span(group.span());
                TokenTree::Group(replaced).into()
            }
            other => other.into(),
        })
        .collect()
}

/// Returns `$($O)*`, which a `macro_rules` body replaces by the role it was given.
pub fn role_hole() -> TokenStream {
    let dollar = || TokenTree::Punct(Punct::new('$', Spacing::Alone));
    let name = TokenTree::Ident(Ident::new("Role", proc_macro2::Span::call_site()));
    let inner: TokenStream = [dollar(), name].into_iter().collect();
    let star = TokenTree::Punct(Punct::new('*', Spacing::Alone));
    let group = TokenTree::Group(Group::new(Delimiter::Parenthesis, inner));
    [dollar(), group, star].into_iter().collect()
}
