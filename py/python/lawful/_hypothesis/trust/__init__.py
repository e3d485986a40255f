"""Strategies for the classes of `lawful.trust`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis.strategies import SearchStrategy

from lawful import trust as public
from lawful._hypothesis.trust import (
    claims,
    entities,
    identity,
    stores,
    tensors,
    testimony,
    trajectories,
)

STRATEGIES: dict[type, Callable[[], SearchStrategy[Any]]] = {
    public.Claims: claims.claims,
    public.Coherence: tensors.coherences,
    public.DidDocument: identity.did_documents,
    public.EntityTrust: entities.entities,
    public.HardwareBinding: identity.hardware_bindings,
    public.Lct: identity.lcts,
    public.Lifecycle: identity.lifecycles,
    public.ManualClock: stores.clocks,
    public.SignedClaim: claims.signed_claims,
    public.SignedWitnessEvent: testimony.witness_events,
    public.StatusChange: identity.status_changes,
    public.StatusLedger: identity.status_ledgers,
    public.T3Tensor: tensors.t3_tensors,
    public.Trajectory: trajectories.trajectories,
    public.TrajectoryPoint: trajectories.trajectory_points,
    public.TrustColumns: tensors.trust_columns,
    public.TrustLevel: tensors.trust_levels,
    public.TrustModel: entities.trust_models,
    public.TrustStore: stores.trust_stores,
    public.V3Tensor: tensors.v3_tensors,
}
