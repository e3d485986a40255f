# governance/trust_backend.py
"""
Bridge module for Rust trust backend migration.
Falls back to pure Python if Rust module unavailable.
"""

try:
    # Try Rust backend first
    from web4_trust_core import (
        PyT3Tensor as T3Tensor,
        PyV3Tensor as V3Tensor,
        PyEntityTrust as EntityTrust,
        PyTrustStore as TrustStore
    )
    RUST_BACKEND = True
except ImportError:
    # Fall back to Python implementation
    from .entity_trust import T3Tensor, V3Tensor, EntityTrust
    from .trust_store import TrustStore
    RUST_BACKEND = False

def get_backend_info():
    return {
        "backend": "rust" if RUST_BACKEND else "python",
        "version": "0.1.0"
    }
