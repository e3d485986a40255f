//! Text that models print, made safe to show.
//!
//! A value may hold an escape sequence that repaints a terminal, or a character that turns the
//! direction of the text after it. Such characters are shown as `\u{..}` instead.

/// Shows text that may span lines: newlines and tabs stay.
pub(crate) fn printable(text: &str) -> String {
    shown(text, |c| matches!(c, '\n' | '\t'))
}

/// Shows text on one line: newlines and tabs become escapes.
pub(crate) fn one_line(text: &str) -> String {
    shown(text, |_| false)
}

/// Cuts text to at most `most` characters and says how long it was.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => {
            let kept = text.get(..end).unwrap_or_default();
            format!("{kept}... ({} characters in all)", text.chars().count())
        }
    }
}

fn shown(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if keep(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if hides(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Tells control characters and characters that are not seen but change what is seen.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00ad}'
                | '\u{061c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{fffe}'..='\u{ffff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_are_shown_not_sent() {
        assert_eq!(printable("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\nc");
        assert_eq!(one_line("a\r\n\tb"), "a\\r\\n\\tb");
        assert_eq!(one_line("x\u{202e}y\u{2063}z"), "x\\u{202e}y\\u{2063}z");
        assert_eq!(one_line("(a · b) ≤ ∅"), "(a · b) ≤ ∅");
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        assert_eq!(shortened("ééééé", 2), "éé... (5 characters in all)");
        assert_eq!(shortened("ab", 2), "ab");
    }
}
