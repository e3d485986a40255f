//! Base64 with one spelling: the standard alphabet, padded, without stray bits.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Reads a hash.
pub(crate) fn hash(text: &str) -> Option<crate::merkle::Hash> {
    // 32 bytes are 44 characters; nothing longer is decoded.
    if text.len() != 44 {
        return None;
    }
    decode(text)?.try_into().ok()
}

/// Reads a decimal number without sign and leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (canonical && digits).then(|| text.parse().ok())?
}
