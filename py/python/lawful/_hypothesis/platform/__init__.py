"""Strategies for the classes of `lawful.platform`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis.strategies import SearchStrategy

from lawful import platform as public
from lawful._hypothesis.platform import attestations, certificates, keys

STRATEGIES: dict[type, Callable[[], SearchStrategy[Any]]] = {
    public.Attestation: attestations.attestations,
    public.Attested: attestations.attested,
    public.Certificate: certificates.certificates,
    public.Certified: certificates.certified,
    public.CertifiedLaw: certificates.certified_laws,
    public.Challenges: attestations.challenges,
    public.Key: keys.keys,
    public.KeyStore: keys.key_stores,
    public.Policy: attestations.policies,
    public.PublicKey: keys.public_keys,
    public.Signature: keys.signatures,
}
