//! Discoveries as text.

use super::Discoveries;
use lawful::evidence::{Proof, Verdict};
use std::fmt;

impl fmt::Display for Discoveries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Discoveries {
            model,
            given,
            new,
            redundant,
            broken,
            terms,
        } = self;
        writeln!(
            f,
            "{model}: {} claimed equations taken as given, {terms} terms compared",
            given.len()
        )?;
        if new.is_empty() {
            writeln!(
                f,
                "\nnothing new: every equation that was found follows from what is claimed"
            )?;
        } else {
            writeln!(f, "\nholds and is not claimed:")?;
        }
        for found in new {
            let verdict = match &found.verdict {
                Verdict::Proved {
                    proof: Proof::WholeDomain { cases },
                } => format!("proved: all {cases} cases of the domain"),
                Verdict::Tested { cases, .. } => format!("tested: {cases} cases"),
                other => other.name().to_owned(),
            };
            if found.name == found.equation {
                writeln!(f, "  {}", found.equation)?;
            } else {
                writeln!(f, "  also: {}\n        {}", found.name, found.equation)?;
            }
            writeln!(f, "        {verdict}")?;
            if let Some(advice) = &found.advice {
                writeln!(f, "        {advice}")?;
            }
        }
        for law in redundant {
            writeln!(
                f,
                "\nclaimed, and follows from the other claims: {}",
                law.law
            )?;
            for line in &law.derivation {
                writeln!(f, "        {line}")?;
            }
        }
        if redundant.len() > 1 {
            writeln!(
                f,
                "\nhint: leave out one claim, then look again: claims that follow from each other cannot all be left out"
            )?;
        }
        for law in broken {
            writeln!(
                f,
                "\nclaimed, but fails on a sample: {law}; check the model first"
            )?;
        }
        Ok(())
    }
}
