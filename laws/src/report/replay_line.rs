//! The line that runs a case again.

use super::printable::one_line;

/// Returns the command that replays a case, quoted for a POSIX shell.
pub(crate) fn replay_line(token: &str) -> String {
    format!("lawful replay '{}'", one_line(token).replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::replay_line;

    #[test]
    fn a_quote_in_a_name_stays_inside_the_word() {
        assert_eq!(replay_line("m/l@edge:0#0"), "lawful replay 'm/l@edge:0#0'");
        assert_eq!(
            replay_line("it's/l@edge:0#0"),
            r"lawful replay 'it'\''s/l@edge:0#0'"
        );
    }
}
