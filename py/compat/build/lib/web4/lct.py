"""Linked context tokens: who somebody is."""

from lawful.trust import DidDocument, HardwareBinding, Lct, Lifecycle, StatusChange, StatusLedger

__all__ = ["DidDocument", "HardwareBinding", "Lct", "Lifecycle", "StatusChange", "StatusLedger"]
