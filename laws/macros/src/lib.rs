//! The macros of `lawful`: [`theory!`] declares a theory, [`machine!`] a theory with a state,
//! [`register!`] submits a model.
//!
//! Use them through the crate `lawful`, which re-exports them.

mod collect;
mod declared;
mod expand;
mod expression;
mod input;
mod law_tests;
mod machine;
mod metadata;
mod register;
mod written_model;

use proc_macro::TokenStream;

/// Declares a theory: its sorts, operations, laws and lawbreakers, and the theories it extends.
///
/// From one declaration come the trait that models implement, one type per law, the type-level
/// list of the laws, the laws as terms, the documentation, and the lawbreakers.
///
/// ```
/// use lawful::prelude::*;
///
/// lawful::theory! {
///     /// A set with a distance.
///     pub theory Distance: Carrier {
///         /// How far `a` is from `b`.
///         op distance(a: Elem, b: Elem) -> u64;
///         /// There is no way back that is longer.
///         law symmetric(a, b: Elem) { distance(a, b) == distance(b, a) }
///         /// Points at no distance from each other are near every point alike.
///         law indiscernible(a, b, c: Elem) if distance(a, b) == distance(a, a) {
///             distance(a, c) == distance(b, c)
///         }
///         lawbreaker one_way breaks symmetric {
///             Elem: u8 = Sort::any();
///             distance(a, b) => if a == b { 0 } else { 2 + u64::from(a < b) };
///         }
///         lawbreaker blurred breaks indiscernible {
///             Elem: u8 = Sort::any();
///             distance(a, b) => u64::from(a.abs_diff(*b) / 2);
///         }
///     }
/// }
///
/// struct Line;
/// impl Carrier for Line {
///     type Elem = i32;
///     fn elem(&self) -> Sort<i32> { Sort::any() }
/// }
/// impl Distance for Line {
///     fn distance(&self, a: &i32, b: &i32) -> u64 { u64::from(a.abs_diff(*b)) }
/// }
///
/// fn main() {
///     let evidence = lawful::evidence_of::<distance::Theory, _>("demo.line", Line).unwrap();
///     assert!(evidence.is_good());
///     assert_eq!(evidence.laws[1].statement, "distance(a, b) = distance(b, a)");
/// }
/// ```
///
/// Where lawbreakers differ from each other in little, a `lawkeeper` says the rest: a model that keeps
/// every law. A lawbreaker has its sorts and operations, but for those that it gives itself.
///
/// ```
/// # use lawful::prelude::*;
/// lawful::theory! {
///     /// Things that fill up.
///     pub theory Filling: Carrier {
///         /// Puts one more in, or nothing if it is full.
///         op fill(a: Elem) -> Elem;
///         /// Whether nothing goes in any more.
///         op full(a: Elem) -> bool;
///         /// What is full stays as it is.
///         law full_stays(a: Elem) if full(a) { fill(a) == a }
///         /// What is not full changes.
///         law filling_changes(a: Elem) if !full(a) { fill(a) != a }
///         lawkeeper {
///             Elem: u8 = Sort::any();
///             fill(a) => a.saturating_add(1);
///             full(a) => *a == u8::MAX;
///         }
///         lawbreaker spilling breaks full_stays { fill(a) => a.wrapping_add(1); }
///         lawbreaker leaking breaks filling_changes { fill(a) => (*a).max(3); }
///     }
/// }
/// # fn main() {
/// # use lawful::check::{Config, Regressions, Silent, check};
/// # use lawful::evidence::Verdict;
/// # let mut mine = lawful::theory::lawbreakers();
/// # mine.retain(|(theory, _)| theory == "filling");
/// # assert_eq!(mine.len(), 2);
/// # for (_, breaker) in mine {
/// #     let models = [breaker.model.clone()];
/// #     let report = check(&models, &Config::default(), &Regressions::default(), &mut Silent);
/// #     let laws = &report.unwrap().evidence[0].laws;
/// #     let fallen = laws.iter().filter(|law| matches!(law.verdict(), Verdict::Refuted { .. }));
/// #     assert_eq!(fallen.count(), 1, "{}", breaker.model.id());
/// # }
/// # }
/// ```
///
/// A law that uses an operation wrongly does not compile:
///
/// ```compile_fail
/// lawful::theory! {
///     pub theory Wrong: ::lawful::theories::Semigroup {
///         law unary(a: Elem) { combine(a) == a }
///     }
/// }
/// fn main() {}
/// ```
#[proc_macro]
pub fn theory(input: TokenStream) -> TokenStream {
    finish(collect::start(input.into()))
}

/// Goes on with a theory whose parents have told what they are. Not public API.
#[doc(hidden)]
#[proc_macro]
pub fn __theory_collect(input: TokenStream) -> TokenStream {
    finish(collect::resume(input.into()))
}

