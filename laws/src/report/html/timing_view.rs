//! Where the time went.

use crate::evidence::Timing;
use crate::report::numbers::{counted, duration, grouped};
use crate::report::printable::one_line;
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub(super) struct TimingView {
    /// `1.2 s for 37 laws`.
    pub total: String,
    pub slowest: Vec<Bar>,
    /// What the list leaves out: `22 more took 3.1 ms`.
    pub rest: Option<String>,
    pub models: Vec<Bar>,
    pub more_models: Option<String>,
}

pub(super) struct Bar {
    pub model: String,
    /// Empty for a whole model.
    pub law: String,
    pub time: String,
    /// Cases in a second.
    pub speed: String,
    /// The length of the bar in percent.
    pub length: String,
}

/// How many bars a list has.
const BARS: usize = 12;

/// Nanoseconds and cases.
#[derive(Clone, Copy, Default)]
struct Spent(u64, u64);

impl TimingView {
    /// Returns nothing if no times were kept.
    pub(super) fn new(timings: &[Timing]) -> Option<TimingView> {
        let mut laws: BTreeMap<(&str, &str), Spent> = BTreeMap::new();
        let mut models: BTreeMap<(&str, &str), Spent> = BTreeMap::new();
        let mut total = 0u64;
        for t in timings {
            total = total.saturating_add(t.nanoseconds);
            for spent in [
                laws.entry((&t.model, &t.law)).or_default(),
                models.entry((&t.model, "")).or_default(),
            ] {
                spent.0 = spent.0.saturating_add(t.nanoseconds);
                spent.1 = spent.1.saturating_add(t.cases);
            }
        }
        let count = laws.len() as u64;
        let (slowest, rest) = bars(laws);
        let (models, more_models) = bars(models);
        (count > 0).then(|| TimingView {
            total: format!("{} for {}", duration(total), counted(count, "law")),
            slowest,
            rest,
            models,
            more_models,
        })
    }
}

fn bars(spent: BTreeMap<(&str, &str), Spent>) -> (Vec<Bar>, Option<String>) {
    let mut rows: Vec<_> = spent.into_iter().collect();
    rows.sort_by_key(|(name, spent)| (Reverse(spent.0), *name));
    let longest = rows.first().map_or(1, |(_, s)| s.0.max(1)) as f64;
    let rest = rows
        .iter()
        .skip(BARS)
        .fold(0u64, |sum, (_, s)| sum.saturating_add(s.0));
    let more = rows.len().saturating_sub(BARS);
    let bar = |((model, law), Spent(time, cases)): &((&str, &str), Spent)| Bar {
        model: one_line(model),
        law: one_line(law),
        time: duration(*time),
        speed: speed(*time, *cases),
        length: format!("{:.1}", *time as f64 / longest * 100.0),
    };
    let shown = rows.iter().take(BARS).map(bar).collect();
    let line = format!("{} more took {}", grouped(more as u64), duration(rest));
    (shown, (more > 0).then_some(line))
}

fn speed(nanoseconds: u64, cases: u64) -> String {
    if nanoseconds == 0 {
        return String::new();
    }
    let each_second = cases as f64 * 1e9 / nanoseconds as f64;
    match each_second {
        n if n >= 1e6 => format!("{:.1} M/s", n / 1e6),
        n if n >= 1e3 => format!("{:.1} k/s", n / 1e3),
        n => format!("{n:.1} /s"),
    }
}
