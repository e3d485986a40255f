//! A law with the operations and sorts of one model filled in, ready to be judged.

use crate::evidence::{Failure, Step};
use crate::model::{Model, Op};
use crate::panic::guarded;
use crate::sort::{AnySort, Probe};
use crate::theory::{LawDef, Name, Signature, Term, Type};
use crate::value::{Exception, Value};
use std::cmp::Ordering;
use std::sync::Arc;

/// A term with its operations filled in.
enum Node {
    Var(usize),
    Apply {
        name: String,
        symbol: Option<Name>,
        op: Op,
        args: Vec<Node>,
        arg_types: Vec<Typed>,
        result: Typed,
    },
    Equal(Typed, Box<Node>, Box<Node>, usize),
    AtMost(Typed, Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Some(Box<Node>),
    None,
    Bool(bool),
}

/// A type with its sort filled in.
#[derive(Clone)]
struct Typed {
    name: Name,
    sort: Arc<dyn AnySort>,
    optional: bool,
}

impl Typed {
    fn new(ty: &Type, model: &Model) -> Option<Typed> {
        let (name, optional) = match ty {
            Type::Sort(name) => (name, false),
            Type::Option(inner) => match &**inner {
                Type::Sort(name) => (name, true),
                Type::Option(_) => return None,
            },
        };
        Some(Typed {
            name: name.clone(),
            sort: Arc::clone(model.sort(name)?),
            optional,
        })
    }

    fn show(&self, value: &Value) -> String {
        if !self.optional {
            return self.sort.show(value);
        }
        match value.get::<Option<Value>>() {
            Some(Some(inner)) => format!("some({})", self.sort.show(inner)),
            Some(None) => "none".to_owned(),
            None => "a value of another type".to_owned(),
        }
    }
}

/// What one case came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Judged {
    /// The law held.
    Held,
    /// The premise was false.
    Vacuous,
    /// The law did not hold, or the model raised.
    Failed,
    /// The user asked to stop.
    Interrupted,
}

/// A law with the operations and sorts of one model filled in.
pub struct Compiled {
    variables: Vec<(Name, Name, Arc<dyn AnySort>)>,
    premise: Option<Node>,
    conclusion: Node,
}

/// How a case refutes the law, with both sides step by step.
pub struct Explained {
    pub failure: Failure,
    pub left: Vec<Step>,
    pub right: Vec<Step>,
}

impl Compiled {
    /// Fills in a law. `None` if the model lacks an operation or a sort, which a built model never does.
    pub fn new(def: &LawDef, model: &Model) -> Option<Compiled> {
        let variables = def
            .variables
            .iter()
            .map(|v| {
                Some((
                    v.name.clone(),
                    v.sort.clone(),
                    Arc::clone(model.sort(&v.sort)?),
                ))
            })
            .collect::<Option<Vec<_>>>()?;
        let fill = |term: &Term| compile(term, model, model.signature());
        Some(Compiled {
            variables,
            premise: match &def.premise {
                Some(premise) => Some(fill(premise)?),
                None => None,
            },
            conclusion: fill(&def.conclusion)?,
        })
    }

    /// Returns the sorts of the variables.
    pub fn sorts(&self) -> impl ExactSizeIterator<Item = &Arc<dyn AnySort>> + Clone {
        self.variables.iter().map(|(_, _, sort)| sort)
    }

