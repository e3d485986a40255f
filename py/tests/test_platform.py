"""Keys, signatures, attestations and hashes."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import pickle
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import lawful
import pytest
from lawful.errors import DamagedFile, InvalidInput, LawfulError, NotFound
from lawful.platform import (
    Attestation,
    AttestationRefused,
    BadSignature,
    Certificate,
    CertificateRefused,
    Challenges,
    FutureVersion,
    KeyExists,
    KeyStore,
    KeyStoreError,
    Policy,
    PublicKey,
    Signature,
    WrongPassword,
    blake3,
    certify,
    sha256,
    verify,
    verify_batch,
)

CHEAP: dict[str, Any] = {"memory_kib": 8, "passes": 1}
NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


@pytest.fixture
def store() -> KeyStore:
    return KeyStore.memory()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def flipped(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


@pytest.mark.parametrize("algorithm", ["ed25519", "p256"])
def test_what_is_signed_verifies_and_nothing_else_does(store: KeyStore, algorithm: str) -> None:
    key = store.new_key("me", algorithm=algorithm)
    public = key.public_key
    signature = key.sign(b"hello", context="test")
    assert (key.name, public.algorithm, signature.algorithm) == ("me", algorithm, algorithm)
    assert len(signature.raw) == 64 and signature.device_statement is None
    public.verify(b"hello", signature, context="test")
    for at in range(5 * 8):
        with pytest.raises(BadSignature):
            public.verify(flipped(b"hello", at), signature, context="test")
    for at in range(8, 65 * 8):
        with pytest.raises(BadSignature):
            public.verify(b"hello", Signature(flipped(bytes(signature), at)), context="test")
    with pytest.raises(BadSignature, match="does not fit this key, context and message"):
        public.verify(b"hello", signature, context="other")
    other = store.new_key("other", algorithm=algorithm)
    with pytest.raises(BadSignature):
        other.public_key.verify(b"hello", signature, context="test")
    assert verify([other.public_key, public], b"hello", signature, context="test") == public
    assert verify(public, b"hello", signature, context="test") == public
    with pytest.raises(BadSignature, match="none of the 1 trusted keys"):
        verify([other.public_key], b"hello", signature, context="test")
    with pytest.raises(BadSignature, match="none of the 0 trusted keys"):
        verify([], b"hello", signature, context="test")


def test_a_batch_names_the_first_bad_signature(store: KeyStore) -> None:
    keys = [store.new_key(f"k{n}", algorithm="p256" if n == 3 else "ed25519") for n in range(5)]
    batch = [(k.public_key, b"m%d" % n, k.sign(b"m%d" % n, context="b")) for n, k in enumerate(keys)]
    verify_batch(batch, context="b")
    verify_batch(batch[:3], context="b")
    verify_batch([], context="b")
    batch[2] = (batch[2][0], b"changed", batch[2][2])
    with pytest.raises(BadSignature, match=r"number 2 of the batch \(from 0\) is bad"):
        verify_batch(batch, context="b")
    with pytest.raises(BadSignature, match="number 2 of the batch"):
        verify_batch(batch[:3], context="b")


def test_an_ed25519_signature_is_one_of_the_rfc(store: KeyStore) -> None:
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    key = store.new_key("me")
    signature = key.sign(b"hello", context="ctx")
    peer = ed25519.Ed25519PublicKey.from_public_bytes(key.public_key.point)
    peer.verify(signature.raw, b"\xfelawful\x01\x03ctxhello")
    assert PublicKey.ed25519(key.public_key.point) == key.public_key


@pytest.mark.parametrize("context", ["", "two words", "x" * 65, "ä", "a\n"])
def test_a_bad_context_is_refused(store: KeyStore, context: str) -> None:
    key = store.new_key("me")
    with pytest.raises(InvalidInput, match="is not a context name"):
        key.sign(b"", context=context)


def test_only_bytes_are_messages(store: KeyStore) -> None:
    key = store.new_key("me")
    bad: Any
    for bad in ["text", 7, None]:
        with pytest.raises(TypeError):
            key.sign(bad, context="test")
        with pytest.raises(TypeError):
            sha256(bad)


def test_public_values_are_values(store: KeyStore) -> None:
    for algorithm in ("ed25519", "p256"):
        key = store.new_key(f"of.{algorithm}", algorithm=algorithm)
        signature = key.sign(b"x", context="test")
        for value, cls in ((key.public_key, PublicKey), (signature, Signature)):
            for again in (
                cls(str(value)),
                cls(bytes(value)),
                pickle.loads(pickle.dumps(value)),
                copy.copy(value),
                copy.deepcopy(value),
            ):
                assert again == value and hash(again) == hash(value)
            assert str(value) in repr(value)
            assert value != 7
            with pytest.raises(AttributeError):
                setattr(value, "algorithm", "none")
        public = key.public_key
        assert public.fingerprint == hashlib.sha256(bytes(public)).digest()
        assert public.short_fingerprint == public.fingerprint.hex()[:16]
    a, b = sorted([store.key("of.ed25519").public_key, store.key("of.p256").public_key])
    assert a < b and a <= b and b > a and bytes(a) < bytes(b)
    assert PublicKey.p256(b.point) == b
    assert len({a, b, PublicKey(str(a))}) == 2


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ed25519:",
        "ed25519:00",
        "rsa:00",
        "ed25519:01" + "00" * 31,
        "ED25519:" + "ab" * 32,
        b"",
        b"\x01",
        b"\x09" + b"\x00" * 32,
        "ed25519:" + "f" * 1_000_000,
        bytes(1_000_000),
    ],
)
def test_what_is_not_a_key_is_refused(written: str | bytes) -> None:
    with pytest.raises(InvalidInput, match="is not a public key"):
        PublicKey(written)
    with pytest.raises(InvalidInput, match="is not a signature"):
        Signature(written)


def test_points_that_accept_forgeries_are_refused() -> None:
    with pytest.raises(InvalidInput):
        PublicKey.ed25519(b"\x01" + bytes(31))
    with pytest.raises(InvalidInput, match="has 32 bytes, not 3"):
        PublicKey.ed25519(b"abc")
    with pytest.raises(InvalidInput, match="not a point of P-256"):
        PublicKey.p256(bytes(33))


def test_secrets_stay_where_they_are(store: KeyStore) -> None:
    secret: Any
    for secret in (store, store.new_key("me")):
        for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="holds a secret and can be neither pickled"):
                attempt(secret)
        with pytest.raises(TypeError):
            type(secret)()
    assert repr(store) == "KeyStore(in memory)" and store.path is None
    assert repr(store.key("me")) == f"Key('me', {store.key('me').public_key})"


def test_a_store_lists_and_deletes(store: KeyStore) -> None:
    key = store.new_key("b")
    store.new_key("a", algorithm="p256")
    assert store.list() == ("a", "b")
    with pytest.raises(KeyExists, match="a key `b` in the store already"):
        store.new_key("b")
    created = store.created("b")
    assert created is not None and abs(created - datetime.now(timezone.utc)) < timedelta(minutes=5)
    store.delete("b")
    with pytest.raises(KeyStoreError, match="was deleted"):
        key.sign(b"", context="test")
    for lost in (store.key, store.delete, store.created):
        with pytest.raises(NotFound, match="no key `b`"):
            lost("b")
    for bad in ("", "two words", ".hidden", "x" * 65, "a/b"):
        with pytest.raises(InvalidInput, match="is not a key name"):
            store.new_key(bad)
    with pytest.raises(InvalidInput, match="use ed25519 or p256"):
        store.new_key("c", algorithm="sk-ed25519")
    with pytest.raises(InvalidInput, match="is not an algorithm"):
        store.new_key("c", algorithm="rsa")


def test_a_key_survives_reopening(path: Path) -> None:
    made = KeyStore.create(path, "sesame", **CHEAP)
    key = made.new_key("me")
    assert path.stat().st_mode & 0o777 == 0o600
    again = KeyStore.open(str(path), b"sesame")
    assert again.list() == ("me",) and again.path == str(path)
    assert again.key("me").public_key == key.public_key
    key.public_key.verify(b"m", again.key("me").sign(b"m", context="c"), context="c")
    with pytest.raises(KeyExists):
        KeyStore.create(path, "sesame", **CHEAP)
    again.change_password("open", **CHEAP)
    with pytest.raises(WrongPassword):
        KeyStore.open(path, "sesame")
    assert KeyStore.open(path, "open").list() == ("me",)


def test_a_wrong_password_is_not_a_damaged_file(path: Path) -> None:
    KeyStore.create(path, "sesame", **CHEAP).new_key("me")
    with pytest.raises(WrongPassword, match="does not open the key store"):
        KeyStore.open(path, "wrong")
    whole = path.read_bytes()
    kinds = set()
    for at in range(0, len(whole) * 8, 5):
        path.write_bytes(flipped(whole, at))
        with pytest.raises(LawfulError) as raised:
            KeyStore.open(path, "sesame")
        kinds.add(raised.type)
    assert DamagedFile in kinds and WrongPassword not in kinds
    for damaged in (b"", whole[:-1], whole + b"x", b"not a key file at all"):
        path.write_bytes(damaged)
        with pytest.raises(DamagedFile):
            KeyStore.open(path, "sesame")


def test_a_file_of_the_future(path: Path) -> None:
    KeyStore.create(path, "sesame", **CHEAP)
    whole = path.read_bytes()
    path.write_bytes(whole[:8] + b"\x00\x63" + whole[10:])
    with pytest.raises(FutureVersion, match="has version `99`"):
        KeyStore.open(path, "sesame")


def test_a_file_that_others_may_read_is_refused(path: Path) -> None:
    KeyStore.create(path, "sesame", **CHEAP)
    path.chmod(0o644)
    with pytest.raises(KeyStoreError, match="chmod 600"):
        KeyStore.open(path, "sesame")


def test_a_file_that_is_not_there(path: Path) -> None:
    with pytest.raises(NotFound, match="No such file"):
        KeyStore.open(path, "sesame")
    with pytest.raises(LawfulError):
        KeyStore.open(path.parent, "sesame")


@pytest.mark.parametrize("password", ["", b"", "x" * 1025, "ä" * 513, "x" * (1 << 20)])
def test_passwords_have_1_to_1024_bytes(path: Path, password: str | bytes) -> None:
    with pytest.raises(InvalidInput, match="use 1 to 1024"):
        KeyStore.create(path, password, **CHEAP)
    with pytest.raises(InvalidInput, match="use 1 to 1024"):
        KeyStore.open(path, password)
    assert not path.exists()


def test_the_longest_password_opens(path: Path) -> None:
    KeyStore.create(path, "x" * 1024, **CHEAP)
    KeyStore.open(path, b"x" * 1024)
    with pytest.raises(WrongPassword):
        KeyStore.open(path, "x" * 1023)


@pytest.mark.parametrize("cost", [{"memory_kib": 1}, {"passes": 0}, {"lanes": 9}])
def test_costs_have_a_range(path: Path, cost: Any) -> None:
    with pytest.raises(InvalidInput, match="is not a cost"):
        KeyStore.create(path, "x", **cost)


def test_other_threads_run_while_a_password_is_checked(path: Path) -> None:
    done = threading.Event()
    turns = 0

    def create() -> None:
        KeyStore.create(path, "sesame", memory_kib=64 * 1024, passes=3)
        done.set()

    worker = threading.Thread(target=create)
    worker.start()
    while not done.wait(0.001):
        turns += 1
    worker.join()
    assert turns > 1


def test_sealed_data(store: KeyStore) -> None:
    sealed = store.seal(b"secret", context="box")
    assert b"secret" not in sealed
    assert store.unseal(sealed, context="box") == b"secret"
    with pytest.raises(DamagedFile):
        store.unseal(sealed, context="other")
    for at in range(0, len(sealed) * 8, 7):
        with pytest.raises(LawfulError):
            store.unseal(flipped(sealed, at), context="box")
    with pytest.raises(KeyStoreError, match="another store"):
        KeyStore.memory().unseal(sealed, context="box")
    with pytest.raises(InvalidInput, match="65536 are allowed"):
        store.seal(bytes(65537), context="box")
    assert store.unseal(store.seal(b"", context="box"), context="box") == b""


def attested(store: KeyStore, challenges: Challenges, **more: Any) -> Attestation:
    given: dict[str, Any] = {"entity": "agent:7", "now": NOON, **more}
    challenge = challenges.issue(now=NOON)
    return store.attest("me", challenge=challenge, **given)


def test_an_attestation_shows_a_software_key(store: KeyStore) -> None:
    key = store.new_key("me")
    challenges = Challenges(seconds=60)
    made = attested(store, challenges)
    assert (made.entity, made.anchor, made.public_key) == ("agent:7", "software", key.public_key)
    assert len(made.challenge) == 32
    assert (made.issued_at, made.expires_at) == (NOON, NOON + timedelta(hours=1))
    sent = Attestation(made.to_json())
    assert sent == made and hash(sent) == hash(made)
    assert pickle.loads(pickle.dumps(made)) == made == Attestation(made.to_json().encode())
    known = sent.verify(challenges, policy=Policy(), now=NOON + timedelta(seconds=30))
    assert (known.entity, known.anchor, known.ceiling) == ("agent:7", "software", 0.4)
    assert known.public_key == key.public_key and known.platform_state == {}
    assert 0.99 < known.freshness < 1 and known.effective == known.ceiling * known.freshness
    assert pickle.loads(pickle.dumps(known)) == known
    with pytest.raises(AttestationRefused, match="used before: the attestation is a replay"):
        sent.verify(challenges, now=NOON)


def test_attestations_that_are_refused(store: KeyStore) -> None:
    store.new_key("me")
    challenges = Challenges(seconds=60)
    made = attested(store, challenges)
    with pytest.raises(AttestationRefused, match="after now"):
        made.verify(challenges, now=NOON - timedelta(seconds=1))
    with pytest.raises(AttestationRefused, match="issued .* ago"):
        made.verify(challenges, now=NOON + timedelta(seconds=61))
    with pytest.raises(AttestationRefused, match="the statement ended"):
        made.verify(challenges, now=NOON + timedelta(hours=2))
    with pytest.raises(AttestationRefused, match="not one that was issued here"):
        made.verify(Challenges(), now=NOON)
    wire = json.loads(made.to_json())
    for field, value in [("entity_id", "agent:8"), ("purpose", "enrollment")]:
        forged = Attestation(json.dumps({**wire, field: value}))
        with pytest.raises(AttestationRefused, match="did not sign the statement"):
            forged.verify(challenges, now=NOON)
    hardware = Attestation(json.dumps({**wire, "anchor": "fido2"}))
    with pytest.raises(AttestationRefused, match="says `fido2` and the proof is of `software`"):
        hardware.verify(challenges, now=NOON)
    # What fails uses no challenge up; and a claimed ceiling changes nothing.
    boasting = Attestation(json.dumps({**wire, "trust_ceiling": 1.0}))
    assert boasting.verify(challenges, now=NOON).ceiling == 0.4
    garbage: Any
    for garbage in ["", "{}", "[" * 100_000, b"\xff", "x" * (1 << 18), json.dumps({**wire, "x": 1})]:
        with pytest.raises(AttestationRefused):
            Attestation(garbage)
    with pytest.raises(AttestationRefused, match="version `2`"):
        Attestation(json.dumps({**wire, "envelope_version": 2}))


def test_what_an_attestation_is_made_of_is_checked(store: KeyStore) -> None:
    store.new_key("me")
    challenges = Challenges()
    refused: list[dict[str, Any]] = [
        {"entity": ""},
        {"entity": "x" * 257},
        {"purpose": "fun"},
        {"seconds": -1.0},
        {"seconds": 0.0},
        {"seconds": float("nan")},
        {"now": NOON.replace(tzinfo=None)},
        {"now": "soon"},
    ]
    for wrong in refused:
        with pytest.raises(InvalidInput):
            attested(store, challenges, **wrong)
    with pytest.raises(InvalidInput, match="a challenge has 32 bytes, not 5"):
        store.attest("me", entity="x", challenge=b"short")
    with pytest.raises(NotFound):
        store.attest("you", entity="x", challenge=challenges.issue())
    with pytest.raises(InvalidInput):
        Challenges(seconds=-1)


def test_a_policy_is_checked(store: KeyStore) -> None:
    key = store.new_key("me", algorithm="p256").public_key
    Policy(
        attestation_keys=[key],
        expected_pcrs={7: bytes(32)},
        enrolled=[(key, "secure_enclave")],
        clock_skew=2.5,
    )
    with pytest.raises(InvalidInput, match="is not an anchor"):
        Policy(enrolled=[(key, "cloud")])
    with pytest.raises(InvalidInput):
        Policy(expected_pcrs={99: bytes(32)})
    with pytest.raises(ValueError):
        Policy(expected_pcrs={7: b"short"})
    with pytest.raises(InvalidInput):
        Policy(authenticator_roots=[b"not a certificate"])


def test_a_clock_skew_may_be_allowed(store: KeyStore) -> None:
    store.new_key("me")
    challenges = Challenges()
    made = attested(store, challenges, now=NOON + timedelta(seconds=2))
    with pytest.raises(AttestationRefused):
        made.verify(challenges, now=NOON)
    assert made.verify(challenges, policy=Policy(clock_skew=3), now=NOON).ceiling == 0.4


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1 << 14, (1 << 20) + 1])
def test_hashes(size: int) -> None:
    data = os.urandom(size)
    assert sha256(data) == hashlib.sha256(data).digest()
    assert len(blake3(data)) == 32 and blake3(data) == blake3(bytes(data))


def test_blake3_is_the_one_of_its_authors() -> None:
    empty = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
    abc = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85"
    assert blake3(b"").hex() == empty and blake3(b"abc").hex() == abc


def test_every_refusal_is_a_lawful_error() -> None:
    for error in (WrongPassword, KeyExists, FutureVersion, BadSignature, AttestationRefused):
        assert issubclass(error, LawfulError)
    assert issubclass(WrongPassword, KeyStoreError)
    assert lawful.LawfulError is LawfulError


def test_certificates_are_values(store: KeyStore) -> None:
    key = store.new_key("me")
    model = lawful.find_model("python.str.concat")
    report = lawful.check(model, cases=100)
    made = certify(report, model.id, key, seconds=60, now=NOON, artifacts={"a": bytes(32)})
    assert Certificate(made.to_json()) == made == pickle.loads(pickle.dumps(made))
    assert hash(Certificate(made.to_json().encode())) == hash(made)
    assert made.model(key.public_key) == model.id
    certified = made.verify([key.public_key], model, now=NOON, artifacts={"a": bytes(32)})
    assert pickle.loads(pickle.dumps(certified)) == certified
    assert certified.expires_at == NOON + timedelta(seconds=60)
    assert [law.law for law in certified.laws] == [claim.law for claim in model.claims]
    assert {law.claim for law in certified.laws} == {"holds", "fails"}
    for law in certified.laws:
        assert pickle.loads(pickle.dumps(law)) == law and copy.copy(law) is law
    with pytest.raises(CertificateRefused, match="ended at"):
        made.verify(key.public_key, model, now=NOON + timedelta(seconds=60))
    with pytest.raises(CertificateRefused, match="is asked for"):
        made.verify(key.public_key, lawful.find_model("python.str.max"), now=NOON)
    with pytest.raises(NotFound):
        certify(report, "no.such.model", key)
