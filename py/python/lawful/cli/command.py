"""What the arguments of several commands have in common."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from lawful._printable import printable
from lawful.cli.stores import registers

Commands = argparse._SubParsersAction  # the type has no public name

# Counts of arguments that may be none or several, and counts that take the rest of the line.
_VARYING = ("?", "*", "+")
_REST = (argparse.REMAINDER, argparse.PARSER)


class Parser(argparse.ArgumentParser):
    """A parser that lets options stand between arguments, also before one that may be left out.

    Python 3.11 takes an argument that may be left out for left out at the first option.
    """

    _is_mixing = False

    # The type has a declaration for each way to call it.
    def parse_known_args(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, args: Any = None, namespace: Any = None
    ) -> Any:
        """Reads the arguments; returns what they say, and those that are unknown."""
        # Mixing would forget that nothing behind `--` is an option.
        if args is None or "--" in args or self._is_mixing or not self._may_mix():
            return super().parse_known_args(args, namespace)
        self._is_mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_mixing = False

    def error(self, message: str) -> NoReturn:
        """Says what is wrong with the arguments, which may quote texts of others, and ends."""
        super().error(printable(message))

    def _may_mix(self) -> bool:
        counts = [action.nargs for action in self._get_positional_actions()]
        return any(count in _VARYING for count in counts) and not any(
            count in _REST for count in counts
        )


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
