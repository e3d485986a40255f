//! Laws as typed expressions: checked here, then written both as data and as compiled code.

use crate::declared::{BUILT_IN, Declared};
use crate::metadata::Type;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Lit, UnOp};

/// A checked expression.
pub enum Node {
    Var(usize),
    Apply(usize, Vec<Node>),
    Equal(Type, Box<Node>, Box<Node>),
    AtMost(Type, Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Some(Box<Node>),
    None,
    Bool(bool),
}

/// What is in scope: the theory and the variables of a law.
pub struct Scope<'a> {
    pub theory: &'a Declared<'a>,
    pub variables: &'a [(Ident, Ident)],
}

/// The type of an expression; `none` alone has no type yet.
type Found = Option<Type>;

fn truth(span: proc_macro2::Span) -> Type {
    Type {
        sort: Ident::new("bool", span),
        optional: false,
    }
}

fn shown(ty: &Type) -> String {
    if ty.optional {
        format!("Option<{}>", ty.sort)
    } else {
        ty.sort.to_string()
    }
}

fn fail<T>(at: &impl Spanned, message: impl std::fmt::Display) -> syn::Result<T> {
    Err(syn::Error::new(at.span(), message))
}

impl Scope<'_> {
    /// Checks an expression that must be a truth value.
    pub fn statement(&self, expr: &Expr) -> syn::Result<Node> {
        match self.check(expr)? {
            (node, Some(ty)) if ty == truth(ty.sort.span()) => Ok(node),
            (_, ty) => fail(
                expr,
                format!(
                    "a law states something that is true or false, but this is {}; compare it with `==` or `<=`",
                    ty.map_or("`none`".to_owned(), |t| format!(
                        "of the sort `{}`",
                        shown(&t)
                    ))
                ),
            ),
        }
    }

    fn check(&self, expr: &Expr) -> syn::Result<(Node, Found)> {
        match expr {
            Expr::Paren(inner) => self.check(&inner.expr),
            Expr::Group(inner) => self.check(&inner.expr),
            Expr::Lit(lit) => match &lit.lit {
                Lit::Bool(b) => Ok((Node::Bool(b.value), Some(truth(expr.span())))),
                _ => fail(expr, "the only literals in a law are `true` and `false`"),
            },
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) => self.variable(name),
                None => fail(
                    expr,
                    "only variables stand alone; operations take parentheses",
                ),
            },
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                let inner = self.statement(&unary.expr)?;
                Ok((Node::Not(Box::new(inner)), Some(truth(expr.span()))))
            }
            Expr::Binary(binary) => self.binary(expr, &binary.left, &binary.op, &binary.right),
            Expr::Call(call) => self.call(call),
            _ => fail(
                expr,
                "a law is made of variables, operations, `==`, `!=`, `<=`, `>=`, `&&`, `||`, `!`, `some(..)`, `none()`",
            ),
        }
    }

    fn variable(&self, name: &Ident) -> syn::Result<(Node, Found)> {
        match self.variables.iter().position(|(v, _)| v == name) {
            Some(place) => {
                let sort = self.variables.get(place).map(|(_, s)| s.clone());
                Ok((
                    Node::Var(place),
                    sort.map(|sort| Type {
                        sort,
                        optional: false,
                    }),
                ))
            }
            None => fail(name, format!("`{name}` is not a variable of this law")),
        }
    }

    fn binary(&self, whole: &Expr, a: &Expr, op: &BinOp, b: &Expr) -> syn::Result<(Node, Found)> {
        let bool_type = Some(truth(whole.span()));
        match op {
            BinOp::And(_) | BinOp::Or(_) => {
                let (left, right) = (Box::new(self.statement(a)?), Box::new(self.statement(b)?));
                let and = matches!(op, BinOp::And(_));
                Ok((
                    if and {
                        Node::And(left, right)
                    } else {
                        Node::Or(left, right)
                    },
                    bool_type,
                ))
            }
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Le(_) | BinOp::Ge(_) => {
                let ((left, left_type), (right, right_type)) = (self.check(a)?, self.check(b)?);
                let ty = match (left_type, right_type) {
                    (Some(l), Some(r)) if l == r => l,
                    (Some(l), Some(r)) => {
                        return fail(
                            whole,
                            format!(
                                "the sides have different sorts: `{}` and `{}`",
                                shown(&l),
                                shown(&r)
                            ),
                        );
                    }
                    (Some(t), None) | (None, Some(t)) if t.optional => t,
                    _ => return fail(whole, "`none` can only be compared with an optional value"),
                };
                if ty.optional && matches!(op, BinOp::Le(_) | BinOp::Ge(_)) {
                    return fail(whole, "optional values have no order");
                }
                let (left, right) = (Box::new(left), Box::new(right));
                let node = match op {
                    BinOp::Eq(_) => Node::Equal(ty, left, right),
                    BinOp::Ne(_) => Node::Not(Box::new(Node::Equal(ty, left, right))),
                    BinOp::Le(_) => Node::AtMost(ty, left, right),
                    _ => Node::AtMost(ty, right, left),
                };
                Ok((node, bool_type))
            }
            other => fail(
                other,
                "this operator has no meaning in a law; name an operation",
            ),
        }
    }

    fn call(&self, call: &syn::ExprCall) -> syn::Result<(Node, Found)> {
        let Expr::Path(path) = &*call.func else {
            return fail(&call.func, "name an operation");
        };
        let Some(segment) = path
            .path
            .segments
            .last()
            .filter(|_| path.path.segments.len() == 1)
        else {
            return fail(&call.func, "name an operation without a path");
        };
        let name = &segment.ident;
        if name == "none" && call.args.is_empty() {
            return Ok((Node::None, None));
        }
        if name == "some" && call.args.len() == 1 {
            return match self.check(&call.args[0])? {
                (node, Some(ty)) if !ty.optional => Ok((
                    Node::Some(Box::new(node)),
                    Some(Type {
                        optional: true,
                        ..ty
                    }),
                )),
                _ => fail(&call.args, "`some` takes a value that is not optional"),
            };
        }
        let role = match &segment.arguments {
            syn::PathArguments::AngleBracketed(args) => {
                let args = &args.args;
                Some(quote!(#args))
            }
            _ => None,
        };
        let place = self.theory.op(name, role.as_ref(), name.span())?;
        let Some(op) = self.theory.all.ops.get(place) else {
            return fail(name, "this operation is missing");
        };
        if call.args.len() != op.args.len() {
            let (given, wanted) = (call.args.len(), op.args.len());
            let noun = if wanted == 1 { "argument" } else { "arguments" };
            return fail(
                call,
                format!("`{name}` takes {wanted} {noun}, but {given} are given"),
            );
        }
        let mut nodes = Vec::new();
        for (arg, wanted) in call.args.iter().zip(&op.args) {
            match self.check(arg)? {
                (node, Some(ty)) if ty == *wanted => nodes.push(node),
                (_, ty) => {
                    let ty = ty.map_or("`none`".to_owned(), |t| format!("`{}`", shown(&t)));
                    return fail(
                        arg,
                        format!(
                            "`{name}` takes a `{}` here, but this is a {ty}",
                            shown(wanted)
                        ),
                    );
                }
            }
        }
        Ok((Node::Apply(place, nodes), Some(op.result.clone())))
    }

    /// Writes an expression as data.
    pub fn data(&self, node: &Node) -> TokenStream {
        let term = quote!(::lawful::theory::Term);
        let two = |variant: &str, a: &Node, b: &Node| {
            let variant = format_ident!("{variant}");
            let (a, b) = (self.data(a), self.data(b));
            quote!(#term::#variant(::std::boxed::Box::new(#a), ::std::boxed::Box::new(#b)))
        };
        let typed = |variant: &str, ty: &Type, a: &Node, b: &Node| {
            let variant = format_ident!("{variant}");
            let (ty, a, b) = (type_data(ty), self.data(a), self.data(b));
            quote!(#term::#variant(#ty, ::std::boxed::Box::new(#a), ::std::boxed::Box::new(#b)))
        };
        match node {
            Node::Var(place) => quote!(#term::Var(#place)),
            Node::Apply(place, args) => {
                let key = self.theory.all.ops.get(*place).map(op_key);
                let args = args.iter().map(|n| self.data(n));
                quote!(#term::Apply(#key, ::std::vec![#(#args),*]))
            }
            Node::Equal(ty, a, b) => typed("Equal", ty, a, b),
            Node::AtMost(ty, a, b) => typed("AtMost", ty, a, b),
            Node::And(a, b) => two("And", a, b),
            Node::Or(a, b) => two("Or", a, b),
            Node::Not(a) => {
                let a = self.data(a);
                quote!(#term::Not(::std::boxed::Box::new(#a)))
            }
            Node::Some(a) => {
                let a = self.data(a);
                quote!(#term::Some(::std::boxed::Box::new(#a)))
            }
            Node::None => quote!(#term::None),
            Node::Bool(b) => quote!(#term::Bool(#b)),
        }
    }

    /// Writes an expression as code that gives a reference to its value.
    fn reference(&self, node: &Node) -> TokenStream {
        match node {
            Node::Var(place) => {
                let name = self.variables.get(*place).map(|(name, _)| name);
                quote!(#name)
            }
            other => {
                let value = self.value(other);
                quote!((&#value))
            }
        }
    }

    /// Writes an expression as code that gives its value.
    fn value(&self, node: &Node) -> TokenStream {
        match node {
            Node::Var(_) => {
                let reference = self.reference(node);
                quote!(::std::clone::Clone::clone(#reference))
            }
            Node::Apply(place, args) => {
                let Some(op) = self.theory.all.ops.get(*place) else {
                    return TokenStream::new();
                };
                let (path, name) = (&op.trait_path, &op.name);
                let args = args.iter().map(|n| self.reference(n));
                quote!(<__M as #path>::#name(__model, #(#args),*))
            }
            Node::Some(a) => {
                let a = self.value(a);
                quote!(::std::option::Option::Some(#a))
            }
            Node::None => quote!(::std::option::Option::None),
            truth => self.code(truth),
        }
    }

    /// Writes a truth value as code.
    pub fn code(&self, node: &Node) -> TokenStream {
        match node {
            Node::Equal(ty, a, b) => self.comparison(ty, a, b, true),
            Node::AtMost(ty, a, b) => self.comparison(ty, a, b, false),
            Node::And(a, b) => {
                let (a, b) = (self.code(a), self.code(b));
                quote!((#a && #b))
            }
            Node::Or(a, b) => {
                let (a, b) = (self.code(a), self.code(b));
                quote!((#a || #b))
            }
            Node::Not(a) => {
                let a = self.code(a);
                quote!((!#a))
            }
            Node::Bool(b) => quote!(#b),
            Node::Var(_) => {
                let reference = self.reference(node);
                quote!((*#reference))
            }
            other => self.value(other),
        }
    }

    fn comparison(&self, ty: &Type, a: &Node, b: &Node, equal: bool) -> TokenStream {
        let depth = depth(a).max(depth(b));
        let (left, right) = (self.reference(a), self.reference(b));
        if BUILT_IN.iter().any(|s| ty.sort == s) {
            return if equal {
                quote!((*#left == *#right))
            } else {
                quote!((*#left <= *#right))
            };
        }
        let sort = sort_variable(&ty.sort);
        if !equal {
            return quote!(::lawful::__private::at_most(#sort.compare(#left, #right)));
        }
        let operands = self
            .variables
            .iter()
            .filter(|(_, s)| *s == ty.sort)
            .map(|(v, _)| v);
        let method = format_ident!(
            "{}",
            if ty.optional {
                "equal_options"
            } else {
                "equal"
            }
        );
        quote!(#sort.#method(__probe, #left, #right, &[#(#operands),*], #depth))
    }
}

fn depth(node: &Node) -> usize {
    match node {
        Node::Var(_) | Node::None | Node::Bool(_) => 0,
        Node::Apply(_, args) => 1 + args.iter().map(depth).max().unwrap_or(0),
        Node::Equal(_, a, b) | Node::AtMost(_, a, b) | Node::And(a, b) | Node::Or(a, b) => {
            depth(a).max(depth(b))
        }
        Node::Not(a) | Node::Some(a) => depth(a),
    }
}

/// Returns the name of the local variable that holds a sort.
pub fn sort_variable(sort: &Ident) -> Ident {
    format_ident!("__sort_{sort}", span = proc_macro2::Span::mixed_site())
}

/// Writes a type as data.
pub fn type_data(ty: &Type) -> TokenStream {
    let name = ty.sort.to_string();
    let plain = quote!(::lawful::theory::Type::sort(#name));
    if ty.optional {
        quote!(::lawful::theory::Type::Option(::std::boxed::Box::new(#plain)))
    } else {
        plain
    }
}

/// Writes the key of an operation.
pub fn op_key(op: &crate::metadata::Op) -> TokenStream {
    let name = op.name.to_string();
    let role = role_or_default(&op.role);
    quote!(::lawful::theory::OpKey::in_role::<#role>(#name))
}

/// Returns the role, or the default one for operations that have none.
pub fn role_or_default(role: &TokenStream) -> TokenStream {
    if role.is_empty() {
        quote!(::lawful::theories::Combine)
    } else {
        role.clone()
    }
}
