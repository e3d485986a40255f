"""The arguments of the command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lawful import __version__
from lawful.cli import (
    adequacy,
    certify,
    checking,
    covenant_arguments,
    discovering,
    explaining,
    gateway_arguments,
    hook_arguments,
    keys,
    listing,
    merging,
    replaying,
    trace_arguments,
    trust,
)
from lawful.cli.command import Commands, Parser
from lawful.cli.command import add_out as _add_out
from lawful.cli.command import add_store as _add_store
from lawful.cli.command import command as _command
from lawful.cli.numbers import count, seconds, seed

ABOUT = """\
Checks the laws of registered models, written in Rust or in Python.

A theory is operations and the laws they must obey; a model is one implementation of it. Nothing
is believed until its laws have been checked, and a number that is printed is the number that ran.
"""

EXAMPLES = """\
examples:
  lawful list                           what is registered
  lawful check                          check everything
  lawful check int.i64 --time 200ms     models whose id contains `int.i64`, 200 ms for each law
  lawful check associative              one law of every model that claims it
  lawful check --html report.html       a page for the browser
  lawful check --load my_models.py      models of a file that is not installed
  lawful discover python.str.max        what else holds
  lawful explain group                  what a theory asks for
  lawful replay 'int.i64.wrapping_add/semigroup.associative@random:17#0'
  lawful keys new me                    a key to sign with
  lawful certify python.str.max --key me    what the check found, signed
  lawful trace show my-ledger           what a ledger has
  lawful mcp-gateway --policy policy.toml -- SERVER      a gate in front of the tools of an agent
  lawful run --covenant c -- make       a command under a covenant

exit codes: 0 every claim was borne out, 1 some were not, 2 the command makes no sense, a file is
damaged or the output cannot be written, 130 interrupted, 141 nobody reads the output; `lawful run`
has those of its command
"""

FILTERS = """\
A filter is an id, a part of one, or a pattern with `*`. It is looked for in the ids of models,
then of theories, then of laws; `MODEL/LAW` asks for both. Several filters are joined.
"""

CHECK = """\
examples:
  lawful check                                  every model, a budget of 10 000 random cases for each law
  lawful check python. --cases 100k --seed 7    models whose id contains `python.`
  lawful check 'int.*' --html report.html       a page with every verdict and counterexample
  lawful check --shard 1/2 --json > a.jsonl     one half; see `lawful merge`

Values that refute a law are kept in .lawful/regressions.jsonl and tried first in the next run.
The report goes to standard output, everything else to standard error.
"""

MERGE = """\
example:
  lawful check --shard 1/2 --json > a.jsonl
  lawful check --shard 2/2 --json > b.jsonl
  lawful merge a.jsonl b.jsonl --html report.html
"""

REPLAY = """\
A token names one case: MODEL/LAW@PHASE:INDEX#SEED. Reports print one with every counterexample.

example:
  lawful replay 'int.i64.wrapping_add/semigroup.associative@random:17#0'
"""

ADEQUACY = """\
Every model is changed in small ways (arguments swapped, an argument ignored, a fault at one
value), and every law it claims is tried on every change. A change that no law notices survives:
the laws leave that open. A law that notices nothing that others miss is named too.

example:
  lawful adequacy int.i64.wrapping_add
"""

DISCOVER = """\
Terms over the operations are enumerated and compared on samples. What holds, is not claimed, and
follows from nothing that is claimed is checked and printed; so are claims that follow from others.

example:
  lawful discover int.u8.bits
"""

EXPLAIN = """\
example:
  lawful explain semigroup.associative
  lawful explain lattice
"""

KEYS = """\
The password comes from --password-file, from the variable LAWFUL_PASSWORD, or from a prompt.

A store is a file, `tpm2` or `tpm2:ADDRESS` (as libtss2 writes it, device:/dev/tpmrm0 without), or
`fido2` or `fido2:DEVICE`. Devices need a build with the features tpm2 and fido2. Their password, or
PIN, comes from the same places, but is not asked for: without one none is used.

examples:
  lawful keys new me                    makes the store too, if there is none
  lawful keys list
  lawful keys show me --json
  lawful keys show me --log example.com/log      for lawful trace verify --trusted
  lawful keys show me --witness example.com/me   for lawful trace verify --witness
  lawful keys attest me --entity agent:7 --challenge 5e0c...
  lawful keys new me --store tpm2
  lawful keys attest me --store tpm2 --registers 0,7 --entity agent:7 --challenge 5e0c...
"""

CERTIFY = """\
The model is checked, and if every claim was borne out, the evidence is signed: a DSSE envelope
around an in-toto statement. Otherwise nothing is signed, and the exit code is 1.