/// Declares a machine: a theory of things that have a state, its commands, the reference that says
/// what is right, and lawbreakers.
///
/// From one declaration come the trait that systems implement, the commands as an enum, the
/// reference (which is a system too), one type per law, the type-level list of the laws, the
/// documentation, and the lawbreakers.
///
/// - `machine Name in ::path::of::its::module` lets other modules and crates name it in
///   [`law_tests!`](macro@law_tests).
/// - `state name: Type = start;` is the state of the reference; it is `Clone`, `Eq`, `Hash`,
///   `Debug` and `Send`.
/// - `command name(arg: Type in sort, ..) -> Type if premise { body }` is a command, with what the
///   reference does and answers. `in sort` says how arguments are drawn, `Sort::any()` if it is left
///   out. `if premise` says when programs may use the command. Types own their values.
/// - A `shared machine` has systems that several threads use at once. Besides `refinement` it has
///   the law `linearizable`, and no premises: another thread may change the state in between.
/// - `lawbreaker name breaks law, .. { live name: Type = start; command(args) => body; .. }` is a
///   system that breaks laws.
///
/// ```
/// use lawful::Sort;
/// use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
///
/// lawful::machine! {
///     /// Tickets with numbers: no two are alike.
///     pub shared machine Tickets {
///         state sold: u32 = 0;
///         /// Sells some tickets; returns the number of the first.
///         command sell(count: u32 in Sort::finite([1, 2, 3])) -> u32 {
///             let first = *sold;
///             *sold += count;
///             first
///         }
///         /// Looks, and counts on later: two threads may sell the same ticket.
///         lawbreaker double_sale breaks linearizable {
///             live sold: AtomicU32 = AtomicU32::new(0);
///             sell(count) => {
///                 let first = sold.load(SeqCst);
///                 std::thread::yield_now();
///                 sold.store(first + count, SeqCst);
///                 first
///             };
///         }
///     }
/// }
///
/// struct Office;
/// impl Tickets for Office {
///     type Live = AtomicU32;
///     fn start(&self) -> AtomicU32 { AtomicU32::new(0) }
///     fn sell(&self, live: &AtomicU32, count: &u32) -> u32 { live.fetch_add(*count, SeqCst) }
/// }
///
/// fn main() {
///     use tickets::Command::Sell;
///     assert_eq!(format!("{:?}", Sell(3)), "sell(3)");
///     let run = tickets::run(Office, [Sell(3), Sell(1)]);
///     assert!(matches!(run, lawful::machine::Run::Agrees { .. }));
///
///     let office = lawful::checked::<tickets::Theory, _>("demo.office", Office).unwrap();
///     assert!(office.evidence().law("tickets.linearizable").is_some());
/// }
/// ```
///
/// A shared machine cannot have premises:
///
/// ```compile_fail
/// lawful::machine! {
///     pub shared machine Stack {
///         state items: Vec<u8> = Vec::new();
///         command top() -> u8 if !items.is_empty() { items[0] }
///     }
/// }
/// fn main() {}
/// ```
#[proc_macro]
pub fn machine(input: TokenStream) -> TokenStream {
    finish(machine::expand(input.into()))
}

/// Registers a model, so that the checker finds it.
///
/// The parts: `id`, `version`, `about` (optional), `model` (an expression), `theories`, and
/// `fails` (optional): laws that do not hold, each with a witness, or without one to let the
/// checker look for it.
///
/// ```
/// use lawful::prelude::*;
/// use lawful::theories::commutative_semigroup::Commutative;
///
/// struct Concat;
/// impl Carrier for Concat {
///     type Elem = String;
///     fn elem(&self) -> Sort<String> { Sort::any() }
/// }
/// impl Semigroup for Concat {
///     fn combine(&self, a: &String, b: &String) -> String { format!("{a}{b}") }
/// }
/// lawful::register! {
///     id: "demo.concat",
///     version: "1.0.0",
///     about: "strings, one after the other",
///     model: Concat,
///     theories: [Semigroup],
///     fails: [Commutative(String::from("a"), String::from("b"))],
/// }
/// fn main() {
///     assert!(lawful::registry::models().unwrap().iter().any(|m| m.id() == "demo.concat"));
/// }
/// ```
#[proc_macro]
pub fn register(input: TokenStream) -> TokenStream {
    finish(register::expand(input.into()))
}

/// Writes one `#[test]` for each law of a theory: `law_tests!(Model: Theory)`.
///
/// For those who prefer plain tests to [`test_main!`](../lawful/macro.test_main.html); nothing needs
/// to be registered.
///
/// ```
/// use lawful::prelude::*;
/// struct Max;
/// impl Carrier for Max {
///     type Elem = i64;
///     fn elem(&self) -> Sort<i64> { Sort::any() }
/// }
/// impl Semigroup for Max {
///     fn combine(&self, a: &i64, b: &i64) -> i64 { *a.max(b) }
/// }
/// impl Band for Max {}
/// // `max_is_band::associative` and `max_is_band::idempotent`:
/// lawful::law_tests!(Max: Band);
/// # fn main() {}
/// ```
#[proc_macro]
pub fn law_tests(input: TokenStream) -> TokenStream {
    finish(law_tests::start(input.into()))
}

fn finish(result: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    result
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
