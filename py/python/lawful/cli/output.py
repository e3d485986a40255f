"""A report in the forms that the user asked for."""

from __future__ import annotations

import argparse
import sys

from lawful._core import Report
from lawful._files import refuse_unwritable, write_whole
from lawful.cli.streams import has_color, say, width


def check_outputs(options: argparse.Namespace) -> None:
    """Refuses files that cannot be written, before the work."""
    for path in (options.junit, options.html):
        if path is not None:
            refuse_unwritable(path)


def put_out(report: Report, options: argparse.Namespace) -> None:
    """Prints the report, and writes the files that were asked for.

    It is printed even if a file cannot be written: the work is not lost.
    """
    if options.json:
        sys.stdout.write(report.to_json_lines())
    else:
        text = report.to_text(
            color=has_color(sys.stdout), width=width(), verbose=options.verbose
        )
        sys.stdout.write(text)
    if options.junit is not None:
        write_whole(options.junit, report.to_junit())
    if options.html is not None:
        write_whole(options.html, report.to_html())
        say(f"wrote {options.html}")


def is_good_so_far(report: Report) -> bool:
    """Returns whether every claim was borne out, as far as the shards that have run can tell."""
    laws = [law for evidence in report.evidence for law in evidence.laws]
    return bool(laws) and not report.interrupted and all(law.is_good_so_far for law in laws)
