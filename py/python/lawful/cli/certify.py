"""`lawful certify` and `lawful verify-certificate`."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from lawful._check import check
from lawful._core import Certificate, Certified, Key, Model, PublicKey, certify
from lawful._files import refuse_unwritable
from lawful._find import find_model
from lawful.cli.keys import put_json
from lawful.cli.loading import load
from lawful.cli.output import is_good_so_far
from lawful.cli.progress import Progress
from lawful.cli.stores import opened
from lawful.cli.streams import aside, complain, say
from lawful.errors import CertificateRefused, InvalidInput

REFUSED = 1
INTERRUPTED = 130
LARGEST = 1 << 24


def run_certify(options: argparse.Namespace) -> int:
    """Checks a model, signs what was found, and returns the exit code."""
    if options.out is not None:
        refuse_unwritable(options.out)
    load(options.load)
    model = find_model(options.model)
    artifacts = _artifacts(options.artifact)
    # A wrong password is told before the work, not after it.
    store = opened(options)
    key: Key = store.key(options.key)
    with aside(), Progress() as progress:
        report = check(
            model,
            cases=options.cases,
            time=options.time,
            seed=options.seed,
            deadline=options.deadline,
            progress=progress,
        )
    if report.interrupted:
        say("interrupted: nothing was certified")
        return INTERRUPTED
    if not is_good_so_far(report) or not report.is_good:
        complain(
            f"`{model.id}` is not certified: not every claim was borne out; "
            f"see `lawful check {model.id}`"
        )
        return REFUSED
    if store.needs_presence:
        say("touch the authenticator")
    made = certify(report, model.id, key, seconds=options.valid, artifacts=artifacts)
    put_json(made.to_json(), options.out)
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Verifies a certificate, tells what it says, and returns the exit code."""
    trusted = [_key(given) for given in options.trusted]
    artifacts = _artifacts(options.artifact)
    if options.proved and options.effective:
        raise InvalidInput("--proved and --effective exclude each other")
    with options.file.open("rb") as opened_file:
        # What is larger than a certificate may be is refused below, not read.
        written = opened_file.read(LARGEST + 1)
    load(options.load)
    try:
        certificate = Certificate(written)
        model = find_model(certificate.model(trusted))
        certified = certificate.verify(
            trusted,
            model,
            least="proved" if options.proved else "tested",
            effective=options.effective,
            artifacts=artifacts,
        )
    except CertificateRefused as why:
        complain(f"`{options.file}` is refused: {why}")
        return REFUSED
    if options.json:
        print(json.dumps(_data(certified), indent=2))
    else:
        _tell(certified, model)
    return 0


def _tell(certified: Certified, model: Model) -> None:
    counts: dict[str, int] = {}
    for law in certified.laws:
        name = "refuted as claimed" if law.claim == "fails" else law.verdict
        counts[name] = counts.get(name, 0) + 1
    found = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    ends = f" until {certified.expires_at:%Y-%m-%d %H:%M} UTC" if certified.expires_at else ""
    print(f"ok: `{model.id}` {certified.version} is certified{ends}: {found}")
    print(f"signed by {certified.signer} at {certified.issued_at:%Y-%m-%d %H:%M} UTC")


def _data(certified: Certified) -> dict[str, object]:
    ends = certified.expires_at
    return {
        "model": certified.model,
        "version": certified.version,
        "language": certified.language,
        "signer": str(certified.signer),
        "issued_at": certified.issued_at.isoformat(),
        "expires_at": None if ends is None else ends.isoformat(),
        "seed": certified.seed,
        "laws": [
            {
                "law": law.law,
                "law_set": law.law_set,
                "claim": law.claim,
                "verdict": law.verdict,
                "effective": law.effective,
            }
            for law in certified.laws
        ],
    }


def _key(given: str) -> PublicKey:
    """Reads a public key, or the file that holds one."""
    path = Path(given)
    if ":" not in given and path.is_file():
        with path.open(encoding="utf-8", errors="replace") as opened_file:
            given = opened_file.read(500).strip()
    return PublicKey(given)


def _artifacts(names: Iterable[Path]) -> dict[str, bytes]:
    """Returns the digests of files; the names of the files count, their folders do not."""
    found: dict[str, bytes] = {}
    for path in names:
        with path.open("rb") as opened_file:
            digest = hashlib.file_digest(opened_file, "sha256").digest()
        if found.setdefault(path.name, digest) != digest:
            raise InvalidInput(f"two different files are called `{path.name}`")
    return found
