//! Where two evaluations part.

use crate::evidence::Step;

/// Returns the first step at which two evaluations of the same terms differ.
///
/// That is how the runs of a machine and of its reference model part. The sides of an equation
/// evaluate different terms, so there is no such step.
pub(crate) fn parting_step(left: &[Step], right: &[Step]) -> Option<usize> {
    left.iter()
        .zip(right)
        .take_while(|(l, r)| l.term == r.term)
        .position(|(l, r)| l.value != r.value)
}

/// Splits two different texts into what they share at the start, what differs, and what they
/// share at the end: `[start, left, right, end]`.
///
/// Words and numbers are not split: `80` and `120` differ, not `8` and `12`.
pub(crate) fn difference<'a>(left: &'a str, right: &'a str) -> [&'a str; 4] {
    let same = |(l, r): &(char, char)| l == r;
    let length = |(c, _): (char, char)| c.len_utf8();
    let start: usize = left
        .chars()
        .zip(right.chars())
        .take_while(same)
        .map(length)
        .sum();
    let (shared, _) = left.split_at_checked(start).unwrap_or_default();
    let start = shared.trim_end_matches(is_of_word).len();
    let (l, r) = (
        left.get(start..).unwrap_or_default(),
        right.get(start..).unwrap_or_default(),
    );
    let end: usize = l
        .chars()
        .rev()
        .zip(r.chars().rev())
        .take_while(same)
        .map(length)
        .sum();
    let (_, shared) = l.split_at_checked(l.len() - end).unwrap_or_default();
    let end = shared.trim_start_matches(is_of_word).len();
    let cut = |text: &'a str| text.get(..text.len() - end).unwrap_or_default();
    [
        left.get(..start).unwrap_or_default(),
        cut(l),
        cut(r),
        l.get(l.len() - end..).unwrap_or_default(),
    ]
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(pairs: &[(&str, &str)]) -> Vec<Step> {
        let step = |(term, value): &(&str, &str)| Step {
            term: (*term).to_owned(),
            value: (*value).to_owned(),
        };
        pairs.iter().map(step).collect()
    }

    #[test]
    fn machines_part_at_a_command() {
        let left = steps(&[("push 1", "ok"), ("pop", "None"), ("pop", "None")]);
        let right = steps(&[("push 1", "ok"), ("pop", "Some(1)"), ("pop", "None")]);
        assert_eq!(parting_step(&left, &right), Some(1));
        assert_eq!(parting_step(&left, &left), None);
        assert_eq!(parting_step(&left, &steps(&[("len", "0")])), None);
    }

    #[test]
    fn a_difference_keeps_whole_characters() {
        assert_eq!(
            difference("[é, 1, 3]", "[é, 2, 3]"),
            ["[é, ", "1", "2", ", 3]"]
        );
        assert_eq!(
            difference("(80, x)", "(120, x)"),
            ["(", "80", "120", ", x)"]
        );
        assert_eq!(difference("-1", "1"), ["", "-1", "1", ""]);
        assert_eq!(difference("a, a", "a, a, a"), ["a, ", "a", "a, a", ""]);
        assert_eq!(difference("", "x"), ["", "", "x", ""]);
    }
}
