//! Attestation statements.

use ciborium::Value;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::elliptic_curve::Generate;
use p256::pkcs8::EncodePrivateKey;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
};

/// What the authenticator says about itself.
pub enum Attestation {
    /// Nothing.
    None,
    /// Packed, signed by the credential.
    PackedSelf,
    /// Packed, signed by a batch key with its certificates.
    PackedBatch(Batch),
}

/// The key and certificates of a batch of authenticators.
pub struct Batch {
    key: SigningKey,
    certificate: Vec<u8>,
    root: Vec<u8>,
}

impl Batch {
    /// Makes a maker's root and a batch certificate under it. `unit` is the organizational unit in
    /// the subject; the standard demands `Authenticator Attestation`.
    pub fn new(unit: &str) -> Batch {
        let root_key = KeyPair::generate().unwrap();
        let mut root = CertificateParams::default();
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.distinguished_name = name("Test Maker Root", None);
        let root_certificate = root.self_signed(&root_key).unwrap();
        let issuer = Issuer::new(root, root_key);

        let key = SigningKey::generate();
        let pkcs8 = p256::SecretKey::from(&key).to_pkcs8_der().unwrap();
        let batch_key = KeyPair::try_from(pkcs8.as_bytes()).unwrap();
        let mut batch = CertificateParams::default();
        batch.is_ca = IsCa::ExplicitNoCa;
        batch.distinguished_name = name("Test Batch", Some(unit));
        let certificate = batch.signed_by(&batch_key, &issuer).unwrap();
        Batch {
            key,
            certificate: certificate.der().to_vec(),
            root: root_certificate.der().to_vec(),
        }
    }

    /// The maker's root, in DER.
    pub fn root(&self) -> &[u8] {
        &self.root
    }

    /// Makes a packed statement.
    pub(crate) fn packed(&self, authenticator_data: &[u8], client_data_hash: &[u8]) -> Value {
        let signature: DerSignature = self.key.sign(&[authenticator_data, client_data_hash].concat());
        let chain = Value::Array(vec![Value::Bytes(self.certificate.clone())]);
        statement(-7, signature.as_bytes().to_vec(), Some(chain))
    }
}

/// A packed statement.
pub(crate) fn statement(algorithm: i64, signature: Vec<u8>, x5c: Option<Value>) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut members = vec![
        (text("alg"), Value::Integer(algorithm.into())),
        (text("sig"), Value::Bytes(signature)),
    ];
    members.extend(x5c.map(|chain| (text("x5c"), chain)));
    Value::Map(members)
}

fn name(common: &str, unit: Option<&str>) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, "XX");
    name.push(DnType::OrganizationName, "Test Maker");
    if let Some(unit) = unit {
        name.push(DnType::OrganizationalUnitName, unit);
    }
    name.push(DnType::CommonName, common);
    name
}
