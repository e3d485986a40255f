"""Coherence: continuity x stability x phi x reachability."""

from lawful.trust import Coherence, continuity, phi, reachability, stability

__all__ = ["Coherence", "continuity", "phi", "reachability", "stability"]
