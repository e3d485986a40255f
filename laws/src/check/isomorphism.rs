//! The law that the two directions of an isomorphism undo each other.

use crate::model::{Model, Op};
use crate::theory::{LawDef, LawId, Name, OpDef, OpKey, Term, Type, Variable};
use crate::value::{Exception, Value};

/// Returns the law that an isomorphism's two directions undo each other, and the model with the
/// operation that the law is about.
pub fn round_trip_law(model: &Model, sort: &str, name: &str) -> (LawDef, Model) {
    let key = OpKey::new(format!("{name} round trips"));
    let owned: Name = sort.to_owned().into();
    let any = model.sort(sort).cloned();
    let op = Op::new(move |args| {
        let (Some(sort), [value]) = (&any, args) else {
            return Err(Exception::new("the sort is missing"));
        };
        Ok(Value::new(sort.round_trips(value)?))
    });
    let def = OpDef {
        key: key.clone(),
        args: vec![Type::Sort(owned.clone())],
        result: Type::BOOL,
        symbol: None,
        about: "".into(),
    };
    let law = LawDef {
        id: LawId {
            theory: "isomorphism".into(),
            role: name.to_owned().into(),
            name: "round_trip".into(),
        },
        law_set: 1,
        about: "".into(),
        variables: vec![Variable {
            name: "a".into(),
            sort: owned,
        }],
        premise: None,
        conclusion: Term::Apply(key.clone(), vec![Term::Var(0)]),
        floor: 1,
    };
    let mut with = model.mutated(model.id().to_owned(), &key, op);
    with.declare(def);
    (law, with)
}
