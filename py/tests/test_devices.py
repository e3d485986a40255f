"""Key stores in devices: a software TPM if one is installed, and clear errors if there is none."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from lawful.platform import (
    Attestation,
    AttestationRefused,
    Challenges,
    KeyExists,
    KeyStore,
    KeyStoreError,
    Policy,
    PublicKey,
    authenticators,
    stores,
)

# libtss2 would write its own words into the output of the tests.
os.environ.setdefault("TSS2_LOG", "all+NONE")

HAS_TPM = "tpm2" in stores()
HAS_FIDO = "fido2" in stores()


def listens(port: int) -> bool:
    """Looks without connecting: a connection would confuse swtpm."""
    return f"0100007F:{port:04X} 00000000:0000 0A" in Path("/proc/net/tcp").read_text()


def free_pair() -> int | None:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        port: int = first.getsockname()[1]
        try:
            second.bind(("127.0.0.1", port + 1))
        except OSError:
            return None
        return port


class Tpm:
    """A software TPM, started and killed by one test."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "tpm-state"
        self.state.mkdir()
        self.start()

    def start(self) -> None:
        for _ in range(20):
            port = free_pair()
            if port is None:
                continue
            self.address = f"swtpm:host=127.0.0.1,port={port}"
            self.process = subprocess.Popen(
                [
                    *("swtpm", "socket", "--tpm2", "--flags", "not-need-init,startup-clear"),
                    *("--tpmstate", f"dir={self.state}"),
                    *("--server", f"type=tcp,port={port},bindaddr=127.0.0.1"),
                    *("--ctrl", f"type=tcp,port={port + 1},bindaddr=127.0.0.1"),
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while self.process.poll() is None:
                if listens(port) and listens(port + 1):
                    return
                time.sleep(0.005)
        raise AssertionError("swtpm does not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def tpm(tmp_path: Path) -> Iterator[Tpm]:
    if not HAS_TPM:
        pytest.skip("this build has no TPM support")
    if sys.platform != "linux" or shutil.which("swtpm") is None:
        pytest.skip("swtpm is not installed (Debian: swtpm)")
    started = Tpm(tmp_path)
    yield started
    started.stop()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index.json"


def test_what_a_store_can_do_is_told_before_it_is_tried() -> None:
    store = KeyStore.memory()
    assert (store.anchor, store.seals, store.needs_presence) == ("software", True, False)
    assert store.algorithms == ("ed25519", "p256")
    assert store.new_key("default").public_key.algorithm == "ed25519"
    for wrong in (
        store.attestation_key,
        store.platform_state,
        store.pin_attempts_left,
        lambda: store.set_first_pin("1234"),
    ):
        with pytest.raises(KeyStoreError, match="a software store cannot"):
            wrong()
    assert stores()[0] == "software" and set(stores()) <= {"software", "tpm2", "fido2"}


@pytest.mark.skipif(HAS_TPM, reason="this build has TPM support")
def test_a_build_without_tpm_support_says_how_to_get_it(command: Run, index: Path) -> None:
    with pytest.raises(KeyStoreError, match="this build has no TPM support; .*--features tpm2"):
        KeyStore.tpm2(index)
    ran = command("keys", "list", "--store", "tpm2:device:/dev/tpmrm0")
    assert ran.returncode == 2 and "error: this build has no TPM support" in ran.stderr


@pytest.mark.skipif(HAS_FIDO, reason="this build has FIDO2 support")
def test_a_build_without_fido2_support_says_how_to_get_it(command: Run, index: Path) -> None:
    with pytest.raises(KeyStoreError, match="this build has no FIDO2 support; .*--features fido2"):
        KeyStore.fido2(index, relying_party="example.org")
    with pytest.raises(KeyStoreError, match="this build has no FIDO2 support"):
        authenticators()
    ran = command("keys", "list", "--store", "fido2")
    assert ran.returncode == 2 and "error: this build has no FIDO2 support" in ran.stderr


@pytest.mark.skipif(not HAS_TPM, reason="this build has no TPM support")
def test_no_tpm_is_a_clear_error(command: Run, index: Path) -> None:
    with pytest.raises(KeyStoreError, match="no tpm2 can be reached"):
        KeyStore.tpm2(index, address="swtpm:host=127.0.0.1,port=9")
    with pytest.raises(KeyStoreError, match="`a TPM` is not the address of a TPM"):
        KeyStore.tpm2(index, address="a TPM")
    ran = command("keys", "list", "--store", "tpm2:swtpm:host=127.0.0.1,port=9")
    assert ran.returncode == 2 and ran.stderr.startswith("error: no tpm2 can be reached")
    assert ran.stderr.count("\n") == 1


@pytest.mark.skipif(not HAS_FIDO, reason="this build has no FIDO2 support")
def test_no_authenticator_is_a_clear_error(command: Run, index: Path) -> None:
    path = "/dev/no-such-authenticator"
    with pytest.raises(KeyStoreError, match="no fido2 can be reached"):
        KeyStore.fido2(index, relying_party="example.org", device=path)
    ran = command("keys", "list", "--store", f"fido2:{path}")
    assert ran.returncode == 2 and ran.stderr.startswith("error: no fido2 can be reached")
    assert all(len(found) == 2 for found in authenticators())


@pytest.mark.parametrize(
    "given",
    [{"seconds": 0}, {"seconds": -1}, {"seconds": float("nan")}, {"password": "x" * 2000}],
)
def test_what_devices_are_opened_with_is_checked_first(index: Path, given: Any) -> None:
    with pytest.raises(ValueError):
        KeyStore.tpm2(index, **given)
    pin = {("pin" if name == "password" else name): value for name, value in given.items()}
    with pytest.raises(ValueError):
        KeyStore.fido2(index, relying_party="example.org", **pin)


def test_keys_in_a_tpm(tpm: Tpm, index: Path) -> None:
    store = KeyStore.tpm2(index, address=tpm.address, registers=[7, 16])
    assert (store.anchor, store.algorithms, store.seals) == ("tpm2", ("p256",), True)
    assert not store.needs_presence and store.path == str(index)
    assert repr(store) == f"KeyStore(tpm2, '{index}')"
    key = store.new_key("me")
    assert key.public_key.algorithm == "p256" and store.list() == ("me",)
    signature = key.sign(b"hello", context="test")
    key.public_key.verify(b"hello", signature, context="test")
    assert store.created("me") is None
    with pytest.raises(KeyExists):
        store.new_key("me")
    with pytest.raises(ValueError, match="a tpm2 store makes no keys for `ed25519`; use p256"):
        store.new_key("other", algorithm="ed25519")
    with pytest.raises(KeyStoreError, match="cannot change passwords"):
        store.change_password("sesame")
    sealed = store.seal(b"secret", context="box")
    public = key.public_key
    tpm.stop()
    with pytest.raises(KeyStoreError, match="the tpm2 went away"):
        key.sign(b"hello", context="test")
    tpm.start()
    store = KeyStore.tpm2(index, address=tpm.address, registers=[7, 16])
    assert store.key("me").public_key == public
    assert store.unseal(sealed, context="box") == b"secret"
    store.delete("me")
    with pytest.raises(LookupError):
        store.key("me")


def test_a_password_of_a_tpm_key(tpm: Tpm, index: Path) -> None:
    KeyStore.tpm2(index, address=tpm.address, password="sesame").new_key("me")
    right = KeyStore.tpm2(index, address=tpm.address, password=b"sesame")
    right.key("me").sign(b"m", context="test")
    wrong = KeyStore.tpm2(index, address=tpm.address, password="open")
    with pytest.raises(KeyStoreError, match="refuses the secret"):
        wrong.key("me").sign(b"m", context="test")


def test_an_attestation_of_a_tpm_reaches_what_was_verified(tpm: Tpm, index: Path) -> None:
    challenges = Challenges()
    store = KeyStore.tpm2(index, address=tpm.address, registers=[7])
    key = store.new_key("me")

    def attested() -> Attestation:
        made = store.attest("me", entity="agent:7", challenge=challenges.issue())
        return Attestation(made.to_json())

    with pytest.raises(AttestationRefused):
        attested().verify(challenges)
    trusted = store.attestation_key()
    shown = attested().verify(challenges, policy=Policy(attestation_keys=[trusted]))
    assert (shown.anchor, shown.ceiling, shown.public_key) == ("tpm2", 0.85, key.public_key)
    state = store.platform_state()
    assert shown.platform_state == state and set(state) == {7}
    policy = Policy(attestation_keys=[trusted], expected_pcrs=state)
    assert attested().verify(challenges, policy=policy).ceiling == 1.0
    other = Policy(attestation_keys=[trusted], expected_pcrs={7: bytes(31) + b"x"})
    with pytest.raises(AttestationRefused):
        attested().verify(challenges, policy=other)


def test_the_command_uses_a_tpm(tpm: Tpm, command: Run, tmp_path: Path) -> None:
    store = ["--store", f"tpm2:{tpm.address}"]
    ran = command("keys", "new", "me", *store)
    assert ran.returncode == 0 and ran.stderr == "", ran.stderr
    public = PublicKey(ran.stdout.strip())
    assert (tmp_path / ".lawful" / "tpm2-keys.json").is_file()
    ran = command("keys", "list", *store)
    assert ran.returncode == 0 and ran.stdout.split() == ["me", str(public)]
    shown = json.loads(command("keys", "show", "me", "--json", *store).stdout)
    assert shown["anchor"] == "tpm2" and "created" not in shown
    ran = command(
        *("keys", "attest", "me", *store, "--registers", "0,7"),
        *("--entity", "agent:7", "--challenge", "5e" * 32),
    )
    assert ran.returncode == 0 and "must trust the attestation key p256:" in ran.stderr
    assert Attestation(ran.stdout).anchor == "tpm2"
    ran = command(
        *("certify", "bool.xor", "--key", "me", *store, "--cases", "100", "--out", "xor.json")
    )
    assert ran.returncode == 0, ran.stderr
    ran = command("verify-certificate", "xor.json", "--trusted", str(public))
    assert ran.returncode == 0 and "is certified" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--registers", "0"], "--registers is for `--store tpm2`"),
        (["--index", "x"], "--index is for `--store tpm2` or `--store fido2`"),
        (["--relying-party", "x"], "--relying-party is for `--store fido2`"),
        (["--store", "tpm2", "--relying-party", "x"], "--relying-party is for `--store fido2`"),
        (["--store", "tpm2", "--registers", "all"], "is not a list such as `0,7`"),
    ],
)
def test_options_that_do_not_fit_the_store_are_refused(
    command: Run, arguments: list[str], told: str
) -> None:
    ran = command("keys", "list", *arguments)
    assert ran.returncode == 2 and told in ran.stderr
