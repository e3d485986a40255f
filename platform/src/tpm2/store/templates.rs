//! What objects in the TPM look like.

use tss_esapi::Result;
use tss_esapi::attributes::ObjectAttributesBuilder;
use tss_esapi::interface_types::algorithm::{HashingAlgorithm, PublicAlgorithm};
use tss_esapi::interface_types::ecc::EccCurve;
use tss_esapi::structures::{
    Digest, EccPoint, EccScheme, HashScheme, KeyDerivationFunctionScheme, KeyedHashScheme, Public,
    PublicBuilder, PublicEccParametersBuilder, PublicKeyedHashParameters,
    SymmetricDefinitionObject,
};

fn base(algorithm: PublicAlgorithm) -> PublicBuilder {
    PublicBuilder::new()
        .with_public_algorithm(algorithm)
        .with_name_hashing_algorithm(HashingAlgorithm::Sha256)
}

fn attributes() -> ObjectAttributesBuilder {
    ObjectAttributesBuilder::new()
        .with_fixed_tpm(true)
        .with_fixed_parent(true)
        .with_sensitive_data_origin(true)
        .with_user_with_auth(true)
}

/// The storage key above all others. The TPM derives it from its own seed, so it is the same each
/// time and need not be stored.
pub(super) fn primary() -> Result<Public> {
    base(PublicAlgorithm::Ecc)
        .with_object_attributes(
            attributes()
                .with_no_da(true)
                .with_decrypt(true)
                .with_restricted(true)
                .build()?,
        )
        .with_ecc_parameters(
            PublicEccParametersBuilder::new_restricted_decryption_key(
                SymmetricDefinitionObject::AES_128_CFB,
                EccCurve::NistP256,
            )
            .build()?,
        )
        .with_ecc_unique_identifier(EccPoint::default())
        .build()
}

/// A signing key. With a secret it is protected against guessing; without one there is nothing to
/// guess, and it goes on working while the TPM is locked.
pub(super) fn signing_key(has_secret: bool) -> Result<Public> {
    signer(false, !has_secret)
}

/// An attestation key: it signs only what the TPM itself states.
pub(super) fn attestation_key() -> Result<Public> {
    signer(true, true)
}

fn signer(restricted: bool, no_da: bool) -> Result<Public> {
    let parameters = PublicEccParametersBuilder::new()
        .with_ecc_scheme(EccScheme::EcDsa(HashScheme::new(HashingAlgorithm::Sha256)))
        .with_curve(EccCurve::NistP256)
        .with_key_derivation_function_scheme(KeyDerivationFunctionScheme::Null)
        .with_symmetric(SymmetricDefinitionObject::Null)
        .with_is_signing_key(true)
        .with_restricted(restricted)
        .build()?;
    base(PublicAlgorithm::Ecc)
        .with_object_attributes(
            attributes()
                .with_no_da(no_da)
                .with_sign_encrypt(true)
                .with_restricted(restricted)
                .build()?,
        )
        .with_ecc_parameters(parameters)
        .with_ecc_unique_identifier(EccPoint::default())
        .build()
}

/// A sealed secret. With a policy, only the policy opens it.
pub(super) fn sealed(policy: Option<Digest>) -> Result<Public> {
    let attributes = ObjectAttributesBuilder::new()
        .with_fixed_tpm(true)
        .with_fixed_parent(true)
        .with_no_da(true)
        .with_user_with_auth(policy.is_none());
    base(PublicAlgorithm::KeyedHash)
        .with_object_attributes(attributes.build()?)
        .with_auth_policy(policy.unwrap_or_default())
        .with_keyed_hash_parameters(PublicKeyedHashParameters::new(KeyedHashScheme::Null))
        .with_keyed_hash_unique_identifier(Digest::default())
        .build()
}
