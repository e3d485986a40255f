"""The command `lawful`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

USAGE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141


def run() -> None:
    """Runs the command with the arguments of the process, and ends the process."""
    if sys.argv[1:2] == ["hook"]:
        _run_hook()
    code = main(sys.argv[1:])
    from lawful._threads import end_abandoned

    if not end_abandoned():
        # A thread that swallows every exception would hold up the end of the process for ever.
        os._exit(code)
    sys.exit(code)


def main(arguments: Sequence[str]) -> int:
    """Runs the command and returns its exit code.

    0: every claim was borne out. 1: some were not. 2: the command makes no sense, a file or a plugin
    is damaged, or the output cannot be written. 130: interrupted. 141: nobody reads the output.
    """
    from lawful.cli.streams import complain, prepare, write_out

    prepare()
    code = _done(arguments)
    try:
        why = write_out()
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    if why is None:
        return code
    if isinstance(why, BrokenPipeError):
        return BROKEN_PIPE
    if code != USAGE:
        complain(f"cannot write to standard output: {why.strerror}")
    return USAGE


def _done(arguments: Sequence[str]) -> int:
    """Runs the command, and tells what goes wrong; returns the exit code."""
    from lawful.cli.arguments import parse
    from lawful.cli.streams import complain, drop
    from lawful.errors import LawfulError

    try:
        options = parse(arguments)
        return int(options.action(options))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except KeyboardInterrupt:
        # If nobody reads, what is left to write would hold up the end.
        drop(sys.stdout)
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        drop(sys.stdout)
        return BROKEN_PIPE
    except OSError as error:
        complain(_told(error))
        return USAGE
    except LawfulError as error:
        complain(str(error))
        return USAGE
    except UnicodeError as error:
        # Bytes on the command line that are no text become surrogates.
        given = getattr(error, "object", str(error))[:80]
        complain(f"{ascii(given)} is not text in UTF-8")
        return USAGE
    except OverflowError as error:
        complain(f"a number is too large: {error}")
        return USAGE
    except RecursionError:
        complain("what was given is nested too deep")
        return USAGE


def _run_hook() -> NoReturn:
    # Of a hook, every exit code but 2 lets the tool run: also that of an import that failed.
    try:
        from lawful.cli.hooks import end_closed

        end_closed(sys.argv[1:])
    except BaseException as error:
        print(f"error: {type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(USAGE)


def _told(error: OSError) -> str:
    if error.strerror is None:
        return str(error)
    if error.filename is None:
        # A stream, or a file that was open already, does not say its name.
        return f"cannot read or write: {error.strerror}"
    return f"cannot use `{error.filename}`: {error.strerror}"