examples:
  lawful certify python.str.max --key me --out max.json
  lawful certify mine.max --load my_models.py --key me --valid 720h --artifact my_models.py
"""

VERIFY = """\
A certificate is valid if a trusted key signed it, it is of the model as it is registered here (its
version, its claims, the law sets), it has not ended, and no verdict is worse than asked.

examples:
  lawful verify-certificate max.json --trusted ed25519:d75a98...
  lawful verify-certificate max.json --trusted me.pub --effective 10k

exit codes: 0 valid, 1 refused, 2 the command makes no sense, or the model is not registered here
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Reads the arguments; `action` of the result is what to do."""
    ours, server = gateway_arguments.without_server(arguments)
    return made_parser().parse_args(ours, argparse.Namespace(server=server))


def made_parser() -> argparse.ArgumentParser:
    """Makes the parser of all commands."""
    parser = _parser("lawful", ABOUT, EXAMPLES)
    parser.add_argument("--version", action="version", version=f"lawful {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_list(commands)
    _add_check(commands)
    _add_merge(commands)
    _add_replay(commands)
    _add_adequacy(commands)
    _add_discover(commands)
    _add_explain(commands)
    _add_keys(commands)
    _add_certify(commands)
    _add_verify(commands)
    trace_arguments.add(commands)
    trust.add(commands, _command)
    hook_arguments.add(commands)
    gateway_arguments.add(commands)
    covenant_arguments.add(commands)
    return parser


def _parser(name: str, about: str, more: str) -> argparse.ArgumentParser:
    return Parser(
        prog=name,
        description=about,
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _add_filters(command: argparse.ArgumentParser) -> None:
    command.add_argument("filters", nargs="*", metavar="FILTER", help="which models and laws")
    _add_load(command)


def _add_load(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--load",
        action="append",
        default=[],
        metavar="MODULE",
        help="import a module, or run a .py file, that registers models; may be repeated",
    )


def _add_outputs(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON lines, not text")
    command.add_argument("--junit", type=Path, metavar="FILE", help="also write JUnit XML")
    command.add_argument("--html", type=Path, metavar="FILE", help="also write one HTML page")
    command.add_argument(
        "--verbose", "-v", action="store_true", help="show good claims one by one, values whole"
    )


def _add_list(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(commands, "list", "list the registered models", FILTERS, "")
    _add_filters(command)
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(action=listing.run)


def _add_check(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(commands, "check", "check models against their laws", FILTERS, CHECK)
    _add_filters(command)
    budget = command.add_mutually_exclusive_group()
    budget.add_argument(
        "--cases", type=count, metavar="N", help="random cases for each law (10k)"
    )
    budget.add_argument("--time", type=seconds, metavar="T", help="time for each law instead")
    command.add_argument("--seed", type=seed, default=0, metavar="S", help="the root seed (0)")
    command.add_argument(
        "--shard", default="1/1", metavar="K/N", help="do part K of N; `lawful merge` joins them"
    )
    command.add_argument(
        "--threads", type=count, default=0, metavar="N", help="threads (as many as cores)"
    )
    command.add_argument(
        "--deadline", type=seconds, default=20.0, metavar="T", help="longest time of a law (20s)"
    )
    _add_outputs(command)
    command.add_argument("--adequacy", action="store_true", help="add the kill matrices")
    command.add_argument(
        "--regressions",
        type=Path,
        default=Path(".lawful/regressions.jsonl"),
        metavar="FILE",
        help="values that refuted laws (.lawful/regressions.jsonl)",
    )
    command.add_argument(
        "--no-regressions", action="store_true", help="neither read nor write that file"
    )
    command.add_argument(
        "--manifest", type=Path, metavar="FILE", help="ids of models that must be registered"
    )
    command.set_defaults(action=checking.run)


def _add_merge(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(commands, "merge", "merge the reports of shards", "", MERGE)
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON lines")
    _add_outputs(command)
    command.set_defaults(action=merging.run)


def _add_replay(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(commands, "replay", "run one case again", "", REPLAY)
    command.add_argument("token", metavar="TOKEN", help="the token of the case")
    _add_load(command)
    command.add_argument(
        "--regressions",
        metavar="FILE",
        default=Path(".lawful/regressions.jsonl"),
        type=Path,
        help="where stored cases are (.lawful/regressions.jsonl)",
    )
    command.set_defaults(action=replaying.run)


def _add_adequacy(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands, "adequacy", "tell which faults the laws notice", FILTERS, ADEQUACY
    )
    _add_filters(command)
    command.add_argument("--cases", type=count, default=500, metavar="N", help="cases (500)")
    command.add_argument("--seed", type=seed, default=0, metavar="S", help="the root seed (0)")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(action=adequacy.run)


def _add_discover(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands, "discover", "tell which laws hold that are not claimed", "", DISCOVER
    )
    command.add_argument("model", metavar="MODEL", help="the id of a model")
    _add_load(command)
    command.add_argument(
        "--size", type=count, default=5, metavar="N", help="the largest terms, in nodes (5)"
    )
    command.add_argument("--cases", type=count, default=10_000, metavar="N", help="cases (10k)")
    command.add_argument("--seed", type=seed, default=0, metavar="S", help="the root seed (0)")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(action=discovering.run)


def _add_explain(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands, "explain", "tell all about a law or a theory", "", EXPLAIN
    )
    command.add_argument("name", metavar="LAW", help="the id or the name of a law or a theory")
    _add_load(command)
    command.set_defaults(action=explaining.run)


def _add_keys(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(commands, "keys", "keep keys to sign with", "", KEYS)
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    listed = _command(actions, "list", "list the keys of a store", "", "")
    listed.add_argument("--json", action="store_true", help="print JSON")
    listed.set_defaults(action=keys.run_list)
    new = _command(actions, "new", "make a key and print its public part", "", "")
    new.add_argument("name", metavar="NAME", help="the name of the key")
    new.add_argument(
        "--algorithm",
        choices=["ed25519", "p256", "sk-ed25519", "sk-p256"],
        help="(the first that the store has: ed25519, p256 in a TPM)",
    )
    new.set_defaults(action=keys.run_new)
    show = _command(actions, "show", "print the public part of a key", "", "")
    show.add_argument("name", metavar="NAME", help="the name of the key")
    show.add_argument("--json", action="store_true", help="print JSON")
    show.add_argument("--log", metavar="NAME", help="also as the verifier key of a log of this name")
    show.add_argument(
        "--witness", metavar="NAME", help="also as the verifier key of a witness of this name"
    )
    show.set_defaults(action=keys.run_show)
    attest = _command(actions, "attest", "answer the challenge of a verifier", "", "")
    attest.add_argument("name", metavar="NAME", help="the name of the key")
    attest.add_argument("--entity", required=True, metavar="ID", help="who owns the key")
    attest.add_argument(
        "--challenge", required=True, metavar="HEX", help="the verifier's 64 hexadecimal digits"
    )
    attest.add_argument(
        "--purpose",
        choices=["enrollment", "session_start", "re_attestation", "witness", "migration"],
        default="session_start",
        help="what it is for (session_start)",
    )
    attest.add_argument(
        "--valid", type=seconds, default=3600.0, metavar="T", help="how long it is valid (1h)"
    )
    _add_out(attest)
    attest.set_defaults(action=keys.run_attest)
    for action in (listed, new, show, attest):
        _add_store(action)


def _add_artifact(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--artifact",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a file that the certificate is also about; may be repeated",
    )


def _add_certify(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(commands, "certify", "check a model and sign the evidence", "", CERTIFY)
    command.add_argument("model", metavar="MODEL", help="the id of the model")
    command.add_argument("--key", required=True, metavar="NAME", help="the key that signs")
    _add_store(command)
    _add_load(command)
    budget = command.add_mutually_exclusive_group()
    budget.add_argument(
        "--cases", type=count, metavar="N", help="random cases for each law (10k)"
    )
    budget.add_argument("--time", type=seconds, metavar="T", help="time for each law instead")
    command.add_argument("--seed", type=seed, default=0, metavar="S", help="the root seed (0)")
    command.add_argument(
        "--deadline", type=seconds, default=20.0, metavar="T", help="longest time of a law (20s)"
    )
    command.add_argument(
        "--valid", type=seconds, metavar="T", help="how long it is valid (for ever)"
    )
    _add_artifact(command)
    _add_out(command)
    command.set_defaults(action=certify.run_certify)


def _add_verify(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(commands, "verify-certificate", "verify a certificate", "", VERIFY)
    command.add_argument("file", type=Path, metavar="FILE", help="the certificate")
    command.add_argument(
        "--trusted",
        action="append",
        required=True,
        metavar="KEY",
        help="a public key that is trusted, or a file that holds one; may be repeated",
    )
    command.add_argument("--proved", action="store_true", help="ask for proofs of every law")
    command.add_argument(
        "--effective", type=count, default=0, metavar="N", help="least cases that counted"
    )
    _add_artifact(command)
    _add_load(command)
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(action=certify.run_verify)
