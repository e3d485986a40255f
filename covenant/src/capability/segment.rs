//! What a segment of a name may be: one spelling for one thing, on every system.

use super::problem::{Problem, printable};
use unicode_normalization::is_nfc;
use unicode_security::{GeneralSecurityProfile, MixedScript, skeleton};

/// Returns the reason for which an ASCII character is refused.
fn refused(byte: u8) -> Option<&'static str> {
    match byte {
        0..=0x1f | 0x7f => Some("control characters end names or hide in them"),
        b'\\' => Some("segments are parted by `/` only"),
        b':' => Some("the one colon parts the verb from the resource"),
        b'%' => Some("an encoded name has a second spelling"),
        _ => None,
    }
}

/// Checks a segment of a resource.
pub(super) fn check_resource(segment: &str) -> Result<(), Problem> {
    let bytes = segment.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return Err(Problem::EmptySegment);
    };
    let (mut ascii, mut odd) = (true, false);
    for byte in bytes {
        odd |= *byte < b' ' || matches!(byte, b'\\' | b':' | b'%' | 0x7f);
        ascii &= byte.is_ascii();
    }
    if odd {
        let mut refusals = bytes
            .iter()
            .filter_map(|byte| Some((*byte, refused(*byte)?)));
        let (byte, why) = refusals.next().unwrap_or((0, "it may not stand in a name"));
        return Err(Problem::Character {
            character: char::from(byte),
            segment: printable(segment),
            why,
        });
    }
    if segment == "." || segment == ".." {
        return Err(Problem::Dots(segment.to_owned()));
    }
    if *first == b' ' || *first == b'~' || *last == b' ' || *last == b'.' {
        return Err(Problem::Edge(printable(segment)));
    }
    if ascii {
        return Ok(());
    }
    check_unicode(segment)
}

/// Beyond ASCII a segment is composed, made of letters and digits of one script, and not the double
/// of an ASCII name.
fn check_unicode(segment: &str) -> Result<(), Problem> {
    let odd = |c: &char| !c.is_ascii() && !c.identifier_allowed();
    if let Some(character) = segment.chars().find(odd) {
        return Err(Problem::Character {
            character,
            segment: printable(segment),
            why: "beyond ASCII only letters and digits of living scripts are allowed",
        });
    }
    if !is_nfc(segment) {
        return Err(Problem::NotComposed(printable(segment)));
    }
    if !segment.is_single_script() {
        return Err(Problem::MixedScripts(printable(segment)));
    }
    let looks: String = skeleton(segment).collect();
    if looks.is_ascii() {
        return Err(Problem::Confusable(printable(segment), printable(&looks)));
    }
    Ok(())
}

/// Checks a segment of a verb.
pub(super) fn check_verb(segment: &str) -> Result<(), Problem> {
    if segment.is_empty() {
        return Err(Problem::EmptySegment);
    }
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    if segment.bytes().all(plain) {
        Ok(())
    } else {
        Err(Problem::Verb(printable(segment)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_spelling_pass() {
        for good in [
            "app",
            ".env",
            "a b",
            "Grüße",
            "файл",
            "日本語",
            "[slug]",
            "a@b",
            "x.y",
        ] {
            assert!(
                check_resource(good).is_ok(),
                "{good}: {:?}",
                check_resource(good)
            );
        }
    }

    #[test]
    fn names_with_two_readings_are_refused() {
        let bad = [
            "",
            ".",
            "..",
            "a\\b",
            "a\0",
            "a:b",
            "%2e%2e",
            "~",
            "a ",
            " a",
            "a.",
            "e\u{301}",
            "pаypal",
            "аррӏе",
            "a\u{202e}b",
            "a\u{200b}",
            "ａ",
            "\u{1f600}",
        ];
        for bad in bad {
            assert!(check_resource(bad).is_err(), "{bad:?}");
        }
        for bad in ["", "Fs", "fs ", "f*", "ф"] {
            assert!(check_verb(bad).is_err(), "{bad:?}");
        }
    }
}
