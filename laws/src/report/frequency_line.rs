//! How often a law fails, in words.

use super::numbers::{counted, grouped, share};
use crate::evidence::Frequency;

/// Tells how often a law fails, unless no random case was sampled.
pub(crate) fn frequency_line(often: Frequency) -> Option<String> {
    let Frequency { failed, sampled } = often;
    (sampled > 0).then(|| {
        let share = share(failed, sampled);
        format!(
            "{} of {} sampled, {share}",
            grouped(failed),
            counted(sampled, "case")
        )
    })
}
