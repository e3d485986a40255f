//! Puts an attestation object together again: the library takes it apart.

use ctap_hid_fido2::fidokey::make_credential::Attestation;

/// Writes the head of a CBOR item: its kind (0 to 7) and a number.
fn head(out: &mut Vec<u8>, major: u8, number: u64) {
    let major = major << 5;
    match number {
        0..=23 => out.push(major | number as u8),
        24..=0xff => out.extend([major | 24, number as u8]),
        0x100..=0xffff => {
            out.push(major | 25);
            out.extend((number as u16).to_be_bytes());
        }
        0x1_0000..=0xffff_ffff => {
            out.push(major | 26);
            out.extend((number as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend(number.to_be_bytes());
        }
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    head(out, 3, text.len() as u64);
    out.extend(text.as_bytes());
}

fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    head(out, 2, bytes.len() as u64);
    out.extend(bytes);
}

/// Returns the attestation object as WebAuthn writes it.
pub(super) fn encode(attestation: &Attestation) -> Vec<u8> {
    let mut out = Vec::with_capacity(attestation.auth_data.len() + 1024);
    head(&mut out, 5, 3);
    text(&mut out, "fmt");
    text(&mut out, &attestation.fmt);
    text(&mut out, "attStmt");
    let (packed, none) = (attestation.fmt == "packed", attestation.fmt == "none");
    let chain = &attestation.attstmt_x5c;
    let members = if none {
        0
    } else {
        1 + u64::from(packed) + u64::from(!chain.is_empty())
    };
    head(&mut out, 5, members);
    if packed {
        text(&mut out, "alg");
        // COSE numbers of signature algorithms are negative: -1 - n is written as n.
        let number = -1 - i64::from(attestation.attstmt_alg);
        head(&mut out, 1, u64::try_from(number).unwrap_or(0));
    }
    if !none {
        text(&mut out, "sig");
        bytes(&mut out, &attestation.attstmt_sig);
        if !chain.is_empty() {
            text(&mut out, "x5c");
            head(&mut out, 4, chain.len() as u64);
            chain
                .iter()
                .for_each(|certificate| bytes(&mut out, certificate));
        }
    }
    text(&mut out, "authData");
    bytes(&mut out, &attestation.auth_data);
    out
}
