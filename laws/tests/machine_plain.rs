//! What systems in other languages are given, and what they may answer.

use lawful::machine::{AnyResponse, CommandDef};
use lawful::sort::AnySort;
use lawful::{Sort, Value, machine};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is ordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    item: String,
    count: u8,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Shipped,
    SoldOut,
}

/// A type without serde.
#[derive(Debug, Clone, PartialEq)]
pub struct Secret;

fn orders() -> Sort<Order> {
    Sort::finite([Order {
        item: "book".to_owned(),
        count: 1,
    }])
}

fn customers() -> Sort<u8> {
    Sort::finite([0, 1]).given_as(|number| format!("customer-{number}"))
}

machine! {
    /// A shop.
    machine Shop {
        state stock: u8 = 1;

        /// Orders.
        command order(who: u8 in customers(), order: Order in orders()) -> Answer {
            if *stock < order.count {
                return Answer::SoldOut;
            }
            *stock -= order.count;
            Answer::Shipped
        }
        /// Returns the last order, if there was one.
        command last() -> Option<Order> { None }
        /// Answers what nobody reads, to what nobody writes.
        command whisper(secret: Secret in Sort::finite([Secret])) -> Option<Secret> { None }
    }
}

fn command(name: &str) -> Option<Arc<CommandDef>> {
    let machine = shop::machine();
    let mut commands = machine.commands().iter();
    commands.find(|def| def.name() == name).cloned()
}

fn first(sort: &dyn AnySort) -> Option<String> {
    sort.to_plain(&sort.edges()[0])
}

#[test]
fn types_with_serde_are_plain_without_saying_so() {
    let order = command("order").unwrap();
    assert_eq!(
        first(&*order.args[0].sort).as_deref(),
        Some("\"customer-0\"")
    );
    let written = first(&*order.args[1].sort);
    assert_eq!(written.as_deref(), Some(r#"{"item":"book","count":1}"#));
    let read = |response: &dyn AnyResponse, text: &str| {
        response.read_plain(text).map(|value| response.show(&value))
    };
    assert!(order.response.is_plain());
    assert_eq!(
        read(&*order.response, r#""sold_out""#),
        Ok("SoldOut".to_owned())
    );
    assert_eq!(
        read(&*order.response, r#""lost""#),
        Err("unknown variant `lost`, expected `shipped` or `sold_out`".to_owned())
    );
    let last = &command("last").unwrap().response;
    assert_eq!(read(&**last, "null"), Ok("none".to_owned()));
    let answered = read(&**last, r#"{"item": "pen", "count": 2}"#);
    assert_eq!(
        answered,
        Ok("some(Order { item: \"pen\", count: 2 })".to_owned())
    );
}

#[test]
fn types_without_serde_stay_in_rust() {
    let whisper = command("whisper").unwrap();
    assert_eq!(whisper.args[0].sort.to_plain(&Value::new(Secret)), None);
    assert!(!whisper.response.is_plain());
    assert!(whisper.response.read_plain("null").is_err());
}

#[test]
fn programs_over_types_with_serde_are_stored() {
    let order = command("order").unwrap();
    let value = Value::new(1u8);
    let text = order.args[0].sort.encode(&value).unwrap();
    let again = order.args[0].sort.decode(&text).unwrap();
    assert_eq!(again.get::<u8>(), Some(&1));
}
