"""Trust tensors: talent, training, temperament."""

from lawful.trust import EntityTrust, T3Tensor, TrustColumns, TrustLevel, TrustStore, transitive_trust

__all__ = ["EntityTrust", "T3Tensor", "TrustColumns", "TrustLevel", "TrustStore", "transitive_trust"]
