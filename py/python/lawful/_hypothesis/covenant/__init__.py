"""Strategies for the classes of `lawful.covenant`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis.strategies import SearchStrategy

from lawful import covenant as public
from lawful._hypothesis.covenant import calls, covenants, gates, guards, reviews

STRATEGIES: dict[type, Callable[[], SearchStrategy[Any]]] = {
    public.Approval: reviews.approvals,
    public.Budget: calls.budgets,
    public.Call: calls.calls,
    public.CallReceipt: guards.call_receipts,
    public.Chain: covenants.chains,
    public.Covenant: covenants.covenants,
    public.CovenantGate: gates.gates,
    public.Decision: gates.decisions,
    public.Guard: guards.guards,
    public.Guarded: guards.guarded_functions,
    public.ReviewGate: reviews.review_gates,
    public.ReviewRequest: reviews.review_requests,
    public.RunAnswer: guards.run_answers,
    public.Running: guards.runnings,
    public.Standing: gates.standings,
}
