"""Covenants, chains, keys and amounts as the command line names them."""

from __future__ import annotations

import argparse
from pathlib import Path

from lawful._core import Budget, Chain, Covenant, KeyStore, PublicKey
from lawful.cli.numbers import count
from lawful.errors import CovenantError, InvalidInput, LawfulError

# The largest stored form of a covenant or a chain.
LARGEST = 1 << 24
# The largest depth that has a stored form.
DEEPEST = 255


def read(path: Path) -> Covenant | Chain:
    """Reads a covenant, or one that was passed on; what it says is checked, not whom to believe."""
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    try:
        return Chain.from_bytes(data) if data[:4] == b"LWCH" else Covenant.from_bytes(data)
    except LawfulError as error:
        raise type(error)(f"`{path}`: {error}") from None


def read_covenant(path: Path) -> Covenant:
    """Reads a covenant."""
    found = read(path)
    if isinstance(found, Chain):
        raise InvalidInput(f"`{path}` is a covenant that was passed on; give the covenant itself")
    return found


def learn(paths: list[Path]) -> None:
    """Takes in what was revoked or amended."""
    for path in paths:
        if not read_covenant(path).make_known():
            raise InvalidInput(f"`{path}` was neither revoked nor amended")


def public_key(given: str) -> PublicKey:
    """Reads a public key, or the file that holds one."""
    path = Path(given)
    if ":" not in given and path.is_file():
        with path.open(encoding="utf-8", errors="replace") as file:
            given = file.read(500).strip()
    return PublicKey(given)


def party(given: str, store: KeyStore) -> PublicKey:
    """Reads a public key, the file that holds one, or the name of a key in a store."""
    if ":" in given or Path(given).is_file():
        return public_key(given)
    return store.key(given).public_key


def trusted(covenant: Covenant | Chain, given: list[str]) -> list[PublicKey]:
    """Returns who is trusted to grant: for a covenant whoever is named, and else its own grantor."""
    keys = [public_key(text) for text in given]
    if keys and covenant.grantor not in keys:
        raise CovenantError(f"the grantor `{covenant.grantor}` is not one that --trusted names")
    if not keys and isinstance(covenant, Chain):
        raise InvalidInput("a covenant that was passed on needs --trusted: who may grant")
    return keys or [covenant.grantor]


def budget(texts: list[str]) -> Budget:
    """Reads amounts such as `calls=100` or `tokens=5,calls=1`."""
    amounts: dict[str, int] = {}
    for part in ",".join(texts).split(",") if texts else ():
        name, equals, number = part.partition("=")
        digits = number.replace("_", "")
        if not equals or not digits.isascii() or not digits.isdigit() or len(digits) > 20:
            raise InvalidInput(f"`{part[:80]}` is not an amount; write calls=100, for instance")
        if name in amounts:
            raise InvalidInput(f"the amount of `{name}` is there twice")
        amounts[name] = int(digits)
    return Budget._of(amounts)


def rate(text: str) -> tuple[str, int, int]:
    """Reads a rate limit such as `calls=5/1000`: at most 5 calls in 1000 milliseconds."""
    name, _, rest = text.partition("=")
    most, _, window = rest.partition("/")
    if not (most.isascii() and most.isdigit() and window.isascii() and window.isdigit()):
        raise argparse.ArgumentTypeError(
            f"`{text[:80]}` is not a rate; write calls=5/1000, at most 5 in 1000 milliseconds"
        )
    # Whoever cuts a number signs another limit.
    for number in (most, window):
        if len(number) > 20:
            raise argparse.ArgumentTypeError(f"the number `{number[:80]}` of a rate is too long")
    return name, int(most), int(window)


def depth(text: str) -> int:
    """Reads how often a covenant may be passed on."""
    found = count(text)
    if found > DEEPEST:
        raise argparse.ArgumentTypeError(
            f"`{text}` is too deep; a covenant is passed on {DEEPEST} times at most"
        )
    return found
