"""Strategies for the classes of `lawful.laws`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis.strategies import SearchStrategy

from lawful import laws as public
from lawful._hypothesis.laws import (
    comparisons,
    discoveries,
    printed,
    reports,
    samplers,
    theories,
    verdicts,
)

STRATEGIES: dict[type, Callable[[], SearchStrategy[Any]]] = {
    public.Binding: printed.bindings,
    public.Claim: theories.claims,
    public.Comparison: comparisons.comparisons,
    public.Counterexample: verdicts.counterexamples,
    public.Difference: comparisons.differences,
    public.Discoveries: discoveries.discoveries,
    public.Discovery: discoveries.single_discoveries,
    public.Evidence: reports.evidence,
    public.Failure: verdicts.failures,
    public.KillMatrix: reports.matrices,
    public.Law: theories.laws,
    public.LawEvidence: reports.law_evidence,
    public.Model: theories.models,
    public.Mutant: reports.mutants,
    public.NotRun: verdicts.not_run,
    public.Operation: theories.operations,
    public.Outcome: comparisons.outcomes,
    public.Proved: verdicts.proved,
    public.RedundantClaim: discoveries.redundant_claims,
    public.Refuted: verdicts.refuted,
    public.Report: reports.reports,
    public.Sampler: samplers.samplers,
    public.Step: printed.steps,
    public.Summary: reports.summaries,
    public.Tested: verdicts.tested,
    public.Theory: theories.theories,
    public.Timing: printed.timings,
    public.Vacuous: verdicts.vacuous,
    public.Variable: printed.variables,
    public.Verdict: verdicts.verdicts,
}
