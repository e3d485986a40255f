"""What the arguments of several commands have in common."""

from __future__ import annotations

import argparse
from pathlib import Path

from lawful.cli.stores import registers

Commands = argparse._SubParsersAction  # the type has no public name


def command(
    commands: Commands[argparse.ArgumentParser], name: str, help: str, about: str, more: str
) -> argparse.ArgumentParser:
    """Adds a command and returns its parser."""
    return commands.add_parser(
        name,
        help=help,
        description=f"{help[0].upper()}{help[1:]}.\n\n{about}".strip(),
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_store(command: argparse.ArgumentParser) -> None:
    """Adds the arguments that say which key store is meant."""
    # No default: a command that may sign or not sees whether it was given.
    command.add_argument(
        "--store",
        metavar="FILE",
        help="the key store, or tpm2, tpm2:ADDRESS, fido2, fido2:DEVICE (.lawful/keys)",
    )
    command.add_argument(
        "--password-file", type=Path, metavar="FILE", help="read the password from a file"
    )
    device = command.add_argument_group("devices")
    device.add_argument(
        "--index",
        type=Path,
        metavar="FILE",
        help="names of the keys of a device (.lawful/tpm2-keys.json, .lawful/fido2-keys.json)",
    )
    device.add_argument(
        "--registers", type=registers, metavar="N,N", help="registers of the TPM that count"
    )
    device.add_argument(
        "--relying-party", metavar="ID", help="whom keys of an authenticator are for (lawful)"
    )


def add_out(command: argparse.ArgumentParser) -> None:
    """Adds the argument that says where to write."""
    command.add_argument("--out", type=Path, metavar="FILE", help="write a file, do not print")
