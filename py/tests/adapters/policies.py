"""The policies that every adapter meets, here and in processes of their own."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from lawful.adapters import Call, Decision, ToolList


class Healthy:
    def decide(self, call: Call) -> Decision:
        return Decision.allow(call, "healthy")


class HealthyAsync:
    async def decide(self, call: Call) -> Decision:
        await asyncio.sleep(0)
        return Decision.allow(call, "healthy")


class Denying:
    def decide(self, call: Call) -> Decision:
        return Decision.deny(call, "denying", "not today")


class Shadow:
    def decide(self, call: Call) -> Decision:
        return Decision.deny(call, "shadow", "not today", enforced=False)


class Crashing:
    def decide(self, call: Call) -> Decision:
        raise RuntimeError("the policy is broken")


class Exiting:
    def decide(self, call: Call) -> Decision:
        raise SystemExit(0)


class Hanging:
    def decide(self, call: Call) -> Decision:
        time.sleep(20)
        return Decision.allow(call, "too late")


class HangingAsync:
    async def decide(self, call: Call) -> Decision:
        await asyncio.sleep(20)
        return Decision.allow(call, "too late")


class Silent:
    def decide(self, call: Call) -> Any:
        return None


class Slow:
    def decide(self, call: Call) -> Decision:
        time.sleep(0.5 if call.action == "call" else 0)
        return Decision.allow(call, "slow")


class Mutating:
    """Tries to change what was decided on."""

    def decide(self, call: Call) -> Decision:
        call.value()["n"] = 666
        return Decision.allow(call, "mutating")


healthy = Healthy()
healthy_async = HealthyAsync()
denying = Denying()
shadow = Shadow()
crashing = Crashing()
exiting = Exiting()
hanging = Hanging()
hanging_async = HangingAsync()
silent = Silent()
slow = Slow()
mutating = Mutating()
listed = ToolList(allow=["touch"])
missing = None
