//! Lowercase hexadecimal, both ways.

/// Encodes bytes as lowercase hexadecimal.
pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
            }
            text
        })
}

/// Decodes lowercase hexadecimal; `None` for anything else, uppercase included, so that every
/// value has one spelling.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_ways_and_one_spelling() {
        assert_eq!(super::encode(&[0, 0x7f, 0xff]), "007fff");
        assert_eq!(super::decode("007fff"), Some(vec![0, 0x7f, 0xff]));
        for bad in ["0", "0g", "FF", "é", " 1"] {
            assert_eq!(super::decode(bad), None, "{bad}");
        }
    }
}
