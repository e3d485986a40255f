"""A plugin that moves from Python to Rust: everything else imports its trust from the bridge."""

from .trust_backend import RUST_BACKEND, EntityTrust, T3Tensor, TrustStore, V3Tensor, get_backend_info

__all__ = ["RUST_BACKEND", "EntityTrust", "T3Tensor", "TrustStore", "V3Tensor", "get_backend_info"]
