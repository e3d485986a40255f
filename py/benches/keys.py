"""Signatures and hashes from Python, beside their peers, in one run: `python py/benches/keys.py`.

Every figure is the best of several rounds that take turns, so that all peers see the same machine.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from lawful.platform import KeyStore, blake3, sha256, verify_batch
from nacl.signing import SigningKey

ROUNDS = 7
SECONDS = 0.05
MESSAGE = bytes(64)
BATCH = 64
Work = Callable[[], object]


def calls(work: Work) -> int:
    """Returns how often to call `work` in one round."""
    number = 1
    while True:
        started = time.perf_counter()
        for _ in range(number):
            work()
        if time.perf_counter() - started > SECONDS / 4:
            return number * 4
        number *= 4


def measure(rows: dict[str, Work]) -> dict[str, float]:
    """Returns the seconds of one call of each."""
    numbers = {name: calls(work) for name, work in rows.items()}
    best = dict.fromkeys(rows, float("inf"))
    for _ in range(ROUNDS):
        for name, work in rows.items():
            started = time.perf_counter()
            for _ in range(numbers[name]):
                work()
            best[name] = min(best[name], (time.perf_counter() - started) / numbers[name])
    return best


def told(title: str, rows: dict[str, Work]) -> None:
    """Measures and prints; the first row is ours."""
    print(title)
    times = measure(rows)
    ours = next(iter(times.values()))
    for name, seconds in times.items():
        print(f"  {name:<24} {seconds * 1e6:>10.2f} us {seconds / ours:>8.2f} x")


def main() -> None:
    key = KeyStore.memory().new_key("bench")
    public = key.public_key
    signature = key.sign(MESSAGE, context="bench")
    theirs = Ed25519PrivateKey.generate()
    their_public, their_signature = theirs.public_key(), theirs.sign(MESSAGE)
    nacl = SigningKey.generate()
    nacl_public, nacl_signature = nacl.verify_key, nacl.sign(MESSAGE).signature
    print("times of one call, and as a multiple of ours: more than 1 is slower than ours")
    told(
        "Ed25519, sign 64 bytes",
        {
            "lawful": lambda: key.sign(MESSAGE, context="bench"),
            "cryptography": lambda: theirs.sign(MESSAGE),
            "PyNaCl": lambda: nacl.sign(MESSAGE),
        },
    )
    told(
        "Ed25519, verify 64 bytes",
        {
            "lawful": lambda: public.verify(MESSAGE, signature, context="bench"),
            "cryptography": lambda: their_public.verify(their_signature, MESSAGE),
            "PyNaCl": lambda: nacl_public.verify(MESSAGE, nacl_signature),
        },
    )
    batch = [(public, MESSAGE, signature)] * BATCH

    def one_by_one() -> None:
        for _ in range(BATCH):
            their_public.verify(their_signature, MESSAGE)

    def one_by_one_nacl() -> None:
        for _ in range(BATCH):
            nacl_public.verify(MESSAGE, nacl_signature)

    told(
        f"Ed25519, verify {BATCH} signatures",
        {
            "lawful, one batch": lambda: verify_batch(batch, context="bench"),
            "cryptography, each": one_by_one,
            "PyNaCl, each": one_by_one_nacl,
        },
    )
    for name, data in (("64 bytes", os.urandom(64)), ("1 MiB", os.urandom(1 << 20))):
        told(
            f"SHA-256 of {name}",
            {
                "lawful": lambda data=data: sha256(data),  # type: ignore[misc]
                "hashlib": lambda data=data: hashlib.sha256(data).digest(),  # type: ignore[misc]
            },
        )
        told(
            f"BLAKE3 of {name}, beside what hashlib has",
            {
                "lawful": lambda data=data: blake3(data),  # type: ignore[misc]
                "hashlib.sha256": lambda data=data: hashlib.sha256(data).digest(),  # type: ignore[misc]
                "hashlib.blake2b": lambda data=data: hashlib.blake2b(data).digest(),  # type: ignore[misc]
            },
        )


if __name__ == "__main__":
    main()
