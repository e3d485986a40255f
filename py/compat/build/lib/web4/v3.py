"""Value tensors, and claims that can be traced to who made them."""

from lawful.trust import Claims, SignedClaim, V3Tensor

__all__ = ["Claims", "SignedClaim", "V3Tensor"]
