"""`lawful merge`."""

from __future__ import annotations

import argparse

from lawful._files import read_report
from lawful.cli.output import check_outputs, put_out


def run(options: argparse.Namespace) -> int:
    """Merges reports, prints the result, and returns the exit code."""
    check_outputs(options)
    first, *others = [read_report(path) for path in options.files]
    # Timings differ from run to run; without them any split gives the same bytes.
    report = first.merge(*others).canonical()
    put_out(report, options)
    return 0 if report.is_good else 1
