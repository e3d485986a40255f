//! The text of a note.

/// Says what is wrong with a text, if anything is.
pub(super) fn text_problem(text: &str) -> Option<&'static str> {
    if !text.ends_with('\n') {
        Some("the text does not end in a newline")
    } else if text.chars().any(|c| c.is_control() && c != '\n') {
        Some("it has control characters")
    } else {
        None
    }
}
