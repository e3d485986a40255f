"""Trust tensors, entities and stores, under the names of the planned `web4_trust_core`.

`USE_RUST_BACKEND=false` in the environment makes the import fail with `ImportError`: a bridge that
falls back to Python then does so.
"""

import os as _os

_NO = ("false", "0", "no", "off")
_asked = _os.environ.get("USE_RUST_BACKEND", "true")
if _asked.strip().lower() in _NO:
    raise ImportError(f"USE_RUST_BACKEND is `{_asked}`; unset it, or set it to `true`, to import web4_trust_core")

from lawful.trust import EntityTrust as PyEntityTrust  # noqa: E402
from lawful.trust import T3Tensor as PyT3Tensor  # noqa: E402
from lawful.trust import TrustStore as PyTrustStore  # noqa: E402
from lawful.trust import V3Tensor as PyV3Tensor  # noqa: E402

__all__ = ["PyEntityTrust", "PyT3Tensor", "PyTrustStore", "PyV3Tensor"]
