"""Operad laws, nodes and the ledger, under the name of the planned kernel of kgents.

    from kgents_core import TraceNode, TraceLedger, verify_operad_laws
"""

from lawful import verify_operad_laws
from lawful.trace import TraceLedger, TraceNode

__all__ = ["TraceLedger", "TraceNode", "verify_operad_laws"]
