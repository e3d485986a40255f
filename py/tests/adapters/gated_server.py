"""The server of `tool_server.py` with the middleware in it. Run as a process."""

from __future__ import annotations

import sys
from pathlib import Path

import policies
from lawful.adapters import Gate, LedgerRecorder
from lawful.adapters.mcp_server import McpGate
from tool_server import build

if __name__ == "__main__":
    runs, policy, timeout, ledger = sys.argv[1:]
    recorder = LedgerRecorder(ledger) if ledger else None
    gate = Gate(getattr(policies, policy), timeout=float(timeout), recorder=recorder)
    build(Path(runs), middleware=[McpGate(gate)]).run("stdio")
