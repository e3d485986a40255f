//! A theory with everything it inherits, names resolved and clashes refused.

use crate::input::{Parent, TheoryInput, TypeInput};
use crate::metadata::{Law, Metadata, Op, Sort, Type};
use crate::written_model::WrittenOp;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// The sorts that every theory has.
pub const BUILT_IN: [&str; 5] = ["bool", "u64", "i64", "String", "Ordering"];

/// A theory with everything it inherits.
pub struct Declared<'a> {
    pub input: &'a TheoryInput,
    pub parents: &'a [Metadata],
    pub all: Metadata,
    /// The name of the module with the law types.
    pub module: Ident,
    /// The theory's own role parameter, or nothing.
    pub role: TokenStream,
}

/// Turns `CommutativeMonoid` into `commutative_monoid`.
pub fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

/// Turns `left_identity` into `LeftIdentity`.
pub fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(chars).collect()
            })
        })
        .collect()
}

impl<'a> Declared<'a> {
    /// Resolves the names of a declaration.
    pub fn new(input: &'a TheoryInput, parents: &'a [Metadata]) -> syn::Result<Self> {
        let module = Ident::new(&snake(&input.name.to_string()), input.name.span());
        let role = input.role.as_ref().map(|r| &r.name);
        let generic = role.map(|r| quote!(<#r>));
        let home = input.home.as_ref().map(|path| quote!(#path::));
        let name = &input.name;
        let mut declared = Declared {
            input,
            parents,
            all: Metadata {
                marker: quote!(#home #module::Theory #generic),
                trait_path: quote!(#home #name #generic),
                ..Metadata::default()
            },
            role: role.map(|r| quote!(#r)).unwrap_or_default(),
            module,
        };
        for (parent, written) in parents.iter().zip(&input.parents) {
            declared.inherit(parent, written)?;
        }
        declared.add_own(home)?;
        Ok(declared)
    }

    fn inherit(&mut self, parent: &Metadata, written: &Parent) -> syn::Result<()> {
        let clash = |what: &str, name: &Ident| {
            syn::Error::new_spanned(
                &written.path,
                format!(
                    "the {what} `{name}` comes from two theories that this one extends, and they are different"
                ),
            )
        };
        for sort in &parent.sorts {
            match self.all.sorts.iter().find(|s| s.name == sort.name) {
                Some(known) if same(&known.trait_path, &sort.trait_path) => {}
                Some(_) => return Err(clash("sort", &sort.name)),
                None => self.all.sorts.push(sort.clone()),
            }
        }
        for op in &parent.ops {
            match self
                .all
                .ops
                .iter()
                .find(|o| o.name == op.name && same_role(&o.role, &op.role))
            {
                Some(known) if same(&known.trait_path, &op.trait_path) => {}
                Some(_) => return Err(clash("operation", &op.name)),
                None => self.all.ops.push(op.clone()),
            }
        }
        for law in &parent.laws {
            match self
                .all
                .laws
                .iter()
                .find(|l| l.name == law.name && same_role(&l.role, &law.role))
            {
                Some(known) if same(&known.path, &law.path) => {}
                Some(_) => return Err(clash("law", &law.name)),
                None => self.all.laws.push(law.clone()),
            }
        }
        Ok(())
    }

    fn add_own(&mut self, home: Option<TokenStream>) -> syn::Result<()> {
        let taken = |what: &str, name: &Ident| {
            syn::Error::new(
                name.span(),
                format!("the {what} `{name}` is already there; give this one another name"),
            )
        };
        for sort in &self.input.sorts {
            if BUILT_IN.iter().any(|b| sort.name == b) || self.sort(&sort.name).is_some() {
                return Err(taken("sort", &sort.name));
            }
            self.all.sorts.push(Sort {
                name: sort.name.clone(),
                trait_path: self.all.trait_path.clone(),
            });
        }
        for op in &self.input.ops {
            let method = |s: &Sort| op.name == snake(&s.name.to_string());
            if op.name == "some" || op.name == "none" {
                return Err(syn::Error::new(
                    op.name.span(),
                    "`some` and `none` are built in",
                ));
            }
            if self
                .all
                .ops
                .iter()
                .any(|o| o.name == op.name && same_role(&o.role, &self.role))
                || self.all.sorts.iter().any(method)
            {
                return Err(taken("operation", &op.name));
            }
            let args = op
                .args
                .iter()
                .map(|(_, ty)| self.ty(ty))
                .collect::<syn::Result<_>>()?;
            self.all.ops.push(Op {
                name: op.name.clone(),
                role: self.role.clone(),
                trait_path: self.all.trait_path.clone(),
                args,
                result: self.ty(&op.result)?,
                symbol: op.symbol.clone().unwrap_or_default(),
            });
        }
        let module = &self.module;
        for law in &self.input.laws {
            if self
                .all
                .laws
                .iter()
                .any(|l| l.name == law.name && same_role(&l.role, &self.role))
            {
                return Err(taken("law", &law.name));
            }
            let ty = format_ident!("{}", camel(&law.name.to_string()), span = law.name.span());
            let generic = (!self.role.is_empty()).then(|| {
                let role = &self.role;
                quote!(<#role>)
            });
            self.all.laws.push(Law {
                name: law.name.clone(),
                role: self.role.clone(),
                path: quote!(#home #module::#ty #generic),
            });
        }
        Ok(())
    }

    /// Finds a sort by its name.
    pub fn sort(&self, name: &Ident) -> Option<&Sort> {
        self.all.sorts.iter().find(|s| s.name == *name)
    }

    /// Checks that a type names a sort.
    pub fn ty(&self, ty: &TypeInput) -> syn::Result<Type> {
        self.known(&ty.sort)?;
        Ok(Type {
            sort: ty.sort.clone(),
            optional: ty.optional,
        })
    }

    /// Checks that a name is a sort.
    pub fn known(&self, sort: &Ident) -> syn::Result<()> {
        if BUILT_IN.iter().any(|b| sort == b) || self.sort(sort).is_some() {
            return Ok(());
        }
        let mut known: Vec<String> = self.all.sorts.iter().map(|s| s.name.to_string()).collect();
        known.extend(BUILT_IN.map(str::to_owned));
        Err(syn::Error::new(
            sort.span(),
            format!(
                "`{sort}` is not a sort of this theory; there are {}",
                known.join(", ")
            ),
        ))
    }

    /// Finds the operation that a name and perhaps a role mean.
    pub fn op(&self, name: &Ident, role: Option<&TokenStream>, span: Span) -> syn::Result<usize> {
        let named: Vec<usize> = (0..self.all.ops.len())
            .filter(|i| self.all.ops.get(*i).is_some_and(|o| o.name == *name))
            .collect();
        let fits = |i: &&usize| {
            let op = self.all.ops.get(**i);
            role.is_none_or(|r| op.is_some_and(|o| same_end(&o.role, r)))
        };
        let found: Vec<&usize> = named.iter().filter(fits).collect();
        match (found.as_slice(), named.is_empty()) {
            ([one], _) => Ok(**one),
            (_, true) => {
                let mut known: Vec<String> =
                    self.all.ops.iter().map(|o| o.name.to_string()).collect();
                known.sort();
                known.dedup();
                let known = if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                };
                Err(syn::Error::new(
                    span,
                    format!(
                        "`{name}` is neither a variable of this law nor an operation; the operations are: {known}"
                    ),
                ))
            }
            ([], _) => Err(syn::Error::new(
                span,
                format!("`{name}` has no such role here"),
            )),
            _ => Err(syn::Error::new(
                span,
                format!("`{name}` has several roles here; write which one: `{name}::<Role>(..)`"),
            )),
        }
    }

    /// Finds the operation that a lawbreaker or a lawkeeper gives.
    pub fn written_op(&self, op: &WrittenOp) -> syn::Result<usize> {
        self.op(&op.name, op.role.as_ref(), op.name.span())
    }
}

/// Returns whether two token streams read the same.
pub fn same(a: &TokenStream, b: &TokenStream) -> bool {
    a.to_string() == b.to_string()
}

/// Returns whether two roles are the same; no role is the default one.
fn same_role(a: &TokenStream, b: &TokenStream) -> bool {
    let default = |t: &TokenStream| t.is_empty() || same_end(t, &quote!(Combine));
    same(a, b) || (default(a) && default(b))
}

/// Returns whether two paths name the same role: a role may be written with or without its path.
fn same_end(a: &TokenStream, b: &TokenStream) -> bool {
    let last = |t: &TokenStream| {
        t.to_string()
            .rsplit("::")
            .next()
            .map(|s| s.trim().to_owned())
    };
    last(a) == last(b)
}
