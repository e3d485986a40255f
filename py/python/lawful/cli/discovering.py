"""`lawful discover`."""

from __future__ import annotations

import argparse
import json

from lawful._core import Discoveries, discover
from lawful._find import find_model
from lawful.cli.loading import load
from lawful.cli.streams import aside


def run(options: argparse.Namespace) -> int:
    """Prints what holds and is not claimed, and returns the exit code."""
    load(options.load)
    model = find_model(options.model)
    with aside():
        found = discover(model, size=options.size, cases=options.cases, seed=options.seed)
    if options.json:
        print(json.dumps(_data(found), indent=2, ensure_ascii=False))
    else:
        print(found, end="")
    return 1 if found.broken else 0


def _data(found: Discoveries) -> dict[str, object]:
    return {
        "model": found.model,
        "terms": found.terms,
        "given": found.given,
        "new": [
            {
                "name": law.name,
                "equation": law.equation,
                "verdict": law.verdict,
                "cases": law.cases,
                "advice": law.advice,
            }
            for law in found.new
        ],
        "redundant": [
            {"law": claim.law, "derivation": claim.derivation} for claim in found.redundant
        ],
        "broken": found.broken,
    }
