"""`lawful trace cosign`: the word of a witness."""

from __future__ import annotations

import argparse
from time import time

from lawful._core import Checkpoint
from lawful.cli.recovered import open_ledger
from lawful.cli.signed import checkpoint_of, put, signing_key, trust_of
from lawful.cli.streams import complain
from lawful.errors import Conflict, DamagedFile, NotFound, ProofRejected


def run_cosign(options: argparse.Namespace) -> int:
    """Cosigns a head that the ledger continues, and returns the exit code."""
    try:
        cosigned = _cosigned(options)
    except (Conflict, DamagedFile, ProofRejected) as why:
        complain(str(why))
        return 1
    put(str(cosigned), options.out)
    return 0


def _cosigned(options: argparse.Namespace) -> Checkpoint:
    trust = trust_of(options)
    signed = checkpoint_of(options.head)
    head = signed.verify(**trust)
    with open_ledger(options.ledger, unsynced=options.unsynced, read_only=True, pinned=head) as ledger:
        if options.seen is not None:
            seen = checkpoint_of(options.seen).verify(**trust)
            try:
                ledger.prove_consistency(seen, head).verify(seen, head)
            except NotFound as why:
                raise ProofRejected(f"the head does not continue the one that was seen: {why}") from None
    return signed.cosign(signing_key(options), name=options.name, time=int(time()))
