"""Keys, signatures, attestations and certificates.

    from lawful.platform import KeyStore

    store = KeyStore.memory()
    key = store.new_key("me")
    signature = key.sign(b"hello", context="example.greeting")
    key.public_key.verify(b"hello", signature, context="example.greeting")

A signature made in one context is refused in every other. What cannot be verified raises: there is
no answer to forget to look at.
"""

from lawful._core import (
    Attestation,
    Attested,
    Certificate,
    Certified,
    CertifiedLaw,
    Challenges,
    Key,
    KeyStore,
    Policy,
    PublicKey,
    Signature,
    authenticators,
    blake3,
    certify,
    sha256,
    stores,
    verify,
    verify_batch,
)
from lawful.errors import (
    AttestationRefused,
    BadSignature,
    CertificateRefused,
    FutureVersion,
    KeyExists,
    KeyStoreError,
    WrongPassword,
)

__all__ = [
    "Attestation",
    "AttestationRefused",
    "Attested",
    "BadSignature",
    "Certificate",
    "CertificateRefused",
    "Certified",
    "CertifiedLaw",
    "Challenges",
    "FutureVersion",
    "Key",
    "KeyExists",
    "KeyStore",
    "KeyStoreError",
    "Policy",
    "PublicKey",
    "Signature",
    "WrongPassword",
    "authenticators",
    "blake3",
    "certify",
    "sha256",
    "stores",
    "verify",
    "verify_batch",
]
