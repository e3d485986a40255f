//! Two models as one: for each operation, the law that both come to the same.

use super::CompareError;
use super::carried::{Lost, carry};
use super::outcome::Came;
use super::outcome_sort::{OutcomeSort, show};
use super::two_systems;
use crate::model::{Model, Op};
use crate::panic::guarded;
use crate::rng::Rng;
use crate::sort::AnySort;
use crate::theory::{LawDef, LawId, Name, OpDef, OpKey, Term, Type, Variable};
use crate::value::{Exception, Value};
use std::sync::Arc;

type Skipped = Vec<(String, String)>;

/// Makes the model whose laws say that two models agree, and tells what is left out.
pub fn model(left: &Arc<Model>, right: &Arc<Model>) -> Result<(Model, Skipped), CompareError> {
    let id: String = format!("{}.against.{}", left.id(), right.id());
    let mut builder = Model::builder(&id, left.version())?
        .about("two models against each other")
        .language("rust");
    for model in [left, right] {
        if model.is_held() {
            let model = Arc::clone(model);
            builder = builder.held(move |work| model.hold(work));
            break;
        }
    }
    let (mut skipped, mut common) = (Skipped::new(), 0usize);
    for def in &left.signature().ops {
        let known = right.signature().op(&def.key);
        let Some(_) = known.filter(|other| other.args == def.args && other.result == def.result)
        else {
            continue;
        };
        common += 1;
        let name = def.key.name().to_owned();
        let Some(sorts) = sorts(left, right, def) else {
            skipped.push((name, "it takes optional arguments".to_owned()));
            continue;
        };
        let (Some(first), Some(second)) = (left.op(&def.key), right.op(&def.key)) else {
            continue;
        };
        sorts.probe(left, right, def)?;
        let result: Name = format!("what {name} comes to").into();
        builder.any_sort(
            result.clone(),
            Arc::new(OutcomeSort {
                sort: Arc::clone(&sorts.result.0),
                ty: def.result.clone(),
            }),
        );
        for (place, (from, _)) in sorts.args.iter().enumerate() {
            builder.any_sort(argument_sort(def, place), Arc::clone(from));
        }
        let keys = [left, right].map(|m| OpKey::new(format!("{}.{name}", m.id())));
        let [mut left_key, mut right_key] = keys;
        if left_key == right_key {
            left_key = OpKey::new(format!("first.{name}"));
            right_key = OpKey::new(format!("second.{name}"));
        }
        let declared = |key: &OpKey| OpDef {
            key: key.clone(),
            args: (0..def.args.len())
                .map(|place| Type::Sort(argument_sort(def, place)))
                .collect(),
            result: Type::Sort(result.clone()),
            symbol: None,
            about: def.about.clone(),
        };
        let first = first.clone();
        builder.op(
            declared(&left_key),
            Op::new(move |args| Came::of(guarded(|| first.call(args))).map(Value::new)),
        );
        builder.op(
            declared(&right_key),
            sorts.second(second.clone(), def.result.clone()),
        );
        builder.law(agreement(&name, def, &result, left_key, right_key));
    }
    for (machine, first) in left.systems() {
        let other = right.systems().iter().find(|(m, _)| m.id() == machine.id());
        if let Some((_, second)) = other {
            common += 1;
            let machine = two_systems::machine(machine, first);
            let second: Arc<dyn crate::machine::AnySystem> =
                Arc::new(two_systems::Outcomes(Arc::clone(second)));
            let refinement = machine.laws(&second).next();
            if let Some(law) = refinement {
                builder.machine_law(law);
            }
        }
    }
    if common == 0 {
        return Err(CompareError::Nothing {
            left: left.id().to_owned(),
            right: right.id().to_owned(),
        });
    }
    Ok((builder.build()?, skipped))
}

/// The name of the sort of an argument: as the law prints it.
fn argument_sort(def: &OpDef, place: usize) -> Name {
    match def.args.get(place) {
        Some(Type::Sort(name)) => name.clone(),
        _ => Name::Borrowed("unknown"),
    }
}

