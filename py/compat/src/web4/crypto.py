"""Keys, signatures and hashes."""

from lawful.platform import Key, KeyStore, PublicKey, Signature, blake3, sha256, verify, verify_batch

__all__ = ["Key", "KeyStore", "PublicKey", "Signature", "blake3", "sha256", "verify", "verify_batch"]
