//! Agents: what they do, and what an observer can tell apart.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use lawful_operad::agent::{Agent, Datum, Observed, observe};

fn counter(limit: i64) -> Agent {
    Agent::new(
        "count",
        Datum::Number(0),
        |_| vec![Datum::Number(1), Datum::Number(2)],
        move |position, input| match (position, input) {
            (Datum::Number(p), Datum::Number(x)) => {
                let next = (p + x) % limit;
                Some((Datum::Number(next), Datum::Number(next)))
            }
            _ => None,
        },
    )
}

fn at_least(n: i64) -> Agent {
    Agent::new(
        "at least",
        Datum::Nothing,
        |_| Vec::new(),
        move |position, input| match input {
            Datum::Number(x) => Some((position.clone(), Datum::Truth(*x >= n))),
            _ => None,
        },
    )
}

#[test]
fn a_loop_ends_or_is_given_up() {
    let double = Agent::new(
        "double",
        Datum::Nothing,
        |_| vec![Datum::Number(0), Datum::Number(3)],
        |position, input| match input {
            Datum::Number(x) => Some((position.clone(), Datum::Number(2 * x))),
            _ => None,
        },
    );
    let until = at_least(20).fix(&double);
    let outputs = until.run(&[Datum::Number(3), Datum::Number(0)]).unwrap();
    assert_eq!(
        outputs,
        [Datum::Done(Datum::Number(24).into()), Datum::GaveUp]
    );
}

#[test]
fn an_input_that_is_not_taken_is_an_error_that_says_what_is() {
    let error = counter(5)
        .run(&[Datum::Number(1), Datum::Nothing])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`count` does not take `nothing` at position `1`; it takes `1`, `2`"
    );
}

#[test]
fn a_difference_is_told_by_the_shortest_way_to_it() {
    let (five, six) = (counter(5), counter(6));
    let Observed::Different {
        inputs,
        left,
        right,
    } = observe(&five, &six, 1_000)
    else {
        panic!("not different");
    };
    assert_eq!(
        inputs,
        [Datum::Number(1), Datum::Number(2), Datum::Number(2)]
    );
    assert_eq!(
        (left, right),
        (Some(Datum::Number(0)), Some(Datum::Number(5)))
    );
    assert_eq!(
        observe(&five, &five, 1_000),
        Observed::Equal { positions: 5 }
    );
    assert_eq!(observe(&five, &five, 3), Observed::Alike { positions: 3 });
}

#[test]
fn par_is_associative_only_up_to_reassociation() {
    let (a, b, c) = (counter(2), counter(3), counter(5));
    let (left, right) = (a.par(&b).par(&c), a.par(&b.par(&c)));
    assert!(matches!(
        observe(&left, &right, 1_000),
        Observed::Different { .. }
    ));
    assert!(matches!(
        observe(&left.reassociated(), &right, 1_000),
        Observed::Equal { positions } if positions == 30
    ));
}

#[test]
fn a_branch_without_a_truth_value_takes_nothing() {
    let branch = counter(3).branch(&counter(3), &counter(3));
    assert!(branch.directions(branch.initial()).is_empty());
    assert!(branch.run(&[Datum::Number(1)]).is_err());
}
