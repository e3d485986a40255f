"""A handful of keys in software, made once, and what they sign."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful._hypothesis.kept import kept
from lawful._hypothesis.texts import simple_names
from lawful.platform import Key, KeyStore, PublicKey, Signature

_ALGORITHMS = {
    "owner": None,
    "agent": None,
    "helper": None,
    "stranger": None,
    "reviewer": None,
    "nist": "p256",
}
"""The names of the keys, with their algorithms: Ed25519 unless another one is named."""


@kept
def store() -> KeyStore:
    """Returns the store of the handful of keys."""
    made = KeyStore.memory()
    for name, algorithm in _ALGORITHMS.items():
        made.new_key(name, algorithm=algorithm)
    return made


@kept
def key(name: str) -> Key:
    """Returns a key of the handful by its name."""
    return store().key(name)


def keys() -> SearchStrategy[Key]:
    """Draws a key of the handful."""
    return st.sampled_from(list(_ALGORITHMS)).map(key)


def ed25519_keys() -> SearchStrategy[Key]:
    """Draws a key of the handful that can sign a log."""
    return st.sampled_from([name for name, of in _ALGORITHMS.items() if of is None]).map(key)


def public_keys() -> SearchStrategy[PublicKey]:
    """Draws a public key of the handful."""
    return keys().map(lambda key: key.public_key)


def signatures() -> SearchStrategy[Signature]:
    """Draws signatures of short messages."""
    return st.builds(
        lambda key, message: key.sign(message, context="lawful.example"),
        keys(),
        st.binary(max_size=64),
    )


def key_stores() -> SearchStrategy[KeyStore]:
    """Draws stores in memory, each a new one, with keys of both algorithms."""

    def make(names: list[tuple[str, str]]) -> KeyStore:
        made = KeyStore.memory()
        for name, algorithm in names:
            made.new_key(name, algorithm=algorithm)
        return made

    algorithms = st.sampled_from(["ed25519", "p256"])
    named = st.tuples(simple_names(), algorithms)
    return st.lists(named, max_size=3, unique_by=lambda pair: pair[0]).map(make)