    /// Returns the names of the variables and of their sorts.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables
            .iter()
            .map(|(name, sort, _)| (&**name, &**sort))
    }

    /// Returns whether the law has a premise.
    pub fn has_premise(&self) -> bool {
        self.premise.is_some()
    }

    /// Returns whether the premise is true; what raises is not.
    pub fn premise_holds(&self, args: &[Value]) -> bool {
        let Some(premise) = &self.premise else {
            return true;
        };
        let mut probe = Probe::default();
        guarded(|| self.truth(premise, args, &mut probe)).unwrap_or(false)
    }

    /// Judges one case. A panic or an exception of the model fails the case.
    pub fn judge(&self, args: &[Value], probe: &mut Probe) -> Judged {
        let outcome = guarded(|| {
            if let Some(premise) = &self.premise
                && !self.truth(premise, args, probe)?
            {
                return Ok(Judged::Vacuous);
            }
            Ok(match self.truth(&self.conclusion, args, probe)? {
                true => Judged::Held,
                false => Judged::Failed,
            })
        });
        match outcome {
            Ok(judged) => judged,
            Err(exception) if exception.interrupted => Judged::Interrupted,
            Err(_) => Judged::Failed,
        }
    }

    /// Tells how a case refutes the law; `None` if it does not.
    pub fn explain(&self, args: &[Value]) -> Option<Explained> {
        let mut probe = Probe::default();
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let outcome = guarded(|| {
            if let Some(premise) = &self.premise
                && !self.truth(premise, args, &mut probe)?
            {
                return Ok(None);
            }
            let (ty, a, b) = match &self.conclusion {
                Node::Equal(ty, a, b, _) | Node::AtMost(ty, a, b) => (ty, a, b),
                predicate => {
                    let value = self.eval(predicate, args, &mut probe, Some(&mut left))?;
                    let holds = *value.expect::<bool>()?;
                    return Ok((!holds).then_some(Failure::False));
                }
            };
            let a = self.eval(a, args, &mut probe, Some(&mut left))?;
            let b = self.eval(b, args, &mut probe, Some(&mut right))?;
            let (shown_left, shown_right) = (ty.show(&a), ty.show(&b));
            let holds = match &self.conclusion {
                Node::Equal(ty, _, _, depth) => self.equal(ty, &a, &b, *depth, args, &mut probe)?,
                _ => at_most(ty, &a, &b)?,
            };
            let (left, right) = (shown_left, shown_right);
            Ok(match (&self.conclusion, holds) {
                (_, true) => None,
                (Node::Equal(..), _) => Some(Failure::Unequal { left, right }),
                _ => Some(Failure::NotAtMost { left, right }),
            })
        });
        let failure = match outcome {
            Ok(failure) => failure?,
            Err(exception) => Failure::Raised {
                message: exception.message,
                place: exception.place,
            },
        };
        Some(Explained {
            failure,
            left,
            right,
        })
    }

    fn truth(&self, node: &Node, args: &[Value], probe: &mut Probe) -> Result<bool, Exception> {
        match node {
            Node::Equal(ty, a, b, depth) => {
                let (a, b) = (
                    self.eval(a, args, probe, None)?,
                    self.eval(b, args, probe, None)?,
                );
                self.equal(ty, &a, &b, *depth, args, probe)
            }
            Node::AtMost(ty, a, b) => {
                let (a, b) = (
                    self.eval(a, args, probe, None)?,
                    self.eval(b, args, probe, None)?,
                );
                at_most(ty, &a, &b)
            }
            Node::And(a, b) => Ok(self.truth(a, args, probe)? && self.truth(b, args, probe)?),
            Node::Or(a, b) => Ok(self.truth(a, args, probe)? || self.truth(b, args, probe)?),
            Node::Not(a) => Ok(!self.truth(a, args, probe)?),
            Node::Bool(truth) => Ok(*truth),
            other => self
                .eval(other, args, probe, None)?
                .expect::<bool>()
                .copied(),
        }
    }

    fn eval(
        &self,
        node: &Node,
        args: &[Value],
        probe: &mut Probe,
        mut steps: Option<&mut Vec<Step>>,
    ) -> Result<Value, Exception> {
        match node {
            Node::Var(i) => args
                .get(*i)
                .cloned()
                .ok_or_else(|| Exception::new(format!("variable {i} has no value"))),
            Node::Apply {
                name,
                symbol,
                op,
                args: inner,
                arg_types,
                result,
            } => {
                let mut values = Vec::with_capacity(inner.len());
                for node in inner {
                    values.push(self.eval(node, args, probe, steps.as_deref_mut())?);
                }
                let answer = op.call(&values);
                if let Some(steps) = steps {
                    let shown: Vec<String> = arg_types
                        .iter()
                        .zip(&values)
                        .map(|(t, v)| t.show(v))
                        .collect();
                    steps.push(Step {
                        term: notation(name, symbol.as_deref(), &shown),
                        value: match &answer {
                            Ok(value) => result.show(value),
                            Err(exception) => exception.message.clone(),
                        },
                    });
                }
                answer
            }
            Node::Some(inner) => Ok(Value::new(Some(self.eval(inner, args, probe, steps)?))),
            Node::None => Ok(Value::new(None::<Value>)),
            Node::Equal(ty, a, b, depth) if steps.is_some() => {
                let a = self.eval(a, args, probe, steps.as_deref_mut())?;
                let b = self.eval(b, args, probe, steps.as_deref_mut())?;
                let equal = self.equal(ty, &a, &b, *depth, args, probe)?;
                note(steps, ty, &a, "=", &b, equal);
                Ok(Value::new(equal))
            }
            Node::AtMost(ty, a, b) if steps.is_some() => {
                let a = self.eval(a, args, probe, steps.as_deref_mut())?;
                let b = self.eval(b, args, probe, steps.as_deref_mut())?;
                let holds = at_most(ty, &a, &b)?;
                note(steps, ty, &a, "≤", &b, holds);
                Ok(Value::new(holds))
            }
            Node::And(a, b) | Node::Or(a, b) if steps.is_some() => {
                let a = *self
                    .eval(a, args, probe, steps.as_deref_mut())?
                    .expect::<bool>()?;
                let both = matches!(node, Node::And(..));
                // Short circuit, as the compiled form does.
                if a != both {
                    return Ok(Value::new(a));
                }
                self.eval(b, args, probe, steps)
            }
            Node::Not(a) if steps.is_some() => {
                let a = *self.eval(a, args, probe, steps)?.expect::<bool>()?;
                Ok(Value::new(!a))
            }
            truth => Ok(Value::new(self.truth(truth, args, probe)?)),
        }
    }

    fn equal(
        &self,
        ty: &Typed,
        left: &Value,
        right: &Value,
        depth: usize,
        args: &[Value],
        probe: &mut Probe,
    ) -> Result<bool, Exception> {
        let operands: Vec<Value> = if ty.sort.is_exact() {
            Vec::new()
        } else {
            self.variables
                .iter()
                .zip(args)
                .filter(|((_, sort, _), _)| *sort == ty.name)
                .map(|(_, value)| value.clone())
                .collect()
        };
        if !ty.optional {
            return ty.sort.equal(probe, left, right, &operands, depth);
        }
        match (
            left.expect::<Option<Value>>()?,
            right.expect::<Option<Value>>()?,
        ) {
            (Some(left), Some(right)) => ty.sort.equal(probe, left, right, &operands, depth),
            (None, None) => Ok(true),
            _ => Ok(false),
        }
    }
}

