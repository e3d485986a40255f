"""What commands about signed heads have in common: keys, whom to believe, files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from lawful._core import Checkpoint, Key, PublicKey
from lawful._files import write_whole
from lawful.cli.stores import opened
from lawful.cli.streams import say
from lawful.errors import InvalidInput, ProofRejected

# A proof file has at most 32 MiB, a note less.
_LONGEST = 32 << 20


def signing_key(options: argparse.Namespace) -> Key:
    """Returns the key that signs."""
    return opened(options).key(options.key)


def trust_of(options: argparse.Namespace) -> dict[str, Any]:
    """Returns whom to believe, as `Checkpoint.verify` takes it."""
    if options.log is None or options.trusted is None:
        raise InvalidInput("give --log and --trusted: whom to believe")
    given = _given(options.trusted, "log_key", "public_key")
    witnesses = getattr(options, "witness", [])
    return {
        "origin": options.log,
        "log": given if "+" in given else PublicKey(given),
        "witnesses": [_given(key, "witness_key") for key in witnesses],
        "quorum": getattr(options, "quorum", None),
    }


def _given(key: str, *names: str) -> str:
    """Returns a key that is given, or in a file that is given: alone, or as `lawful keys show` prints it."""
    if not Path(key).is_file():
        return key
    with Path(key).open("rb") as file:
        # A byte that is no text makes it no key, too.
        text = file.read(4096).decode("utf-8", errors="replace").strip()
    rows = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    return next((rows[name].strip() for name in names if name in rows), text)


def checkpoint_of(path: Path) -> Checkpoint:
    """Reads a signed head. One that is too damaged to be read proves nothing, either."""
    try:
        return Checkpoint(text_of(path))
    except InvalidInput as why:
        raise ProofRejected(str(why)) from None


def text_of(path: Path) -> str:
    """Reads a proof or a signed head."""
    with path.open("rb") as file:
        read = file.read(_LONGEST + 1)
    if len(read) > _LONGEST:
        raise InvalidInput(f"`{path}` has more than 32 MiB")
    return read.decode("utf-8", errors="replace")


def put(text: str, out: Path | None) -> None:
    """Writes a file, or prints what would be in it."""
    if out is None:
        sys.stdout.write(text)
    else:
        write_whole(out, text)
        say(f"wrote {out}")
