"""Keys, signatures, attestations and certificates.

    from lawful.platform import KeyStore

    store = KeyStore.memory()
    key = store.new_key("me")
    signature = key.sign(b"hello", context="example.greeting")
    key.public_key.verify(b"hello", signature, context="example.greeting")

A signature made in one context is refused in every other. What cannot be verified raises: there is
no answer to forget to look at.

A store in a file, and what else it does:

    >>> import tempfile
    >>> from datetime import datetime, timezone
    >>> from lawful.platform import Certificate, KeyStore, PublicKey, certify
    >>> folder = tempfile.TemporaryDirectory()
    >>> path, cheap = f"{folder.name}/keys", {"memory_kib": 64, "passes": 1}
    >>> store = KeyStore.create(path, "old password", **cheap)
    >>> key, nist = store.new_key("me"), store.new_key("nist", algorithm="p256")
    >>> store.change_password("new password", **cheap)
    >>> store = KeyStore.open(path, "new password")
    >>> store.key("me").public_key == key.public_key
    True
    >>> store.created("me") <= datetime.now(timezone.utc)
    True
    >>> sealed = store.seal(b"a secret", context="example.vault")
    >>> store.unseal(sealed, context="example.vault")
    b'a secret'
    >>> store.delete("nist")
    >>> store.list()
    ('me',)
    >>> PublicKey.ed25519(key.public_key.point) == key.public_key
    True
    >>> PublicKey.p256(nist.public_key.point) == nist.public_key
    True

An attestation answers a challenge of whoever wants to know where a key lives:

    >>> from lawful.platform import Attestation, Challenges
    >>> challenges = Challenges(seconds=60)
    >>> told = store.attest("me", entity="agent:me", challenge=challenges.issue()).to_json()
    >>> Attestation(told).verify(challenges).anchor
    'software'
    >>> folder.cleanup()

A certificate travels as JSON, and is believed for a trusted key and the model as it is:

    >>> import lawful
    >>> key, model = KeyStore.memory().new_key("me"), lawful.find_model("bool.logic")
    >>> written = certify(lawful.check(model), model.id, key).to_json()
    >>> Certificate(written).verify(key.public_key, model).model
    'bool.logic'
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
