"""`lawful replay`."""

from __future__ import annotations

import argparse
import sys

from lawful._check import replay
from lawful.cli.loading import load
from lawful.cli.streams import aside, has_color, width


def run(options: argparse.Namespace) -> int:
    """Runs one case again, tells about it, and returns the exit code."""
    load(options.load)
    with aside():
        law = replay(options.token, regressions=options.regressions)
    model = options.token.partition("/")[0]
    text = law.to_text(model, color=has_color(sys.stdout), width=width(), verbose=True)
    sys.stdout.write(text)
    if law.verdict.name == "refuted":
        return 0 if law.is_good else 1
    print(f"the case does not refute `{law.law}`")
    return 0 if law.claim == "holds" and law.verdict.name != "not run" else 1
