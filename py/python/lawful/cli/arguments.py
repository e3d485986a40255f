"""The arguments of the command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lawful import __version__
from lawful.cli import adequacy, checking, explaining, listing, merging, replaying
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
  lawful check std.i64 --time 200ms     models whose id contains `std.i64`, 200 ms for each law
  lawful check associative              one law of every model that claims it
  lawful check --html report.html       a page for the browser
  lawful check --load my_models.py      models of a file that is not installed
  lawful explain group                  what a theory asks for
  lawful replay 'demo.max/semigroup.associative@random:17#0'

exit codes: 0 every claim was borne out, 1 some were not, 2 the command makes no sense or a file
is damaged, 130 interrupted
"""

FILTERS = """\
A filter is an id, a part of one, or a pattern with `*`. It is looked for in the ids of models,
then of theories, then of laws; `MODEL/LAW` asks for both. Several filters are joined.
"""

CHECK = """\
examples:
  lawful check                                  every model, 10 000 random cases for each law
  lawful check python. --cases 100k --seed 7    models whose id contains `python.`
  lawful check 'std.*' --html report.html       a page with every verdict and counterexample
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
  lawful replay 'demo.max/semigroup.associative@random:17#0'
"""

ADEQUACY = """\
Every model is changed in small ways (arguments swapped, an argument ignored, a fault at one
value), and every law it claims is tried on every change. A change that no law notices survives:
the laws leave that open. A law that notices nothing that others miss is named too.

example:
  lawful adequacy std.i64.add
"""

EXPLAIN = """\
example:
  lawful explain semigroup.associative
  lawful explain lattice
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Reads the arguments; `action` of the result is what to do."""
    parser = _parser("lawful", ABOUT, EXAMPLES)
    parser.add_argument("--version", action="version", version=f"lawful {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_list(commands)
    _add_check(commands)
    _add_merge(commands)
    _add_replay(commands)
    _add_adequacy(commands)
    _add_explain(commands)
    return parser.parse_args(list(arguments))


Commands = argparse._SubParsersAction  # the type has no public name


def _parser(name: str, about: str, more: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=name,
        description=about,
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _command(
    commands: Commands[argparse.ArgumentParser], name: str, help: str, about: str, more: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=help,
        description=f"{help[0].upper()}{help[1:]}.\n\n{about}".strip(),
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


def _add_explain(commands: Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands, "explain", "tell all about a law or a theory", "", EXPLAIN
    )
    command.add_argument("name", metavar="LAW", help="the id or the name of a law or a theory")
    _add_load(command)
    command.set_defaults(action=explaining.run)
