"""An append-only ledger that proves what happened.

    from lawful.trace import TraceLedger, TraceNode

    ledger = TraceLedger()
    ledger.append(TraceNode(id="abc", origin="brain", timestamp=1234567890))
"""

from lawful._core import Link, TraceNode

__all__ = ["Link", "TraceNode"]
