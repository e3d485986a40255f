//! Semantic versions.

use lawful::prelude::*;
use lawful::register;
use proptest::strategy::Strategy;
use semver::{Prerelease, Version};

fn versions() -> Sort<Version> {
    let pre = proptest::sample::select(vec![
        "",
        "alpha",
        "alpha.1",
        "alpha.beta",
        "beta.2",
        "beta.11",
        "rc.1",
    ]);
    let parts = (0u64..4, 0u64..4, 0u64..4, pre);
    Sort::strategy(parts.prop_map(|(major, minor, patch, pre)| Version {
        pre: Prerelease::new(pre).unwrap_or(Prerelease::EMPTY),
        ..Version::new(major, minor, patch)
    }))
    .edges_from([
        Version::new(0, 0, 0),
        Version::new(1, 0, 0),
        Version::new(u64::MAX, 0, 0),
    ])
    .near(|version, rng| Version {
        patch: version.patch + rng.bits() % 2,
        ..version.clone()
    })
}

struct Precedence;

impl Carrier for Precedence {
    type Elem = Version;
    fn elem(&self) -> Sort<Version> {
        versions()
    }
}
impl PartialOrder for Precedence {
    fn at_most(&self, a: &Version, b: &Version) -> bool {
        a <= b
    }
}
impl TotalOrder for Precedence {}
impl RoundTrip for Precedence {
    type Code = String;
    fn code(&self) -> Sort<String> {
        versions().map(|version| version.to_string())
    }
    fn encode(&self, a: &Version) -> String {
        a.to_string()
    }
    fn decode(&self, c: &String) -> Option<Version> {
        Version::parse(c).ok()
    }
}
register! {
    id: "version.semver",
    version: "1",
    about: "semantic versions by precedence, printed and parsed",
    model: Precedence,
    theories: [TotalOrder, RoundTrip],
}
