//! The grammar of `theory!`.

use crate::written_model::WrittenModel;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, LitInt, LitStr, Path, Token, Visibility, braced, parenthesized};

mod keyword {
    syn::custom_keyword!(theory);
    syn::custom_keyword!(sort);
    syn::custom_keyword!(op);
    syn::custom_keyword!(law);
    syn::custom_keyword!(lawkeeper);
    syn::custom_keyword!(lawbreaker);
    syn::custom_keyword!(breaks);
}

/// A declaration as it was written.
pub struct TheoryInput {
    pub docs: Vec<String>,
    pub law_set: u32,
    pub visibility: Visibility,
    pub name: Ident,
    pub role: Option<RoleParameter>,
    /// The absolute path of the module that the theory is declared in, if it was given.
    pub home: Option<Path>,
    pub parents: Vec<Parent>,
    pub sorts: Vec<SortInput>,
    pub ops: Vec<OpInput>,
    pub laws: Vec<LawInput>,
    /// What lawbreakers have that they do not say themselves.
    pub lawkeeper: Option<WrittenModel>,
    pub lawbreakers: Vec<LawbreakerInput>,
}

/// `<O = Combine>`.
pub struct RoleParameter {
    pub name: Ident,
    pub default: Path,
}

/// A theory that is extended, with the role in which it is.
pub struct Parent {
    pub path: Path,
    pub role: TokenStream,
}

pub struct SortInput {
    pub docs: Vec<String>,
    pub name: Ident,
}

pub struct OpInput {
    pub docs: Vec<String>,
    pub name: Ident,
    pub args: Vec<(Ident, TypeInput)>,
    pub result: TypeInput,
    pub symbol: Option<String>,
}

/// `Sort` or `Option<Sort>`.
#[derive(Clone)]
pub struct TypeInput {
    pub sort: Ident,
    pub optional: bool,
}

pub struct LawInput {
    pub docs: Vec<String>,
    pub floor: Option<u64>,
    pub name: Ident,
    pub variables: Vec<(Ident, Ident)>,
    pub premise: Option<Expr>,
    pub conclusion: Expr,
}

pub struct LawbreakerInput {
    pub docs: Vec<String>,
    pub name: Ident,
    pub breaks: Vec<Ident>,
    pub model: WrittenModel,
}

/// Takes the documentation and the numbers out of attributes; other attributes are errors.
pub fn attributes(
    attrs: &[Attribute],
    number: Option<&str>,
) -> syn::Result<(Vec<String>, Option<LitInt>)> {
    let (mut docs, mut found) = (Vec::new(), None);
    for attr in attrs {
        if attr.path().is_ident("doc") {
            if let syn::Meta::NameValue(pair) = &attr.meta
                && let Expr::Lit(lit) = &pair.value
                && let syn::Lit::Str(text) = &lit.lit
            {
                docs.push(text.value().trim().to_owned());
            }
        } else if number.is_some_and(|n| attr.path().is_ident(n)) {
            found = Some(attr.parse_args::<LitInt>()?);
        } else {
            return Err(syn::Error::new_spanned(
                attr,
                "this attribute means nothing here",
            ));
        }
    }
    Ok((docs, found))
}

impl Parse for TheoryInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (docs, law_set) = attributes(&input.call(Attribute::parse_outer)?, Some("law_set"))?;
        let visibility = input.parse()?;
        input.parse::<keyword::theory>()?;
        let name: Ident = input.parse()?;
        let role = if input.peek(Token![<]) {
            input.parse::<Token![<]>()?;
            let name = input.parse()?;
            input.parse::<Token![=]>()?;
            let default = input.parse()?;
            input.parse::<Token![>]>()?;
            Some(RoleParameter { name, default })
        } else {
            None
        };
        let home = if input.peek(Token![in]) {
            input.parse::<Token![in]>()?;
            Some(input.call(Path::parse_mod_style)?)
        } else {
            None
        };
        let mut parents = Vec::new();
        if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            parents = Punctuated::<Path, Token![,]>::parse_separated_nonempty(input)?
                .into_iter()
                .map(parent)
                .collect::<syn::Result<_>>()?;
        }
        let mut theory = TheoryInput {
            docs,
            law_set: law_set.map_or(Ok(1), |n| n.base10_parse())?,
            visibility,
            name,
            role,
            home,
            parents,
            sorts: Vec::new(),
            ops: Vec::new(),
            laws: Vec::new(),
            lawkeeper: None,
            lawbreakers: Vec::new(),
        };
        let body;
        braced!(body in input);
        while !body.is_empty() {
            theory.item(&body)?;
        }
        Ok(theory)
    }
}

