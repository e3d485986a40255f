"""Signatures and hashes from Python, beside their peers, in one run: `python py/benches/keys.py`.

Every figure is the best of several rounds that take turns, so that all peers see the same machine.
`crate` is the Rust crate itself, called and timed in Rust in this process: what Python costs is the
difference to it. Limits that are missed are named at the end; with LAWFUL_BENCH_GATE set, they also
make the exit code 1.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from lawful._core import _time_of_crate
from lawful.platform import KeyStore, blake3, sha256, verify_batch
from nacl.signing import SigningKey

ROUNDS = 7
SECONDS = 0.05
MESSAGE = bytes(64)
BATCH = 64
# What calling from Python may add to a signature, in seconds.
MOST_ADDED = 1.5e-6
CRATE = "crate"
Work = Callable[[], object]
missed: list[str] = []


class Crate:
    """Work that is timed in Rust."""

    def __init__(self, work: str, size: int) -> None:
        self.work, self.size = work, size

    def seconds(self, calls: int) -> float:
        return _time_of_crate(self.work, bytes=self.size, calls=calls)


def timed(work: Work | Crate, calls: int) -> float:
    """Returns the seconds of one call."""
    if isinstance(work, Crate):
        return work.seconds(calls)
    started = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - started) / calls


def calls(work: Work | Crate) -> int:
    """Returns how often to call `work` in one round."""
    number = 1
    while timed(work, number) * number < SECONDS / 4:
        number *= 4
    return number * 4


def measure(rows: dict[str, Work | Crate]) -> dict[str, float]:
    """Returns the seconds of one call of each."""
    numbers = {name: calls(work) for name, work in rows.items()}
    best = dict.fromkeys(rows, float("inf"))
    for _ in range(ROUNDS):
        for name, work in rows.items():
            best[name] = min(best[name], timed(work, numbers[name]))
    return best


def told(title: str, rows: dict[str, Work | Crate]) -> dict[str, float]:
    """Measures and prints; the first row is ours."""
    print(title)
    times = measure(rows)
    ours = next(iter(times.values()))
    for name, seconds in times.items():
        print(f"  {name:<24} {seconds * 1e6:>10.2f} us {seconds / ours:>8.2f} x")
    return times


def must(title: str, holds: bool) -> None:
    """Notes a limit that is missed."""
    if not holds:
        missed.append(title)


def signing(title: str, rows: dict[str, Work | Crate], added: float = MOST_ADDED) -> None:
    """Measures work with signatures: near the crate, and ahead of the peers."""
    ours, crate, *peers = told(title, rows).values()
    print(f"  {'added to the crate':<24} {(ours - crate) * 1e6:>10.2f} us")
    must(f"{title}: at most {added * 1e6:.1f} us above the crate", ours - crate <= added)
    must(f"{title}: ahead of the peers", all(ours < peer for peer in peers))


def main() -> None:
    key = KeyStore.memory().new_key("bench")
    public = key.public_key
    signature = key.sign(MESSAGE, context="bench")
    theirs = Ed25519PrivateKey.generate()
    their_public, their_signature = theirs.public_key(), theirs.sign(MESSAGE)
    nacl = SigningKey.generate()
    nacl_public, nacl_signature = nacl.verify_key, nacl.sign(MESSAGE).signature
    print("times of one call, and as a multiple of ours: more than 1 is slower than ours")
    signing(
        "Ed25519, sign 64 bytes",
        {
            "lawful": lambda: key.sign(MESSAGE, context="bench"),
            CRATE: Crate("sign", len(MESSAGE)),
            "cryptography": lambda: theirs.sign(MESSAGE),
            "PyNaCl": lambda: nacl.sign(MESSAGE),
        },
    )
    signing(
        "Ed25519, verify 64 bytes",
        {
            "lawful": lambda: public.verify(MESSAGE, signature, context="bench"),
            CRATE: Crate("verify", len(MESSAGE)),
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

    signing(
        f"Ed25519, verify {BATCH} signatures",
        {
            "lawful, one batch": lambda: verify_batch(batch, context="bench"),
            CRATE: Crate("batch", len(MESSAGE)),
            "cryptography, each": one_by_one,
            "PyNaCl, each": one_by_one_nacl,
        },
        BATCH * MOST_ADDED,
    )
    hashing("64 bytes", os.urandom(64))
    hashing("1 MiB", os.urandom(1 << 20))
    for limit in missed:
        print(f"missed: {limit}", file=sys.stderr)
    if missed and "LAWFUL_BENCH_GATE" in os.environ:
        sys.exit(1)


def hashing(name: str, data: bytes) -> None:
    """Measures both hashes: short ones faster than hashlib, long ones as fast as the crates."""
    peers: dict[str, dict[str, Work | Crate]] = {
        "SHA-256": {
            "lawful": lambda: sha256(data),
            CRATE: Crate("sha256", len(data)),
            "hashlib": lambda: hashlib.sha256(data).digest(),
        },
        "BLAKE3": {
            "lawful": lambda: blake3(data),
            CRATE: Crate("blake3", len(data)),
            "hashlib.blake2b": lambda: hashlib.blake2b(data).digest(),
            "hashlib.sha256": lambda: hashlib.sha256(data).digest(),
        },
    }
    for hash_name, rows in peers.items():
        title = f"{hash_name} of {name}"
        ours, crate, *others = told(title, rows).values()
        if len(data) < 1024:
            must(f"{title}: faster than hashlib", all(ours < other for other in others))
        else:
            # Two per cent are the noise of this measurement.
            must(f"{title}: no slower than the crate", ours <= 1.02 * crate)



if __name__ == "__main__":
    main()
