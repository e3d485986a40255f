"""The arguments of `lawful trace`."""

from __future__ import annotations

import argparse
from pathlib import Path

from lawful.cli import cosigning, tracing
from lawful.cli.command import Commands, add_out, add_store, command
from lawful.cli.numbers import count

ABOUT = """\
A ledger is a folder. What is appended stays as it is; a link points to an earlier node; an id
belongs to one node. One process writes at a time, many read.

What a crash left torn at the end is cut by the next writer, and every command says so. After a power
failure whole nodes may lie behind a torn one; damage looks the same, so that is refused, and
--unsynced cut gives them up. What was synced is never cut.
"""

APPEND = """\
examples:
  lawful trace append my-ledger --id a --origin brain --kind plan --stimulus "what now?"
  lawful trace append my-ledger --id b --origin hand --causes a --payload-file photo.jpg
  lawful trace append my-ledger --lines nodes.jsonl       as `lawful trace export` writes them

Lines come back as the same nodes, with the payloads that they have. What says the same twice is
compared: time, content_id, and index, which must grow from line to line. Payloads that can be erased
come with their salts, and stay in the file when they are erased from the ledger.

The ledger is made if there is none. Nodes are on the disk when the command ends.
"""

SHOW = """\
examples:
  lawful trace show my-ledger            what it has, and whether a crash cut anything
  lawful trace show my-ledger b          one node, by its id or its index
"""

QUERY = """\
examples:
  lawful trace query my-ledger --origin hand --tag risky --newest --limit 10
  lawful trace query my-ledger --since 2026-01-01T00:00:00Z --json
  lawful trace query my-ledger --ancestors b
  lawful trace query my-ledger --path a b
  lawful trace query my-ledger --kind act --count

What --causes and the like find is filtered too: `--ancestors b --origin hand`.

Times are nanoseconds since 1970, or written like 2026-01-24T12:00:00Z.
"""

PROVE = """\
The head is signed with a key of a key store, and the proof goes to a file that somebody can verify
who has not the ledger (C2SP tlog-proof).

example:
  lawful trace prove my-ledger b --key log --log example.com/log --out b.proof
"""

VERIFY = """\
examples:
  lawful trace verify my-ledger                                   reads and hashes everything again
  lawful trace verify my-ledger --pinned head.note --log example.com/log --trusted ed25519:d75a...
  lawful trace verify --proof b.proof --log example.com/log --trusted ed25519:d75a...

--trusted is a public key as `lawful keys show KEY` prints it, or a verifier key NAME+ID+KEY (C2SP
signed-note); --witness is a verifier key. `lawful keys show KEY --log NAME` and `--witness NAME`
print them. Both may be files that hold a key.

exit codes: 0 verified, 1 refused, 2 the command makes no sense or there is no ledger. A torn end that
a crash has left is told and is no reason to refuse, unless the mark of the last sync is missing too.
"""

COSIGN = """\
A witness says by this that of this ledger it has seen nothing inconsistent. The head must be signed
by the log, and LEDGER must continue it; with --seen, it continues the head cosigned before, too.

example:
  lawful trace cosign my-ledger head.note --seen last.note --log example.com/log --trusted log.pub \\
      --key witness --name example.com/witness --out cosigned.note
  lawful keys show witness --witness example.com/witness      the key for `verify --witness`

exit codes: 0 cosigned, 1 refused, 2 the command makes no sense or there is no ledger
"""

EXPORT = """\
formats:
  jsonl     everything, one line for each node; `lawful trace append --lines` reads it back
  otlp      spans for any OpenTelemetry collector, in JSON
  mermaid   a chart for documents
  html      one page with filters, for a browser
  head      the signed head (C2SP checkpoint); needs --key and --log
  tiles     a folder that log clients read (C2SP tlog-tiles); needs --key, --log and --out

examples:
  lawful trace export my-ledger --format html --out graph.html
  lawful trace export my-ledger --format head --key log --log example.com/log --out head.note
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Adds `lawful trace`."""
    trace = command(commands, "trace", "keep a ledger of what happened", ABOUT, "")
    actions = trace.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_append(actions)
    _add_show(actions)
    _add_query(actions)
    _add_prove(actions)
    _add_verify(actions)
    _add_cosign(actions)
    _add_export(actions)


def _ledger(parser: argparse.ArgumentParser, nargs: str | None = None) -> None:
    parser.add_argument(
        "ledger", nargs=nargs, type=Path, metavar="LEDGER", help="the folder of the ledger"
    )
    parser.add_argument(
        "--unsynced",
        choices=["refuse", "cut"],
        help="what to do with whole nodes behind a torn one that were never synced (refuse)",
    )