fn parent(mut path: Path) -> syn::Result<Parent> {
    let mut role = TokenStream::new();
    if let Some(last) = path.segments.last_mut() {
        match std::mem::take(&mut last.arguments) {
            syn::PathArguments::None => {}
            syn::PathArguments::AngleBracketed(args) if args.args.len() == 1 => {
                role = args.args.to_token_stream();
            }
            other => {
                return Err(syn::Error::new_spanned(
                    other,
                    "write one role: `Theory<Role>`",
                ));
            }
        }
    }
    Ok(Parent { path, role })
}

impl TheoryInput {
    fn item(&mut self, body: ParseStream<'_>) -> syn::Result<()> {
        let attrs = body.call(Attribute::parse_outer)?;
        let look = body.lookahead1();
        if look.peek(keyword::sort) {
            body.parse::<keyword::sort>()?;
            let (docs, _) = attributes(&attrs, None)?;
            self.sorts.push(SortInput {
                docs,
                name: body.parse()?,
            });
            body.parse::<Token![;]>()?;
        } else if look.peek(keyword::op) {
            self.ops.push(op(body, &attrs)?);
        } else if look.peek(keyword::law) {
            self.laws.push(law(body, &attrs)?);
        } else if look.peek(keyword::lawkeeper) {
            let at = body.parse::<keyword::lawkeeper>()?;
            attributes(&attrs, None)?;
            if self.lawkeeper.replace(body.parse()?).is_some() {
                return Err(syn::Error::new(at.span, "a theory has one lawkeeper"));
            }
        } else if look.peek(keyword::lawbreaker) {
            self.lawbreakers.push(lawbreaker(body, &attrs)?);
        } else {
            return Err(look.error());
        }
        Ok(())
    }
}

impl Parse for TypeInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let sort: Ident = input.parse()?;
        if sort != "Option" {
            return Ok(TypeInput {
                sort,
                optional: false,
            });
        }
        input.parse::<Token![<]>()?;
        let sort = input.parse()?;
        input.parse::<Token![>]>()?;
        Ok(TypeInput {
            sort,
            optional: true,
        })
    }
}

fn op(input: ParseStream<'_>, attrs: &[Attribute]) -> syn::Result<OpInput> {
    input.parse::<keyword::op>()?;
    let (docs, _) = attributes(attrs, None)?;
    let name = input.parse()?;
    let inside;
    parenthesized!(inside in input);
    let args = Punctuated::<_, Token![,]>::parse_terminated_with(&inside, |arg| {
        let name = arg.parse::<Ident>()?;
        arg.parse::<Token![:]>()?;
        let ty = arg.parse::<TypeInput>()?;
        if ty.optional {
            return Err(syn::Error::new(
                ty.sort.span(),
                "an argument cannot be optional",
            ));
        }
        Ok((name, ty))
    })?;
    input.parse::<Token![->]>()?;
    let result = input.parse()?;
    let symbol = if input.peek(Token![as]) {
        input.parse::<Token![as]>()?;
        Some(input.parse::<LitStr>()?.value())
    } else {
        None
    };
    input.parse::<Token![;]>()?;
    Ok(OpInput {
        docs,
        name,
        args: args.into_iter().collect(),
        result,
        symbol,
    })
}

fn law(input: ParseStream<'_>, attrs: &[Attribute]) -> syn::Result<LawInput> {
    input.parse::<keyword::law>()?;
    let (docs, floor) = attributes(attrs, Some("floor"))?;
    let name = input.parse()?;
    let inside;
    parenthesized!(inside in input);
    let mut variables = Vec::new();
    while !inside.is_empty() {
        let mut names = vec![inside.parse::<Ident>()?];
        while inside.peek(Token![,]) {
            inside.parse::<Token![,]>()?;
            names.push(inside.parse()?);
        }
        inside.parse::<Token![:]>()?;
        let sort: Ident = inside.parse()?;
        variables.extend(names.into_iter().map(|name| (name, sort.clone())));
        if !inside.is_empty() {
            inside.parse::<Token![,]>()?;
        }
    }
    let premise = if input.peek(Token![if]) {
        input.parse::<Token![if]>()?;
        Some(input.call(Expr::parse_without_eager_brace)?)
    } else {
        None
    };
    let block;
    braced!(block in input);
    let conclusion = block.parse()?;
    if !block.is_empty() {
        return Err(block.error("a law states one thing: one expression"));
    }
    let floor = floor.map(|n| n.base10_parse()).transpose()?;
    Ok(LawInput {
        docs,
        floor,
        name,
        variables,
        premise,
        conclusion,
    })
}

fn lawbreaker(input: ParseStream<'_>, attrs: &[Attribute]) -> syn::Result<LawbreakerInput> {
    input.parse::<keyword::lawbreaker>()?;
    let (docs, _) = attributes(attrs, None)?;
    let name = input.parse()?;
    input.parse::<keyword::breaks>()?;
    let breaks = Punctuated::<Ident, Token![,]>::parse_separated_nonempty(input)?;
    Ok(LawbreakerInput {
        docs,
        name,
        breaks: breaks.into_iter().collect(),
        model: input.parse()?,
    })
}
