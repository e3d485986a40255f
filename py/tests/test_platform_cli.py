"""`lawful keys`, `lawful certify` and `lawful verify-certificate`."""

from __future__ import annotations

import base64
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from lawful.platform import Attestation, KeyStore, PublicKey

PASSWORD = {"LAWFUL_PASSWORD": "sesame"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with a key `me`, whose password is cheap to try."""
    path = tmp_path / "keys"
    KeyStore.create(path, "sesame", memory_kib=8, passes=1).new_key("me")
    return path


@pytest.fixture
def public(store: Path) -> str:
    return str(KeyStore.open(store, "sesame").key("me").public_key)


def keys(command: Run, store: Path, *arguments: str, **more: Any) -> Any:
    return command("keys", *arguments, "--store", str(store), **{"env": PASSWORD, **more})


def test_new_makes_the_store_and_prints_the_public_key(command: Run, tmp_path: Path) -> None:
    ran = command("keys", "new", "first", env=PASSWORD)
    assert ran.returncode == 0 and ran.stderr == "made the key store .lawful/keys\n"
    made = KeyStore.open(tmp_path / ".lawful" / "keys", "sesame").key("first").public_key
    assert PublicKey(ran.stdout.strip()) == made
    ran = command("keys", "new", "second", "--algorithm", "p256", env=PASSWORD)
    assert ran.returncode == 0 and ran.stderr == "" and ran.stdout.startswith("p256:")
    ran = command("keys", "new", "first", env=PASSWORD)
    assert ran.returncode == 2 and "a key `first` in the store already" in ran.stderr
    listed = json.loads(command("keys", "list", "--json", env=PASSWORD).stdout)
    assert [row["name"] for row in listed] == ["first", "second"]
    ran = command("keys", "new", "two words", "--store", "other", env=PASSWORD)
    assert ran.returncode == 2 and not (tmp_path / "other").exists()


def test_list_and_show(command: Run, store: Path, public: str) -> None:
    ran = keys(command, store, "list")
    assert ran.returncode == 0 and ran.stdout.startswith("me  ") and public in ran.stdout
    shown = keys(command, store, "show", "me")
    assert shown.returncode == 0 and f"public_key:  {public}" in shown.stdout
    data = json.loads(keys(command, store, "show", "me", "--json").stdout)
    assert data["public_key"] == public
    assert data["fingerprint"] == PublicKey(public).fingerprint.hex()
    ran = keys(command, store, "show", "you")
    assert ran.returncode == 2 and "there is no key `you`" in ran.stderr


def test_the_password_comes_from_a_file_or_the_environment(
    command: Run, store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    for text in ("sesame", "sesame\n", "sesame\r\n"):
        file.write_bytes(text.encode())
        ran = command("keys", "list", "--store", str(store), "--password-file", str(file))
        assert ran.returncode == 0, ran.stderr
    file.write_text("x" * 2000)
    ran = command("keys", "list", "--store", str(store), "--password-file", str(file))
    assert ran.returncode == 2 and "more than 1024 bytes" in ran.stderr
    ran = command("keys", "list", "--store", str(store), stdin=subprocess.DEVNULL)
    assert ran.returncode == 2 and "set LAWFUL_PASSWORD, give --password-file" in ran.stderr
    closed = ["sh", "-c", f"exec {sys.executable} -m lawful keys list --store {store} <&-"]
    again = subprocess.run(closed, capture_output=True, text=True)
    assert again.returncode == 2 and again.stderr == ran.stderr
    for wrong, why in [("open", "does not open the key store"), ("", "use 1 to 1024")]:
        ran = keys(command, store, "list", env={"LAWFUL_PASSWORD": wrong})
        assert ran.returncode == 2 and why in ran.stderr
    ran = command("keys", "list", "--store", str(store), "--password", "sesame")
    assert ran.returncode == 2


def test_a_typed_password_is_not_echoed(store: Path) -> None:
    lead, follow = pty.openpty()
    environment = {key: v for key, v in os.environ.items() if key != "LAWFUL_PASSWORD"}
    process = subprocess.Popen(
        [sys.executable, "-m", "lawful", "keys", "list", "--store", str(store)],
        stdin=follow,
        stdout=subprocess.PIPE,
        stderr=follow,
        env=environment,
        start_new_session=True,
    )
    os.close(follow)
    seen = b""
    while b"password of" not in seen:
        seen += os.read(lead, 1000)
    os.write(lead, b"sesame\n")
    out, _ = process.communicate(timeout=60)
    try:
        seen += os.read(lead, 1000)
    except OSError:
        pass  # the other end is closed, as it is on Linux
    os.close(lead)
    assert process.returncode == 0 and out.startswith(b"me  ")
    assert b"sesame" not in seen


def test_a_damaged_store_is_not_a_wrong_password(command: Run, store: Path) -> None:
    whole = store.read_bytes()
    store.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    ran = keys(command, store, "list")
    assert ran.returncode == 2 and "is damaged" in ran.stderr and "password" not in ran.stderr


def test_attest(command: Run, store: Path, public: str, tmp_path: Path) -> None:
    asked = ["attest", "me", "--entity", "agent:7", "--challenge", "5e" * 32]
    ran = keys(command, store, *asked, "--purpose", "witness", "--valid", "10min")
    assert ran.returncode == 0 and ran.stderr == ""
    made = Attestation(ran.stdout)
    assert (made.entity, str(made.public_key), made.challenge) == ("agent:7", public, b"^" * 32)
    assert (made.expires_at - made.issued_at).total_seconds() == 600
    ran = keys(command, store, *asked, "--out", "a.json")
    assert ran.stdout == "" and ran.stderr == "wrote a.json\n"
    assert Attestation((tmp_path / "a.json").read_bytes()).entity == "agent:7"
    for bad in ("xyz", "5e"):
        ran = keys(command, store, "attest", "me", "--entity", "x", "--challenge", bad)
        assert ran.returncode == 2 and "challenge" in ran.stderr


def certified(command: Run, store: Path, model: str, *more: str) -> Any:
    given = ["--key", "me", "--store", str(store), "--cases", "200", *more]
    return command("certify", model, *given, env=PASSWORD)


def verified(command: Run, file: str, trusted: str, *more: str) -> Any:
    return command("verify-certificate", file, "--trusted", trusted, *more)


@pytest.mark.parametrize("model", ["int.i64.wrapping_add", "python.str.concat"])
def test_a_certificate_of_a_model(
    command: Run, store: Path, public: str, tmp_path: Path, model: str
) -> None:
    ran = certified(command, store, model, "--out", "c.json", "--valid", "1h")
    assert ran.returncode == 0 and ran.stderr == "wrote c.json\n", ran.stderr
    ran = verified(command, "c.json", public)
    assert ran.returncode == 0 and ran.stdout.startswith(f"ok: `{model}`"), ran.stderr
    assert f"signed by {public}" in ran.stdout and "until" in ran.stdout
    (tmp_path / "me.pub").write_text(f"{public}\n")
    ran = verified(command, "c.json", "me.pub", "--json")
    data = json.loads(ran.stdout)
    assert (data["model"], data["signer"]) == (model, public)
    assert all(law["verdict"] in ("proved", "tested", "refuted") for law in data["laws"])


def test_certificates_that_are_refused(
    command: Run, store: Path, public: str, tmp_path: Path, models_file: Path
) -> None:
    load = ["--load", str(models_file)]
    ran = certified(command, store, "mine.max", *load)
    assert ran.returncode == 0 and ran.stderr == ""
    file = tmp_path / "c.json"
    file.write_text(ran.stdout)
    assert verified(command, "c.json", public, *load).returncode == 0

    def refused(why: str, *more: str, trusted: str = public) -> None:
        ran = verified(command, "c.json", trusted, *load, *more)
        assert ran.returncode == 1 and ran.stdout == "", ran
        assert "`c.json` is refused: " in ran.stderr and why in ran.stderr

    other = str(KeyStore.memory().new_key("other").public_key)
    refused("none of the 1 signatures is by one of the 1 trusted keys", trusted=other)
    refused("asked for is: proved", "--proved")
    refused("tested with 2", "--effective", "1M")
    refused("is not among what was certified", "--artifact", str(models_file))
    # The model changes.
    source = models_file.read_text()
    models_file.write_text(source.replace('id="mine.max"', 'id="mine.max", version="2"'))
    refused("the model is at `2`; certify it again")
    models_file.write_text(source.replace('"monoid"', '"commutative_monoid"'))
    refused("the law set has grown")
    models_file.write_text(source)
    # The file changes.
    envelope = json.loads(file.read_text())
    payload = base64.b64decode(envelope["payload"])
    forged = payload.replace(b'"tested"', b'"proved"')
    assert forged != payload
    file.write_text(json.dumps({**envelope, "payload": base64.b64encode(forged).decode()}))
    refused("none of the 1 signatures")
    for garbage in ("", "{", "[" * 10_000, "x" * ((1 << 24) + 1)):
        file.write_text(garbage)
        refused("DSSE envelope")


def test_an_artifact_is_certified_too(
    command: Run, store: Path, public: str, tmp_path: Path
) -> None:
    file = tmp_path / "lib.so"
    file.write_bytes(b"code")
    ran = certified(
        command, store, "python.str.concat", "--artifact", str(file), "--out", "c.json"
    )
    assert ran.returncode == 0
    given = ["--artifact", str(file)]
    assert verified(command, "c.json", public, *given).returncode == 0
    file.write_bytes(b"c0de")
    ran = verified(command, "c.json", public, *given)
    assert ran.returncode == 1 and "the file `lib.so`" in ran.stderr


def test_a_broken_model_is_not_certified(
    command: Run, store: Path, models_file: Path, tmp_path: Path
) -> None:
    ran = certified(command, store, "mine.broken", "--load", str(models_file), "--out", "c.json")
    assert ran.returncode == 1 and "`mine.broken` is not certified" in ran.stderr
    assert not (tmp_path / "c.json").exists()


def test_usage_errors_of_certificates_exit_2(
    command: Run, store: Path, public: str, tmp_path: Path, models_file: Path
) -> None:
    assert certified(command, store, "no.such.model").returncode == 2
    ran = command("certify", "python.str.concat", "--key", "you", "--store", str(store), env=PASSWORD)
    assert ran.returncode == 2 and "there is no key `you`" in ran.stderr
    assert verified(command, "missing.json", public).returncode == 2
    (tmp_path / "c.json").write_text("{}")
    ran = verified(command, "c.json", "nobody")
    assert ran.returncode == 2 and "is not a public key" in ran.stderr
    ran = verified(command, "c.json", public, "--proved", "--effective", "5")
    assert ran.returncode == 2
    assert command("verify-certificate", "c.json").returncode == 2
    ran = certified(command, store, "mine.max", "--load", str(models_file))
    (tmp_path / "c.json").write_text(ran.stdout)
    ran = verified(command, "c.json", public)
    assert ran.returncode == 2 and "mine.max" in ran.stderr


def test_help_of_every_command(command: Run) -> None:
    for name in (["keys"], ["keys", "attest"], ["certify"], ["verify-certificate"]):
        ran = command(*name, "--help")
        assert ran.returncode == 0 and f"usage: lawful {name[0]}" in ran.stdout
