//! Provers: what they say is right, or they say that they do not know.

use crate::prover::{Allowance, Answer, Given, Problem, Prove, Task, Trial, standard_problems};
use lawful::{Exception, Sort, theory};
use std::sync::Arc;
use std::time::Duration;

/// Answers are asked for, never drawn.
pub(crate) fn givens() -> Sort<Given> {
    Sort::drawn(|_| Given::Answered(Answer::Unknown(String::new())))
}

/// A lawbreaker: what it does is all that is wrong with it.
fn asked(p: &Problem, prover: impl Prove + 'static) -> Given {
    let trial = Trial {
        prover: Arc::new(prover),
        problems: Vec::new(),
        allowance: little(),
    };
    trial.ask(p)
}

fn little() -> Allowance {
    Allowance {
        time: Duration::from_millis(100),
        ..Allowance::default()
    }
}

fn confirmed(p: &Problem, g: &Given) -> bool {
    crate::prover::is_confirmed(p, g, &little())
}

fn answered(g: &Given, wanted: fn(&Answer) -> bool) -> bool {
    matches!(g, Given::Answered(answer) if wanted(answer))
}

fn refutes(answer: &Answer) -> bool {
    matches!(answer, Answer::Counterexample(_) | Answer::Stored(_))
}

fn derives(answer: &Answer) -> bool {
    matches!(answer, Answer::Derivation(_))
}

/// Calls the first random case a counterexample.
fn lie(task: &Task) -> Result<Answer, Exception> {
    Ok(Answer::Counterexample(task.cases()?.draw(0)?))
}

/// Says that the left side is the right side by any law that there is.
fn bluff(task: &Task) -> Result<Answer, Exception> {
    let goal = task.problem().goal();
    let law = task.problem().citable().into_iter().next();
    Ok(match (goal, law) {
        (Some((_, right)), Some((law, _))) => Answer::derivation([(&*right, &*law)]),
        _ => Answer::derivation([]),
    })
}

/// Thinks until nobody listens any more.
fn dawdle(task: &Task) -> Result<Answer, Exception> {
    while !task.is_over() {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(700));
    Ok(Answer::Unknown("it takes its time".to_owned()))
}

fn give_up(_: &Task) -> Result<Answer, Exception> {
    Err(Exception::new("this is too hard"))
}

theory! {
    /// Something that answers questions about laws, and is not trusted.
    ///
    /// A derivation and a counterexample are right, or the answer is that it does not know; and there
    /// is an answer, in time.
    pub theory Prover in ::lawful_operad::theories {
        /// Laws of models, as questions.
        sort Problem;
        /// What came of asking.
        sort Given;
        /// Asks the prover.
        op answer(p: Problem) -> Given;
        /// Returns whether it is a counterexample.
        op refutes(g: Given) -> bool;
        /// Returns whether it is a derivation.
        op derives(g: Given) -> bool;
        /// Returns whether there is no answer in time.
        op is_late(g: Given) -> bool;
        /// Returns whether the prover raised.
        op raised(g: Given) -> bool;
        /// Returns whether the checker finds the answer right; one that says nothing is.
        op confirms(p: Problem, g: Given) -> bool;

        /// Counterexamples refute.
        #[floor(1)]
        law honest_refutation(p: Problem) { !refutes(answer(p)) || confirms(p, answer(p)) }
        /// Derivations derive.
        #[floor(1)]
        law honest_derivation(p: Problem) { !derives(answer(p)) || confirms(p, answer(p)) }
        /// There is an answer in time.
        #[floor(1)]
        law punctual(p: Problem) { !is_late(answer(p)) }
        /// There is an answer, not an exception.
        #[floor(1)]
        law calm(p: Problem) { !raised(answer(p)) }

        lawkeeper {
            Problem: Problem = Sort::finite(standard_problems());
            Given: Given = givens();
            answer(p) => asked(p, lie);
            refutes(g) => answered(g, refutes);
            derives(g) => answered(g, derives);
            is_late(g) => matches!(g, Given::Late(_));
            raised(g) => matches!(g, Given::Raised(_));
            confirms(p, g) => confirmed(p, g);
        }
        /// Calls the first random case a counterexample.
        lawbreaker liar breaks honest_refutation {
        }
        /// Says that both sides are equal by any law that there is.
        lawbreaker bluffer breaks honest_derivation { answer(p) => asked(p, bluff); }
        /// Thinks until nobody listens any more.
        lawbreaker dawdler breaks punctual { answer(p) => asked(p, dawdle); }
        /// Raises whatever it is asked.
        lawbreaker quitter breaks calm { answer(p) => asked(p, give_up); }
    }
}
