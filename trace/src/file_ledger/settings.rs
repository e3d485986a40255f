//! What was chosen when a ledger was made, as its header says it: `blake3 monotone`.

use super::FileLedgerError;
use crate::ledger::{LedgerOptions, TimeRule};
use crate::merkle::tree_hash;

/// Writes the settings.
pub(super) fn write(options: &LedgerOptions) -> String {
    format!("{} {}", options.tree_hash.id(), options.time_rule.name())
}

/// Reads the settings.
pub(super) fn read(settings: Option<&str>) -> Result<LedgerOptions, FileLedgerError> {
    let unknown = || FileLedgerError::Settings {
        settings: settings.unwrap_or("not text").to_owned(),
    };
    let (tree, rule) = settings
        .and_then(|settings| settings.split_once(' '))
        .ok_or_else(unknown)?;
    let rule = [TimeRule::Monotone, TimeRule::Causal]
        .into_iter()
        .find(|known| known.name() == rule)
        .ok_or_else(unknown)?;
    Ok(LedgerOptions::default()
        .tree_hash(tree_hash(tree)?)
        .time_rule(rule))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]
    use super::*;
    use crate::merkle::Rfc6962Sha256;

    #[test]
    fn settings_come_back_and_unknown_ones_are_told() {
        let options = LedgerOptions::default()
            .tree_hash(&Rfc6962Sha256)
            .time_rule(TimeRule::Causal);
        let written = write(&options);
        assert_eq!(written, "rfc6962-sha256 causal");
        assert_eq!(write(&read(Some(&written)).unwrap()), written);
        for (settings, message) in [
            (None, "the settings `not text`"),
            (Some(""), "the settings ``"),
            (Some("blake3 backwards"), "the settings `blake3 backwards`"),
            (Some("md5 causal"), "no tree hash `md5`"),
        ] {
            let failure = read(settings).unwrap_err();
            assert!(failure.to_string().contains(message), "{failure}");
        }
    }
}
