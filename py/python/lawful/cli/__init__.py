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

    flushed = _flush()
    if not end_abandoned():
        # A thread that swallows every exception would hold up the end of the process for ever.
        os._exit(code)
    sys.exit(code if flushed else BROKEN_PIPE)


def main(arguments: Sequence[str]) -> int:
    """Runs the command and returns its exit code.

    0: every claim was borne out. 1: some were not. 2: the command makes no sense, or a file or a
    plugin is damaged. 130: interrupted.
    """
    from lawful.cli.arguments import parse
    from lawful.cli.streams import complain, prepare
    from lawful.errors import LawfulError

    prepare()
    try:
        options = parse(arguments)
        return int(options.action(options))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _silence()
        return BROKEN_PIPE
    except (LawfulError, OSError) as error:
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


def _flush() -> bool:
    """Writes out what is left; returns whether somebody still reads."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
        return False
    return True


def _silence() -> None:
    """Lets the interpreter end without a complaint that nobody reads its output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
