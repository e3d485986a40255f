"""What tests of trust have in common."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from typing import Any

from lawful.trust import EntityTrust

NOW = datetime(2026, 1, 24, 12, tzinfo=timezone.utc)
NOT_FINITE = [math.nan, math.inf, -math.inf]
T3 = ("talent", "training", "temperament")
V3 = ("valuation", "veracity", "validity")


def entity(**more: Any) -> EntityTrust:
    """Returns an entity to which something has happened."""
    one = EntityTrust("mcp:files", now=NOW, **more)
    one.update_from_outcome(True, 0.4, now=NOW)
    one.update_from_outcome(False, 0.1, now=NOW)
    one.receive_witness("role:auditor", True, 0.5)
    one.give_witness("mcp:other", True, 0.2)
    return one


def state(one: EntityTrust) -> bytes:
    return bytes(one)
