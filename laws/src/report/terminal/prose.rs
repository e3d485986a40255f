//! Sentences, broken at spaces to fit.

/// Breaks a sentence into lines of at most `width` characters; later lines are indented.
///
/// A word that is longer than a line stays whole.
pub(super) fn wrapped(sentence: &str, width: usize, indent: usize) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut column = 0;
    for word in sentence.split(' ') {
        let length = word.chars().count();
        if column == 0 {
            column = length;
        } else if column + 1 + length > width {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent + length;
        } else {
            out.push(' ');
            column += 1 + length;
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrapped("hint: aa bb cc", 10, 2), "hint: aa\n  bb cc");
        assert_eq!(wrapped("a-very-long-word b", 4, 0), "a-very-long-word\nb");
    }
}
