//! The grammar of `machine!`.

use crate::input::attributes;
use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Block, Expr, Ident, Path, Token, Type, Visibility, braced, parenthesized};

mod keyword {
    syn::custom_keyword!(shared);
    syn::custom_keyword!(machine);
    syn::custom_keyword!(state);
    syn::custom_keyword!(command);
    syn::custom_keyword!(lawbreaker);
    syn::custom_keyword!(breaks);
    syn::custom_keyword!(live);
}

/// A declaration as it was written, checked for what can be seen without types.
pub struct MachineInput {
    pub docs: Vec<String>,
    pub law_set: u32,
    pub visibility: Visibility,
    pub shared: bool,
    pub name: Ident,
    /// The absolute path of the module that the machine is declared in, if it was given.
    pub home: Option<Path>,
    pub state: Variable,
    pub commands: Vec<CommandInput>,
    pub lawbreakers: Vec<LawbreakerInput>,
}

/// `name: Type = start`.
pub struct Variable {
    pub name: Ident,
    pub ty: Type,
    pub start: Expr,
}

pub struct CommandInput {
    pub docs: Vec<String>,
    pub name: Ident,
    pub args: Vec<ArgumentInput>,
    /// Nothing for `()`.
    pub result: Option<Type>,
    pub premise: Option<Expr>,
    pub body: Block,
}

/// `name: Type in sort`.
pub struct ArgumentInput {
    pub name: Ident,
    pub ty: Type,
    pub sort: Option<Expr>,
}

pub struct LawbreakerInput {
    pub docs: Vec<String>,
    pub name: Ident,
    pub breaks: Vec<Ident>,
    pub live: Variable,
    pub commands: Vec<LawbreakerCommand>,
}

/// `name(args) => body;`
pub struct LawbreakerCommand {
    pub name: Ident,
    pub args: Vec<Ident>,
    pub body: Expr,
}

fn error<T>(span: Span, message: impl std::fmt::Display) -> syn::Result<T> {
    Err(syn::Error::new(span, message))
}

impl Parse for MachineInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (docs, law_set) = attributes(&input.call(Attribute::parse_outer)?, Some("law_set"))?;
        let visibility = input.parse()?;
        let shared = input.parse::<Option<keyword::shared>>()?.is_some();
        input.parse::<keyword::machine>()?;
        let name: Ident = input.parse()?;
        let home = if input.parse::<Option<Token![in]>>()?.is_some() {
            Some(input.call(Path::parse_mod_style)?)
        } else {
            None
        };
        let body;
        braced!(body in input);
        let (mut state, mut commands, mut lawbreakers) = (None, Vec::new(), Vec::new());
        while !body.is_empty() {
            let attrs = body.call(Attribute::parse_outer)?;
            let look = body.lookahead1();
            if look.peek(keyword::state) {
                let at = body.parse::<keyword::state>()?;
                attributes(&attrs, None)?;
                if state.replace(body.parse::<Variable>()?).is_some() {
                    return error(at.span, "a machine has one state");
                }
            } else if look.peek(keyword::command) {
                commands.push(command(&body, &attrs)?);
            } else if look.peek(keyword::lawbreaker) {
                lawbreakers.push(lawbreaker(&body, &attrs)?);
            } else {
                return Err(look.error());
            }
        }
        let Some(state) = state else {
            return error(
                name.span(),
                "the machine has no state: write `state name: Type = start;`",
            );
        };
        let machine = MachineInput {
            docs,
            law_set: law_set.map_or(Ok(1), |n| n.base10_parse())?,
            visibility,
            shared,
            name,
            home,
            state,
            commands,
            lawbreakers,
        };
        machine.check()?;
        Ok(machine)
    }
}

impl Parse for Variable {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![=]>()?;
        let start = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok(Variable { name, ty, start })
    }
}

impl Parse for ArgumentInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: Ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        let sort = if input.parse::<Option<Token![in]>>()?.is_some() {
            Some(input.parse()?)
        } else {
            None
        };
        Ok(ArgumentInput { name, ty, sort })
    }
}

fn command(input: ParseStream<'_>, attrs: &[Attribute]) -> syn::Result<CommandInput> {
    input.parse::<keyword::command>()?;
    let (docs, _) = attributes(attrs, None)?;
    let name = input.parse()?;
    let inside;
    parenthesized!(inside in input);
    let args = Punctuated::<ArgumentInput, Token![,]>::parse_terminated(&inside)?;
    let result = if input.parse::<Option<Token![->]>>()?.is_some() {
        Some(input.parse()?)
    } else {
        None
    };
    let premise = if input.parse::<Option<Token![if]>>()?.is_some() {
        Some(input.call(Expr::parse_without_eager_brace)?)
    } else {
        None
    };
    Ok(CommandInput {
        docs,
        name,
        args: args.into_iter().collect(),
        result,
        premise,
        body: input.parse()?,
    })
}

