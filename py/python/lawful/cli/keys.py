"""`lawful keys`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from lawful._core import KeyStore, verifier_key
from lawful._files import refuse_unwritable, write_whole
from lawful.cli.stores import kind_of, opened, place_of
from lawful.cli.streams import paint, say
from lawful.errors import InvalidInput


def run_list(options: argparse.Namespace) -> int:
    """Lists the keys of a store and returns the exit code."""
    store = opened(options)
    rows = [_data(store, name) for name in store.list()]
    if options.json:
        print(json.dumps(rows, indent=2))
        return 0
    room = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        created = f"{row['created']}  " if "created" in row else ""
        print(f"{paint(row['name'].ljust(room), '1')}  {created}{row['public_key']}")
    if not rows:
        say(f"{place_of(options)} has no keys; `lawful keys new NAME` makes one")
    return 0


def run_new(options: argparse.Namespace) -> int:
    """Makes a key, and the store if there is none, and returns the exit code."""
    if kind_of(place_of(options)) == "software":
        # Both are checked before a file is made for nothing.
        KeyStore.memory().new_key(options.name, algorithm=options.algorithm)
    store = opened(options, new=True)
    if store.needs_presence:
        say("touch the authenticator")
    key = store.new_key(options.name, algorithm=options.algorithm)
    print(key.public_key)
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Prints the public part of a key and returns the exit code."""
    store = opened(options)
    row = _data(store, options.name)
    public = store.key(options.name).public_key
    if options.log is not None:
        row["log_key"] = verifier_key(options.log, public)
    if options.witness is not None:
        row["witness_key"] = verifier_key(options.witness, public, witness=True)
    if options.json:
        print(json.dumps(row, indent=2))
        return 0
    for name, value in row.items():
        print(f"{paint(f'{name}:'.ljust(12), '1')} {value}")
    return 0


def run_attest(options: argparse.Namespace) -> int:
    """Answers a challenge with an attestation and returns the exit code."""
    try:
        challenge = bytes.fromhex(options.challenge)
    except ValueError:
        raise InvalidInput(
            f"`{options.challenge[:80]}` is not a challenge; give the 64 hexadecimal digits of "
            "the verifier"
        ) from None
    if options.out is not None:
        refuse_unwritable(options.out)
    store = opened(options)
    if store.needs_presence:
        say("touch the authenticator")
    attestation = store.attest(
        options.name,
        entity=options.entity,
        challenge=challenge,
        purpose=options.purpose,
        seconds=options.valid,
    )
    put_json(attestation.to_json(), options.out)
    if store.anchor == "tpm2":
        say(f"the verifier must trust the attestation key {store.attestation_key()}")
    return 0


def put_json(text: str, out: Path | None) -> None:
    """Writes a file, or prints what would be in it."""
    if out is None:
        sys.stdout.write(f"{text}\n")
    else:
        write_whole(out, f"{text}\n")
        say(f"wrote {out}")


def _data(store: KeyStore, name: str) -> dict[str, str]:
    public = store.key(name).public_key
    row = {
        "name": name,
        "anchor": store.anchor,
        "algorithm": public.algorithm,
        "public_key": str(public),
        "fingerprint": public.fingerprint.hex(),
    }
    created = store.created(name)
    return row if created is None else {**row, "created": f"{created:%Y-%m-%dT%H:%M:%SZ}"}
