//! The settings of the harness, from the environment.

use crate::check::{Budget, Config, Regressions};
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::time::Duration;

/// The settings of the harness.
#[derive(Debug)]
pub struct Environment {
    pub config: Config,
    /// Refuting values of earlier runs.
    pub known: Regressions,
    /// Where they are kept.
    pub regressions: Option<PathBuf>,
    /// Where reports go.
    pub report: Option<PathBuf>,
    /// The id of the nextest run that this process is a part of.
    pub run: Option<String>,
}

impl Environment {
    /// Reads the variables and the regression file.
    pub fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Environment, String> {
        let mut config = super::defaults::config();
        if let Some(cases) = number(variable, "LAWFUL_CASES", "a number of cases")? {
            config.budget = Budget::Cases(cases);
        }
        if let Some(time) = seconds(variable, "LAWFUL_TIME")? {
            config.budget = Budget::Time(time);
            config.deadline = config.deadline.max(time * 2);
        }
        if let Some(seed) = number(variable, "LAWFUL_SEED", "a seed")? {
            config.seed = seed;
        }
        if let Some(deadline) = seconds(variable, "LAWFUL_DEADLINE")? {
            config.deadline = deadline;
        }
        if let Some(shard) = variable("LAWFUL_SHARD") {
            config.shard = shard.parse().map_err(|e| format!("LAWFUL_SHARD: {e}"))?;
        }
        // Each test is one law, and the tests already run side by side.
        config.threads = 1;
        config.validate().map_err(|e| e.to_string())?;
        let regressions = variable("LAWFUL_REGRESSIONS").map(PathBuf::from);
        let known = match regressions.as_ref().filter(|path| path.exists()) {
            Some(path) => {
                let story = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
                let file = File::open(path).map_err(|e| story(&e))?;
                Regressions::read(BufReader::new(file)).map_err(|e| story(&e))?
            }
            None => Regressions::default(),
        };
        Ok(Environment {
            config,
            known,
            regressions,
            report: variable("LAWFUL_REPORT").map(PathBuf::from),
            run: variable("NEXTEST_RUN_ID"),
        })
    }
}

fn number(
    variable: &dyn Fn(&str) -> Option<String>,
    name: &str,
    what: &str,
) -> Result<Option<u64>, String> {
    let parse = |text: String| {
        text.trim()
            .parse()
            .map_err(|_| format!("{name}: `{text}` is not {what}"))
    };
    variable(name).map(parse).transpose()
}

fn seconds(
    variable: &dyn Fn(&str) -> Option<String>,
    name: &str,
) -> Result<Option<Duration>, String> {
    let parse = |text: String| {
        let number: Option<f64> = text.trim().parse().ok();
        number
            .and_then(|s| Duration::try_from_secs_f64(s).ok())
            .ok_or_else(|| format!("{name}: `{text}` is not a number of seconds"))
    };
    variable(name).map(parse).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Environment, String> {
        Environment::read(&|name| {
            pairs
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn variables_are_read() {
        let environment = read(&[("LAWFUL_CASES", "77"), ("LAWFUL_SHARD", "2/3")]).unwrap();
        assert_eq!(environment.config.budget, Budget::Cases(77));
        assert_eq!(environment.config.shard.to_string(), "2/3");
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        for (name, value) in [
            ("LAWFUL_CASES", "0"),
            ("LAWFUL_CASES", "-1"),
            ("LAWFUL_TIME", "NaN"),
            ("LAWFUL_TIME", "-3"),
            ("LAWFUL_SEED", "x"),
            ("LAWFUL_SHARD", "4/3"),
            ("LAWFUL_SHARD", "1/99999999999999999999"),
            ("LAWFUL_DEADLINE", "0"),
        ] {
            let why = read(&[(name, value)]).unwrap_err();
            assert!(
                why.contains(value) || why.contains("0 cases") || why.contains("0ns"),
                "{why}"
            );
        }
    }
}