fn lawbreaker(input: ParseStream<'_>, attrs: &[Attribute]) -> syn::Result<LawbreakerInput> {
    input.parse::<keyword::lawbreaker>()?;
    let (docs, _) = attributes(attrs, None)?;
    let name: Ident = input.parse()?;
    input.parse::<keyword::breaks>()?;
    let breaks = Punctuated::<Ident, Token![,]>::parse_separated_nonempty(input)?;
    let body;
    braced!(body in input);
    let (mut live, mut commands) = (None, Vec::new());
    while !body.is_empty() {
        if body.peek(keyword::live) && !body.peek2(syn::token::Paren) {
            let at = body.parse::<keyword::live>()?;
            if live.replace(body.parse::<Variable>()?).is_some() {
                return error(at.span, "a lawbreaker has one `live`");
            }
            continue;
        }
        let name = body.parse()?;
        let inside;
        parenthesized!(inside in body);
        let args = Punctuated::<Ident, Token![,]>::parse_terminated(&inside)?;
        body.parse::<Token![=>]>()?;
        let expr = body.parse()?;
        body.parse::<Token![;]>()?;
        commands.push(LawbreakerCommand {
            name,
            args: args.into_iter().collect(),
            body: expr,
        });
    }
    let Some(live) = live else {
        return error(
            name.span(),
            "the lawbreaker has nothing that runs: write `live name: Type = start;`",
        );
    };
    Ok(LawbreakerInput {
        docs,
        name,
        breaks: breaks.into_iter().collect(),
        live,
        commands,
    })
}

impl MachineInput {
    /// Returns the names of the laws.
    pub fn laws(&self) -> &'static [&'static str] {
        if self.shared {
            &["refinement", "linearizable"]
        } else {
            &["refinement"]
        }
    }

    fn check(&self) -> syn::Result<()> {
        if self.commands.is_empty() {
            return error(self.name.span(), "a machine has at least one command");
        }
        for (place, command) in self.commands.iter().enumerate() {
            let taken = self.commands.iter().take(place);
            if command.name == "start" || taken.into_iter().any(|c| c.name == command.name) {
                let message = format!(
                    "the command `{}` is already there; give this one another name",
                    command.name
                );
                return error(command.name.span(), message);
            }
            self.check_command(command)?;
        }
        for breaker in &self.lawbreakers {
            self.check_lawbreaker(breaker)?;
        }
        Ok(())
    }

    fn check_command(&self, command: &CommandInput) -> syn::Result<()> {
        for (place, arg) in command.args.iter().enumerate() {
            let twice = command.args.iter().take(place).any(|a| a.name == arg.name);
            if twice || arg.name == self.state.name || arg.name == "live" {
                let message = format!(
                    "the name `{}` is already there; give this argument another one",
                    arg.name
                );
                return error(arg.name.span(), message);
            }
            owned(&arg.ty)?;
        }
        if let Some(ty) = &command.result {
            owned(ty)?;
        }
        match &command.premise {
            Some(premise) if self.shared => error(
                premise.span(),
                "a command of a shared machine is always allowed: another thread may change the \
                 state in between; answer with an `Option` or a `Result` instead",
            ),
            _ => Ok(()),
        }
    }

    fn check_lawbreaker(&self, breaker: &LawbreakerInput) -> syn::Result<()> {
        for law in &breaker.breaks {
            if !self.laws().iter().any(|name| law == name) {
                let message = format!(
                    "`{law}` is not a law of this machine; the laws are: {}",
                    self.laws().join(", ")
                );
                return error(law.span(), message);
            }
        }
        for (place, given) in breaker.commands.iter().enumerate() {
            let name = &given.name;
            let Some(command) = self.commands.iter().find(|c| c.name == *name) else {
                let known: Vec<String> = self.commands.iter().map(|c| c.name.to_string()).collect();
                let known = known.join(", ");
                let message =
                    format!("`{name}` is not a command of this machine; the commands are: {known}");
                return error(name.span(), message);
            };
            let mut before = breaker.commands.iter().take(place);
            if before.any(|other| other.name == *name) {
                return error(name.span(), format!("the command `{name}` is given twice"));
            }
            let (wanted, named) = (command.args.len(), given.args.len());
            if wanted != named {
                let message = format!("`{name}` takes {wanted} arguments, but {named} are named");
                return error(name.span(), message);
            }
        }
        for command in &self.commands {
            if breaker.commands.iter().all(|c| c.name != command.name) {
                let message = format!("the lawbreaker lacks the command `{}`", command.name);
                return error(breaker.name.span(), message);
            }
        }
        Ok(())
    }
}

/// Refuses references: commands and responses are kept and printed later.
fn owned(ty: &Type) -> syn::Result<()> {
    match ty {
        Type::Reference(_) => error(
            ty.span(),
            "commands and responses are kept: write a type that owns its value, such as `String`",
        ),
        _ => Ok(()),
    }
}
