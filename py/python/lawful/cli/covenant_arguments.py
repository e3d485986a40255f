"""The arguments of `lawful covenant` and `lawful run`."""

from __future__ import annotations

import argparse
from pathlib import Path

from lawful.cli import covenants, guarded_process
from lawful.cli.command import Commands, add_store, command
from lawful.cli.covenant_files import depth, rate
from lawful.cli.numbers import seconds

ABOUT = """\
A covenant is a contract with an agent: what it may do, how much, how long, with which reviews. It is
a file that is signed at every step: proposed by the agent, granted by an owner, perhaps revoked.
Nothing is allowed that no permission names, and a permission with `!` before it wins.
"""

EXAMPLES = """\
examples:
  lawful keys new owner && lawful keys new agent
  lawful covenant new web.covenant --key agent --grantor owner \\
      --permit 'process:*' --permit '!process:rm' --budget calls=20,milliseconds=60000 --valid 8h
  lawful covenant grant web.covenant --key owner
  lawful covenant check web.covenant process:ls
  lawful run --covenant web.covenant -- ls -l
  lawful covenant revoke web.covenant --key owner --reason 'the work is done'
"""

NEW = """\
permissions:
  fs.read:/srv/app/**                      everything below /srv/app
  mcp:github/create_issue                  one tool
  model:*                                  any model
  pay:*/transfer when /amount <= 500       if an argument of the call is so
  !fs.write:/srv/app/secrets/**            a denial, whatever allows it

amounts: tokens, calls, micro_currency, milliseconds, entropy_bits; none without a budget

Keys are names in the key store, files that hold a public key, or ed25519:...

examples:
  lawful covenant new a.covenant --key agent --grantor owner --permit 'fs.read:/srv/app/**' \\
      --permit 'process:*' --permit 'process:/srv/app/*' --budget calls=9 --depth 1
  lawful covenant new b.covenant --key agent --grantor owner --permit 'deploy:**' \\
      --review deploys 'deploy:**' alice.pub,bob.pub --rate calls=5/60000 --depth 1
"""

GRANT = """\
example:
  lawful covenant grant a.covenant --key owner
"""

REVOKE = """\
Whoever runs something under the covenant, or under what was passed on from it, learns of the
revocation from the file: `lawful run --revoked FILE`.

example:
  lawful covenant revoke a.covenant --key owner --reason 'the key was lost'
"""

DELEGATE = """\
What is passed on is what both the covenant and the arguments allow: never more permissions, budget or
time. What is not given is as much as there is. Write resources as the covenant does: where it says
/srv/app/**, a part is /srv/app/docs/**, but ** is none, and nothing would be allowed.

example:
  lawful covenant delegate a.covenant --key agent --to helper.pub --permit 'fs.read:/srv/app/**' \\
      --permit 'process:*' --budget calls=5 --out helper.covenant
"""

CHECK = """\
The budget is looked at as if nothing were spent yet: a guard, and its ledger, know what was.

examples:
  lawful covenant check a.covenant fs.read:/srv/app/main.py
  lawful covenant check a.covenant pay:bank/transfer --arguments '{"amount": 20}' --cost tokens=5
  lawful covenant check helper.covenant fs.read:/srv/app/main.py --trusted owner.pub

exit codes: 0 allowed, 1 denied, 2 the command makes no sense
"""

EXPLAIN = """\
examples:
  lawful covenant explain a.covenant
  lawful covenant explain a.covenant fs.read:/etc/passwd        and why it is denied

exit codes: 0 explained, 1 the CALL is denied, 2 the command makes no sense
"""

RUN = """\
The action is `process:COMMAND`, with the arguments {"argv": [...]}. A command with a slash is named,
and run, by its absolute path: in /srv/app, `./deploy.sh` is `process:/srv/app/deploy.sh`, which
`process:*` does not allow, but `process:/srv/app/*` does.

If the covenant has a budget of calls, one is spent; if it has one of milliseconds, the command may run
as long as there are some, is ended then, and spends what it took. What happens is recorded in the
ledger, and the next run goes on with what is left.

examples:
  lawful run --covenant a.covenant -- make test
  lawful run --covenant a.covenant --ledger runs --shadow -- ./deploy.sh     decide, do not stop
  lawful run --covenant helper.covenant --trusted owner.pub --revoked old.covenant -- ls

Ctrl-C, SIGTERM and SIGHUP end the command: it is asked first, and killed after two seconds or at a
second Ctrl-C. Unless standard input is a terminal, what the command has started is ended with it.

exit codes: those of the command; 126 it was denied, or the ledger is not available, 127 there is no
such command, 124 its time was over, 128 + N signal N ended it, 2 the arguments make no sense
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Adds `lawful covenant` and `lawful run`."""
    covenant = command(commands, "covenant", "make contracts that stop calls", ABOUT, EXAMPLES)
    actions = covenant.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_new(actions)
    _add_show(actions)
    _add_grant(actions)
    _add_revoke(actions)
    _add_delegate(actions)
    _add_check(actions)
    _add_explain(actions)
    _add_run(commands)


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the covenant")


