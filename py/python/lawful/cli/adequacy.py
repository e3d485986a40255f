"""`lawful adequacy`."""

from __future__ import annotations

import argparse
import json

from lawful._check import measure_adequacy
from lawful._core import KillMatrix
from lawful.cli.loading import load
from lawful.cli.progress import Progress
from lawful.cli.select import select
from lawful.cli.streams import aside, paint


def run(options: argparse.Namespace) -> int:
    """Prints the kill matrix of each model and returns the exit code."""
    models = select(load(options.load), options.filters)
    matrices = []
    with aside(), Progress() as progress:
        for done, model in enumerate(models):
            progress.draw(model.id, done, len(models))
            matrices.append(measure_adequacy(model, seed=options.seed, cases=options.cases))
    if options.json:
        print(json.dumps([_data(matrix) for matrix in matrices], indent=2, ensure_ascii=False))
        return 0
    for matrix in matrices:
        _print(matrix)
    return 0


def _data(matrix: KillMatrix) -> dict[str, object]:
    return {
        "model": matrix.model,
        "laws": list(matrix.laws),
        "mutants": [
            {
                "mutant": mutant.name,
                "killed_by": [law for law, killed in zip(matrix.laws, mutant.killed_by) if killed],
                "same_behavior": mutant.same_behavior,
                "survived": mutant.survived,
            }
            for mutant in matrix.mutants
        ],
        "redundant_laws": list(matrix.redundant_laws),
    }


def _print(matrix: KillMatrix) -> None:
    faults = [mutant for mutant in matrix.mutants if not mutant.same_behavior]
    noticed = len(faults) - len(matrix.survivors)
    print(f"{paint(matrix.model, '1')}: {noticed} of {len(faults)} faults noticed")
    if not matrix.laws:
        print("  claims no law over single operations\n")
        return
    for number, law in enumerate(matrix.laws, 1):
        print(f"  {number:2}  {law}")
    print()
    room = max((len(mutant.name) for mutant in matrix.mutants), default=0)
    heads = " ".join(f"{number:2}" for number in range(1, len(matrix.laws) + 1))
    print(f"  {'':{room}}  {heads}")
    for mutant in matrix.mutants:
        cells = " ".join(" x" if killed else " ·" for killed in mutant.killed_by)
        print(f"  {mutant.name:{room}}  {cells}{_remark(mutant.survived, mutant.same_behavior)}")
    if matrix.redundant_laws and len(matrix.laws) > 1:
        print(f"  notices nothing that others miss: {', '.join(matrix.redundant_laws)}")
    print()


def _remark(survived: bool, same: bool) -> str:
    if survived:
        return f"  {paint('survived', '33')}"
    return "  behaves like the model" if same else ""
