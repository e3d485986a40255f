//! The name of one case, and the token that replays it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The rung of the ladder a case belongs to, in the order in which the rungs run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// A value that refuted the law in an earlier run, or a witness stated by the model's author.
    Regression,
    /// A point of the grid of edge values.
    Edge,
    /// A point of the whole domain of a finite law.
    Domain,
    /// A case drawn at random from the root seed.
    Random,
}

impl Phase {
    const ALL: [(Phase, &'static str); 4] = [
        (Phase::Regression, "regression"),
        (Phase::Edge, "edge"),
        (Phase::Domain, "domain"),
        (Phase::Random, "random"),
    ];

    /// Names the phase as tokens and reports spell it.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(p, _)| *p == self)
            .map_or("", |(_, n)| n)
    }
}

/// The identity of one case of one law: its phase and its number in that phase.
///
/// Cases are ordered as they run, so the first refuting case is the smallest one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CaseId {
    /// The rung of the ladder.
    pub phase: Phase,
    /// The number of the case in its phase, from 0.
    pub index: u64,
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.phase.name(), self.index)
    }
}

/// Everything that is needed to run one case again: `model/law@phase:index#seed`.
///
/// ```
/// use lawful::evidence::CaseToken;
/// let token: CaseToken = "std.i64.sub/semigroup.associative@random:17#0".parse().unwrap();
/// assert_eq!(token.case.index, 17);
/// assert_eq!(token.to_string(), "std.i64.sub/semigroup.associative@random:17#0");
/// assert!("nonsense".parse::<CaseToken>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CaseToken {
    /// The id of the model.
    pub model: String,
    /// The id of the law.
    pub law: String,
    /// The case.
    pub case: CaseId,
    /// The root seed of the run.
    pub seed: u64,
}

impl fmt::Display for CaseToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}@{}#{:x}",
            self.model, self.law, self.case, self.seed
        )
    }
}

/// A replay token that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{token}` is not a replay token: {problem}; a token looks like `model/law@random:17#0`")]
pub struct TokenError {
    token: String,
    problem: &'static str,
}

impl FromStr for CaseToken {
    type Err = TokenError;

    fn from_str(token: &str) -> Result<Self, TokenError> {
        let fail = |problem| TokenError {
            token: token.chars().take(200).collect(),
            problem,
        };
        let (rest, seed) = token.rsplit_once('#').ok_or_else(|| fail("no `#seed`"))?;
        let (subject, case) = rest.rsplit_once('@').ok_or_else(|| fail("no `@case`"))?;
        let (model, law) = subject.split_once('/').ok_or_else(|| fail("no `/`"))?;
        let (phase, index) = case
            .split_once(':')
            .ok_or_else(|| fail("no `phase:index`"))?;
        let phase = Phase::ALL
            .iter()
            .find(|(_, name)| *name == phase)
            .map(|(p, _)| *p)
            .ok_or_else(|| fail("the phase is not regression, edge, domain or random"))?;
        let index = index
            .parse()
            .map_err(|_| fail("the index is not a number"))?;
        let seed =
            u64::from_str_radix(seed, 16).map_err(|_| fail("the seed is not hexadecimal"))?;
        if model.is_empty() || law.is_empty() {
            return Err(fail("the model or the law is empty"));
        }
        Ok(CaseToken {
            model: model.to_owned(),
            law: law.to_owned(),
            case: CaseId { phase, index },
            seed,
        })
    }
}
