"""`lawful list`."""

from __future__ import annotations

import argparse
import json
import sys

from lawful._core import Model
from lawful.cli.loading import load
from lawful.cli.select import select
from lawful.cli.streams import is_terminal, paint, width


def run(options: argparse.Namespace) -> int:
    """Lists models and returns the exit code."""
    models = select(load(options.load), options.filters)
    if options.json:
        print(json.dumps([_data(model) for model in models], indent=2, ensure_ascii=False))
        return 0
    room = max((len(model.id) for model in models), default=0)
    for model in models:
        theories = ", ".join(model.theories)
        line = f"{model.language:6}  {len(model.claims):3} laws  {theories}"
        if model.about:
            line += f": {model.about}"
        left = max(width() - room - 2, 40)
        if is_terminal(sys.stdout) and len(line) > left:
            line = f"{line[: left - 1]}…"
        print(f"{paint(model.id.ljust(room), '1')}  {line}")
    return 0


def _data(model: Model) -> dict[str, object]:
    return {
        "id": model.id,
        "version": model.version,
        "language": model.language,
        "about": model.about,
        "theories": list(model.theories),
        "claims": [
            {"law": claim.law, "statement": claim.statement, "claim": claim.claim}
            for claim in model.claims
        ],
    }