fn agreement(name: &str, def: &OpDef, result: &Name, left: OpKey, right: OpKey) -> LawDef {
    let letter = |place: usize| match u8::try_from(place) {
        Ok(place @ 0..26) => char::from(b'a' + place).to_string(),
        _ => format!("x{place}"),
    };
    let variables = (0..def.args.len()).map(|place| Variable {
        name: letter(place).into(),
        sort: argument_sort(def, place),
    });
    let variables: Vec<Variable> = variables.collect();
    let all: Vec<Term> = (0..variables.len()).map(Term::Var).collect();
    LawDef {
        id: LawId {
            theory: "agreement".into(),
            role: name.to_owned().into(),
            name: "same".into(),
        },
        law_set: 1,
        about: "Both models come to the same.".into(),
        variables,
        premise: None,
        conclusion: Term::Equal(
            Type::Sort(result.clone()),
            Box::new(Term::Apply(left, all.clone())),
            Box::new(Term::Apply(right, all)),
        ),
        floor: 1,
    }
}

type Pair = (Arc<dyn AnySort>, Arc<dyn AnySort>);

/// The sorts of an operation, of both models.
struct Sorts {
    args: Vec<Pair>,
    types: Vec<Type>,
    result: Pair,
}

fn sorts(left: &Model, right: &Model, def: &OpDef) -> Option<Sorts> {
    let pair = |ty: &Type| {
        let mut inner = ty;
        while let Type::Option(deeper) = inner {
            inner = deeper;
        }
        let Type::Sort(name) = inner else {
            return None;
        };
        Some((Arc::clone(left.sort(name)?), Arc::clone(right.sort(name)?)))
    };
    if def.args.iter().any(|ty| matches!(ty, Type::Option(_))) {
        return None;
    }
    Some(Sorts {
        args: def.args.iter().map(pair).collect::<Option<_>>()?,
        types: def.args.clone(),
        result: pair(&def.result)?,
    })
}

impl Sorts {
    /// Finds out, with one value of each sort, whether values can be carried at all.
    fn probe(&self, left: &Model, right: &Model, def: &OpDef) -> Result<(), CompareError> {
        for (place, ((from, to), ty)) in self.args.iter().zip(&self.types).enumerate() {
            let drawn = guarded(|| from.draw(&mut Rng::new(0), &[])).map(|drawn| drawn.value);
            // A sampler that raises is told by the checker.
            let Ok(value) = drawn else { continue };
            if let Err(Lost::Unwritten(why)) = carry(&value, ty, &**from, &**to) {
                return Err(CompareError::Foreign {
                    sort: argument_sort(def, place).into_owned(),
                    left: left.id().to_owned(),
                    right: right.id().to_owned(),
                    why,
                });
            }
        }
        Ok(())
    }

    /// Makes the operation of the second model one over values of the first.
    fn second(self, op: Op, result: Type) -> Op {
        Op::new(move |args| {
            let mut carried = Vec::with_capacity(args.len());
            for ((value, (from, to)), ty) in args.iter().zip(&self.args).zip(&self.types) {
                match carry(value, ty, &**from, &**to) {
                    Ok(value) => carried.push(value),
                    // A value that the second model does not know is one that it refuses.
                    Err(Lost::Unknown(why)) => {
                        let refused = Exception::new(format!("an argument is refused: {why}"));
                        return Ok(Value::new(Came::Raised(refused)));
                    }
                    Err(lost) => return Err(lost.into()),
                }
            }
            let came = Came::of(guarded(|| op.call(&carried)))?;
            let Came::To(value) = came else {
                return Ok(Value::new(came));
            };
            let (to, from) = &self.result;
            Ok(Value::new(match carry(&value, &result, &**from, &**to) {
                Ok(value) => Came::To(value),
                Err(Lost::Unknown(_)) => Came::Strange(show(&**from, &result, &value)),
                Err(lost) => return Err(lost.into()),
            }))
        })
    }
}