fn at_most(ty: &Typed, left: &Value, right: &Value) -> Result<bool, Exception> {
    let order = ty.sort.compare(left, right)?;
    Ok(matches!(order, Some(Ordering::Less | Ordering::Equal)))
}

fn note(steps: Option<&mut Vec<Step>>, ty: &Typed, a: &Value, sign: &str, b: &Value, holds: bool) {
    if let Some(steps) = steps {
        steps.push(Step {
            term: format!("{} {sign} {}", ty.show(a), ty.show(b)),
            value: holds.to_string(),
        });
    }
}

fn notation(name: &str, symbol: Option<&str>, args: &[String]) -> String {
    match (symbol, args) {
        (Some(symbol), []) => symbol.to_owned(),
        (Some(symbol), [a]) => format!("{symbol}{a}"),
        (Some(symbol), [a, b]) => format!("{a} {symbol} {b}"),
        _ => format!("{name}({})", args.join(", ")),
    }
}

fn compile(term: &Term, model: &Model, signature: &Signature) -> Option<Node> {
    let sub = |t: &Term| compile(t, model, signature).map(Box::new);
    Some(match term {
        Term::Var(i) => Node::Var(*i),
        Term::Apply(key, args) => {
            // A negative claim may be about an operation in another theory's declaration.
            let def = signature.op(key)?;
            Node::Apply {
                name: key.name().to_owned(),
                symbol: def.symbol.clone(),
                op: model.op(key)?.clone(),
                args: args
                    .iter()
                    .map(|t| compile(t, model, signature))
                    .collect::<Option<_>>()?,
                arg_types: def
                    .args
                    .iter()
                    .map(|t| Typed::new(t, model))
                    .collect::<Option<_>>()?,
                result: Typed::new(&def.result, model)?,
            }
        }
        Term::Equal(ty, a, b) => Node::Equal(
            Typed::new(ty, model)?,
            sub(a)?,
            sub(b)?,
            a.depth().max(b.depth()),
        ),
        Term::AtMost(ty, a, b) => Node::AtMost(Typed::new(ty, model)?, sub(a)?, sub(b)?),
        Term::And(a, b) => Node::And(sub(a)?, sub(b)?),
        Term::Or(a, b) => Node::Or(sub(a)?, sub(b)?),
        Term::Not(a) => Node::Not(sub(a)?),
        Term::Some(a) => Node::Some(sub(a)?),
        Term::None => Node::None,
        Term::Bool(truth) => Node::Bool(*truth),
    })
}
