//! PINs: CTAP2 client PIN, protocol one.

use aes::Aes256;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::NoPadding};
use ciborium::Value;
use hmac::{Hmac, KeyInit, Mac};
use p256::elliptic_curve::Generate;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};

const MOST_ATTEMPTS: u8 = 8;

/// Status codes of CTAP2.
pub(crate) const INVALID: u8 = 0x31;
const BLOCKED: u8 = 0x32;
pub(crate) const AUTH_INVALID: u8 = 0x33;
const AUTH_BLOCKED: u8 = 0x34;
const NOT_SET: u8 = 0x35;
const NOT_ALLOWED: u8 = 0x30;
const MISSING: u8 = 0x14;
const POLICY: u8 = 0x37;

/// The PIN of an authenticator.
pub(crate) struct Pin {
    agreement: SecretKey,
    token: [u8; 32],
    hash: Option<[u8; 16]>,
    attempts: u8,
    wrong_in_a_row: u8,
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 16] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(message);
    mac.finalize().into_bytes()[..16].try_into().unwrap()
}

pub(crate) fn member(map: &Value, key: i64) -> Option<&Value> {
    let wanted = Value::Integer(key.into());
    map.as_map()?.iter().find(|(k, _)| *k == wanted).map(|(_, v)| v)
}

fn map(entries: Vec<(i64, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(k, v)| (Value::Integer(k.into()), v)).collect())
}

impl Pin {
    pub(crate) fn new() -> Pin {
        let token = SecretKey::generate().to_bytes().into();
        Pin { agreement: SecretKey::generate(), token, hash: None, attempts: MOST_ATTEMPTS, wrong_in_a_row: 0 }
    }

    pub(crate) fn is_set(&self) -> bool {
        self.hash.is_some()
    }

    /// Checks the proof that the host knows the token.
    pub(crate) fn check(&self, proof: &[u8], client_data_hash: &[u8]) -> Result<(), u8> {
        if proof == hmac(&self.token, client_data_hash) { Ok(()) } else { Err(AUTH_INVALID) }
    }

    /// Answers authenticatorClientPIN.
    pub(crate) fn command(&mut self, request: &Value) -> Result<Option<Value>, u8> {
        let bytes = |key| member(request, key).and_then(Value::as_bytes).ok_or(MISSING);
        let sub = member(request, 2).and_then(Value::as_integer).ok_or(MISSING)?;
        match i128::from(sub) {
            1 if self.is_set() => Ok(Some(map(vec![(3, Value::Integer(self.attempts.into()))]))),
            1 => Err(NOT_SET),
            2 => Ok(Some(map(vec![(1, self.agreement_key())]))),
            3 => {
                if self.is_set() {
                    return Err(NOT_ALLOWED);
                }
                let secret = self.shared_secret(member(request, 3).ok_or(MISSING)?)?;
                if bytes(4)?.as_slice() != hmac(&secret, bytes(5)?) {
                    return Err(AUTH_INVALID);
                }
                let padded = decrypt(&secret, bytes(5)?);
                let pin: Vec<u8> = padded.into_iter().take_while(|byte| *byte != 0).collect();
                if !(4..=63).contains(&pin.len()) {
                    return Err(POLICY);
                }
                self.hash = Some(Sha256::digest(&pin)[..16].try_into().unwrap());
                self.attempts = MOST_ATTEMPTS;
                Ok(None)
            }
            5 => {
                let right = self.hash.ok_or(NOT_SET)?;
                if self.attempts == 0 {
                    return Err(BLOCKED);
                }
                if self.wrong_in_a_row == 3 {
                    return Err(AUTH_BLOCKED);
                }
                let secret = self.shared_secret(member(request, 3).ok_or(MISSING)?)?;
                self.attempts -= 1;
                if decrypt(&secret, bytes(6)?) != right {
                    self.wrong_in_a_row += 1;
                    self.agreement = SecretKey::generate();
                    return Err(match (self.attempts, self.wrong_in_a_row) {
                        (0, _) => BLOCKED,
                        (_, 3) => AUTH_BLOCKED,
                        _ => INVALID,
                    });
                }
                (self.attempts, self.wrong_in_a_row) = (MOST_ATTEMPTS, 0);
                Ok(Some(map(vec![(2, Value::Bytes(encrypt(&secret, &self.token)))])))
            }
            _ => Err(0x3e),
        }
    }

    /// Being taken out and put in again ends a temporary block.
    pub(crate) fn power_cycle(&mut self) {
        self.wrong_in_a_row = 0;
    }

    fn agreement_key(&self) -> Value {
        let point = self.agreement.public_key().to_sec1_point(false);
        let bytes = point.as_bytes();
        map(vec![
            (1, Value::Integer(2.into())),
            (3, Value::Integer((-25).into())),
            (-1, Value::Integer(1.into())),
            (-2, Value::Bytes(bytes[1..33].to_vec())),
            (-3, Value::Bytes(bytes[33..].to_vec())),
        ])
    }

    fn shared_secret(&self, peer: &Value) -> Result<[u8; 32], u8> {
        let coordinate = |key| member(peer, key).and_then(Value::as_bytes).ok_or(MISSING);
        let sec1 = [&[4][..], coordinate(-2)?, coordinate(-3)?].concat();
        let peer = PublicKey::from_sec1_bytes(&sec1).map_err(|_| 0x02u8)?;
        let shared =
            p256::ecdh::diffie_hellman(self.agreement.to_nonzero_scalar(), peer.as_affine());
        Ok(Sha256::digest(shared.raw_secret_bytes()).into())
    }
}

fn encrypt(key: &[u8; 32], plain: &[u8]) -> Vec<u8> {
    cbc::Encryptor::<Aes256>::new(key.into(), &[0; 16].into()).encrypt_padded_vec::<NoPadding>(plain)
}

fn decrypt(key: &[u8; 32], cipher: &[u8]) -> Vec<u8> {
    cbc::Decryptor::<Aes256>::new(key.into(), &[0; 16].into())
        .decrypt_padded_vec::<NoPadding>(cipher)
        .unwrap_or_default()
}
