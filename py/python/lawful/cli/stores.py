"""Which key store a command means: a file, a TPM or an authenticator."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lawful._core import KeyStore
from lawful.cli.passwords import given_password, password
from lawful.cli.streams import say
from lawful.errors import InvalidInput

KINDS = ("tpm2", "fido2")
TPM = "device:/dev/tpmrm0"
_USUAL = ".lawful/keys"


def kind_of(store: str) -> str:
    """Returns `software`, `tpm2` or `fido2`."""
    head = store.partition(":")[0]
    return head if head in KINDS else "software"


def place_of(options: argparse.Namespace) -> str:
    """Returns the store that the options name, or the usual one."""
    return str(options.store or _USUAL)


def opened(options: argparse.Namespace, *, new: bool = False) -> KeyStore:
    """Opens the store that the options name; with `new` a file is made if there is none."""
    place = place_of(options)
    kind, where = kind_of(place), place.partition(":")[2]
    _refuse_what_does_not_fit(options, kind)
    if kind != "software":
        index = Path(options.index or f".lawful/{kind}-keys.json")
        if new:
            index.parent.mkdir(exist_ok=True)
        device = _tpm if kind == "tpm2" else _authenticator
        return device(options, index, where)
    path = Path(place)
    if not new or path.exists():
        return KeyStore.open(path, password(options.password_file, path))
    path.parent.mkdir(exist_ok=True)
    store = KeyStore.create(path, password(options.password_file, path, new=True))
    say(f"made the key store {path}")
    return store


def _tpm(options: argparse.Namespace, index: Path, address: str) -> KeyStore:
    # libtss2 writes its own words about every failure to standard error; ours say the same.
    os.environ.setdefault("TSS2_LOG", "all+NONE")
    return KeyStore.tpm2(
        index,
        address=address or TPM,
        registers=[] if options.registers is None else options.registers,
        password=given_password(options.password_file),
    )


def _authenticator(options: argparse.Namespace, index: Path, device: str) -> KeyStore:
    return KeyStore.fido2(
        index,
        relying_party=options.relying_party or "lawful",
        device=device or None,
        pin=given_password(options.password_file),
    )


def _refuse_what_does_not_fit(options: argparse.Namespace, kind: str) -> None:
    for name, given, fits in (
        ("--index", options.index, KINDS),
        ("--registers", options.registers, ("tpm2",)),
        ("--relying-party", options.relying_party, ("fido2",)),
    ):
        if given is not None and kind not in fits:
            stores = " or ".join(f"`--store {fit}`" for fit in fits)
            raise InvalidInput(f"{name} is for {stores}, not for `{place_of(options)}`")


def registers(text: str) -> list[int]:
    """Reads numbers of registers such as `0,7`."""
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a list such as `0,7`") from None
