"""`lawful check`."""

from __future__ import annotations

import argparse

from lawful import _core
from lawful._check import check_and_learn, measure_adequacy
from lawful._core import Model, Report
from lawful.cli.loading import load
from lawful.cli.output import check_outputs, is_good_so_far, put_out
from lawful.cli.progress import Progress
from lawful.cli.select import select
from lawful.cli.streams import aside, complain, say

INTERRUPTED = 130
UNKEPT = 2


def run(options: argparse.Namespace) -> int:
    """Checks, prints the report, and returns the exit code."""
    check_outputs(options)
    models = load(options.load)
    if options.manifest is not None:
        _core.require(options.manifest.read_text(encoding="utf-8"))
    chosen = select(models, options.filters)
    regressions = None if options.no_regressions else options.regressions
    with aside(), Progress() as progress:
        report, learnt, unkept = check_and_learn(
            chosen,
            cases=options.cases,
            time=options.time,
            seed=options.seed,
            shard=options.shard,
            threads=options.threads,
            deadline=options.deadline,
            regressions=regressions,
            progress=progress,
        )
    if options.adequacy and not report.interrupted:
        report = report.with_adequacy(_matrices(chosen, options.seed))
    put_out(report, options)
    if learnt:
        say(f"kept {learnt} refuting {'values' if learnt > 1 else 'value'} in {regressions}")
    if unkept:
        complain(f"the refuting values were not kept: {unkept}")
        return UNKEPT
    if report.interrupted:
        say("interrupted: the report is partial")
        return INTERRUPTED
    return _code(report, options.shard)


def _code(report: Report, shard: str) -> int:
    if report.is_good:
        return 0
    partial = any(law.missing_shards for model in report.evidence for law in model.laws)
    if partial and is_good_so_far(report):
        # One shard alone cannot know more than that its own cases hold.
        say(f"shard {shard} holds; `lawful merge` the reports of all shards for the verdicts")
        return 0
    return 1


def _matrices(models: list[Model], seed: int) -> list[_core.KillMatrix]:
    matrices = []
    with aside(), Progress() as progress:
        for done, model in enumerate(models):
            progress.draw(f"faults of {model.id}", done, len(models))
            matrices.append(measure_adequacy(model, seed=seed))
    return matrices
