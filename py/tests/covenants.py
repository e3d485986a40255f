"""What tests of covenants, gates and guards have in common."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from lawful.covenant import Covenant, CovenantGate
from lawful.platform import KeyStore
from lawful.trace import TraceLedger

STORE = KeyStore.memory()
OWNER, AGENT, HELPER, BOSS, LOG = (
    STORE.new_key(name) for name in ("owner", "agent", "helper", "boss", "log")
)
START = datetime(2026, 1, 1, tzinfo=timezone.utc)
ORIGIN = "example.com/runs"
BELIEVED: dict[str, Any] = {
    "origin": ORIGIN,
    "log": LOG.public_key,
    "grantors": [OWNER],
}


def proposed(*permissions: str, **more: Any) -> Covenant:
    settings = {"by": AGENT, "grantor": OWNER, "permissions": permissions, **more}
    return Covenant.propose(**settings)


def granted(*permissions: str, **more: Any) -> Covenant:
    now = {"now": more["now"]} if "now" in more else {}
    return proposed(*permissions, **more).grant(OWNER, **now)


def gate(*permissions: str, **more: Any) -> CovenantGate:
    return CovenantGate(granted(*permissions, **more))


def recorded(ledger: TraceLedger) -> list[str]:
    return [str(node.kind) for node in ledger]