def _add_append(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "append", "append nodes", "", APPEND)
    _ledger(parser)
    parser.add_argument("--lines", type=Path, metavar="FILE", help="JSON lines; `-` is standard input")
    parser.add_argument("--id", metavar="ID", help="the id of the node")
    parser.add_argument("--origin", metavar="NAME", help="who made it")
    parser.add_argument("--timestamp", type=tracing.moment, metavar="TIME", help="when (now)")
    parser.add_argument("--kind", metavar="KIND", help="the kind of event")
    parser.add_argument("--stimulus", metavar="TEXT", help="what set it off")
    parser.add_argument("--response", metavar="TEXT", help="what came of it")
    parser.add_argument("--walk", metavar="ID", help="the walk that it belongs to")
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="repeatable")
    for relation in tracing.RELATIONS:
        parser.add_argument(
            f"--{relation}",
            action="append",
            default=[],
            metavar="ID",
            help="an earlier node; repeatable",
        )
    parser.add_argument("--payload-file", type=Path, metavar="FILE", help="bytes to keep")
    parser.add_argument(
        "--erasable", action="store_true", help="keep the payload beside the node, to be erased"
    )
    parser.add_argument("--tree-hash", metavar="NAME", help="of a new ledger (blake3)")
    parser.add_argument(
        "--time-rule", choices=["monotone", "causal"], help="of a new ledger (monotone)"
    )
    parser.add_argument("--json", action="store_true", help="print the receipt as JSON")
    parser.set_defaults(action=tracing.run_append)


def _add_show(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "show", "show a ledger or a node", "", SHOW)
    _ledger(parser)
    parser.add_argument("node", nargs="?", metavar="NODE", help="an id or an index")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(action=tracing.run_show)


def _add_query(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "query", "find nodes, causes and effects", "", QUERY)
    _ledger(parser)
    parser.add_argument("--id", metavar="ID")
    parser.add_argument("--origin", metavar="NAME")
    parser.add_argument("--kind", metavar="KIND")
    parser.add_argument("--tag", action="append", metavar="TAG", help="repeatable: all of them")
    parser.add_argument("--walk", metavar="ID")
    parser.add_argument("--since", type=tracing.moment, metavar="TIME", help="not earlier")
    parser.add_argument("--until", type=tracing.moment, metavar="TIME", help="earlier")
    parser.add_argument("--newest", action="store_true", help="the newest first")
    parser.add_argument("--limit", type=tracing.limit, metavar="N", help="at most so many")
    follow = parser.add_mutually_exclusive_group()
    for name, what in (
        ("causes", "what the node links to"),
        ("effects", "what links to the node"),
        ("ancestors", "everything that it depends on"),
        ("descendants", "everything that depends on it"),
        ("critical-path", "the causes that it had to wait for"),
    ):
        follow.add_argument(f"--{name}", metavar="NODE", help=what)
    follow.add_argument("--path", nargs=2, metavar="NODE", help="a shortest path of links")
    parser.add_argument(
        "--relation", action="append", choices=tracing.RELATIONS, help="links that count (all)"
    )
    parser.add_argument("--count", action="store_true", help="print only how many")
    parser.add_argument("--json", action="store_true", help="print JSON lines")
    parser.set_defaults(action=tracing.run_query)


def _add_signing(parser: argparse.ArgumentParser, required: bool) -> None:
    parser.add_argument("--key", required=required, metavar="NAME", help="the key that signs")
    parser.add_argument(
        "--log", required=required, metavar="NAME", help="the ledger's name, example.com/log"
    )
    add_store(parser)


def _add_prove(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "prove", "prove to somebody that a node is in it", "", PROVE)
    _ledger(parser)
    parser.add_argument("node", metavar="NODE", help="an id or an index")
    _add_signing(parser, True)
    add_out(parser)
    parser.set_defaults(action=tracing.run_prove)


def _add_verify(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "verify", "verify a ledger or a proof", "", VERIFY)
    _ledger(parser, "?")
    parser.add_argument("--proof", type=Path, metavar="FILE", help="a proof file")
    parser.add_argument("--pinned", type=Path, metavar="FILE", help="a signed head kept elsewhere")
    parser.add_argument("--log", metavar="NAME", help="whose head it must be")
    parser.add_argument("--trusted", metavar="KEY", help="the public key of the log, or its file")
    parser.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="a witness that must cosign, or its file"
    )
    parser.add_argument("--quorum", type=count, metavar="N", help="how many must (all)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(action=tracing.run_verify)


def _add_cosign(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "cosign", "sign a head as a witness", "", COSIGN)
    _ledger(parser)
    parser.add_argument("head", type=Path, metavar="HEAD", help="the signed head")
    parser.add_argument("--seen", type=Path, metavar="FILE", help="the head cosigned before")
    parser.add_argument("--trusted", required=True, metavar="KEY", help="the key of the log, or its file")
    parser.add_argument("--name", required=True, metavar="NAME", help="the name of the witness")
    _add_signing(parser, True)
    add_out(parser)
    parser.set_defaults(action=cosigning.run_cosign)


def _add_export(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "export", "write nodes for other programs", "", EXPORT)
    _ledger(parser)
    parser.add_argument(
        "--format", choices=[*tracing.FORMATS, "head", "tiles"], default="jsonl", help="(jsonl)"
    )
    parser.add_argument("--name", help="service of spans, title of the page (lawful)")
    _add_signing(parser, False)
    add_out(parser)
    parser.set_defaults(action=tracing.run_export)