def _key(parser: argparse.ArgumentParser, help: str) -> None:
    parser.add_argument("--key", required=True, metavar="NAME", help=help)
    add_store(parser)


def _terms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--permit", action="append", default=[], metavar="PERMISSION", help="repeatable"
    )
    parser.add_argument(
        "--budget", action="append", default=[], metavar="NAME=N", help="how much; repeatable"
    )
    parser.add_argument(
        "--rate",
        action="append",
        default=[],
        type=rate,
        metavar="NAME=N/MS",
        help="how fast: N in MS milliseconds; repeatable",
    )
    parser.add_argument(
        "--review",
        action="append",
        default=[],
        nargs=3,
        metavar=("NAME", "PATTERN", "KEYS"),
        help="who must approve each call of a pattern: keys with commas; repeatable",
    )
    parser.add_argument(
        "--depth", type=depth, default=0, metavar="N", help="how often it may be passed on (0)"
    )
    parser.add_argument(
        "--pass-on-only", action="store_true", help="the holder may not use it, only pass it on"
    )


def _add_new(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "new", "propose a covenant", "", NEW)
    _file(parser)
    parser.add_argument("--grantor", required=True, metavar="KEY", help="who can grant it")
    parser.add_argument("--holder", metavar="KEY", help="who may act under it (whoever proposes)")
    parser.add_argument(
        "--revoker", action="append", default=[], metavar="KEY", help="who may revoke it, too"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")
    parser.add_argument(
        "--valid", type=seconds, default=3600.0, metavar="T", help="how long it holds (1h)"
    )
    _terms(parser)
    _key(parser, "the key that proposes")
    parser.set_defaults(action=covenants.run_new)


def _add_show(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "show", "show what a covenant says", "", "")
    _file(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(action=covenants.run_show)


def _out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE", help="write another file")


def _add_grant(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "grant", "grant a covenant", "", GRANT)
    _file(parser)
    _out(parser)
    _key(parser, "the key of the grantor")
    parser.set_defaults(action=covenants.run_grant)


def _add_revoke(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "revoke", "revoke a covenant", "", REVOKE)
    _file(parser)
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")
    _out(parser)
    _key(parser, "the key of the grantor or a revoker")
    parser.set_defaults(action=covenants.run_revoke)


def _add_delegate(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "delegate", "pass a part of a covenant on", "", DELEGATE)
    _file(parser)
    parser.add_argument("--to", required=True, metavar="KEY", help="who is to hold it")
    parser.add_argument("--valid", type=seconds, metavar="T", help="how long (as long as there is)")
    _terms(parser)
    _out(parser)
    _key(parser, "the key of the holder")
    parser.set_defaults(action=covenants.run_delegate)


def _believing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--trusted", action="append", default=[], metavar="KEY", help="who may grant; repeatable"
    )
    parser.add_argument(
        "--revoked",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a covenant that was revoked or amended; repeatable",
    )


def _call(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--arguments", metavar="JSON", help="the arguments of the call")
    parser.add_argument(
        "--cost", action="append", default=[], metavar="NAME=N", help="what it costs; repeatable"
    )
    parser.add_argument("--model", metavar="ID", help="the model that runs it")
    _believing(parser)


def _add_check(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "check", "tell whether a call is allowed", "", CHECK)
    _file(parser)
    parser.add_argument("action_text", metavar="CALL", help="such as fs.read:/srv/notes")
    _call(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(action=covenants.run_check)


def _add_explain(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = command(actions, "explain", "tell what a covenant means", "", EXPLAIN)
    _file(parser)
    parser.add_argument("action_text", nargs="?", metavar="CALL", help="and what decides about it")
    _call(parser)
    parser.set_defaults(action=covenants.run_explain)


def _add_run(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = command(commands, "run", "run a command under a covenant", "", RUN)
    parser.usage = "lawful run --covenant FILE [OPTIONS] -- COMMAND ..."
    parser.add_argument(
        "--covenant", type=Path, required=True, metavar="FILE", help="the covenant"
    )
    parser.add_argument(
        "--ledger",
        type=Path,
        default=Path(".lawful/runs"),
        metavar="DIR",
        help="where runs are recorded (.lawful/runs)",
    )
    parser.add_argument(
        "--shadow", action="store_true", help="decide and record, but do not stop anything"
    )
    _believing(parser)
    parser.add_argument(
        "command",
        nargs=argparse.REMAINDER,
        metavar="-- COMMAND",
        help="the command and its arguments",
    )
    parser.set_defaults(action=guarded_process.run)
