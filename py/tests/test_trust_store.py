"""Stores of entities: the same calls for every kind, and what each survives."""

from __future__ import annotations

import hashlib
import inspect
import math
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import lawful.trust
import pytest
from lawful.errors import BadSignature, DamagedFile, InvalidInput, NotFound
from lawful.platform import KeyStore
from postgres import Server, binaries
from lawful.trust import EntityTrust, ManualClock, SignedWitnessEvent, TrustStore, TrustStoreError

START = datetime(2026, 1, 1, tzinfo=timezone.utc)
KINDS = ["memory", "json", "redb"]


def opened(kind: str, folder: Path, **more: Any) -> TrustStore:
    if kind == "memory":
        return TrustStore.memory(**more)
    place = folder / ("entities" if kind == "json" else "trust.redb")
    return TrustStore(place, **more)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A database server, if one is installed."""
    programs = binaries()
    if programs is None:
        pytest.skip("there is no PostgreSQL server: install the package `postgresql`")
    running = Server(programs)
    yield running
    running.stop()


@pytest.fixture(params=[*KINDS, "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TrustStore]:
    if request.param == "postgresql":
        with TrustStore(request.getfixturevalue("server").database()) as one:
            yield one
        return
    with opened(request.param, tmp_path) as one:
        yield one


def test_a_store_gets_saves_updates_and_deletes(store: TrustStore) -> None:
    assert store.find("mcp:a") is None
    assert not store.exists("mcp:a")
    assert store.get("mcp:a").action_count == 0
    assert store.exists("mcp:a") and "mcp:a" in store and 7 not in store
    one = store.update("mcp:a", True, 0.1)
    assert (one.action_count, f"{one.t3_average():.4f}") == (1, "0.5167")
    assert store.get("mcp:a") == one
    one.update_from_outcome(True, 0.5)
    assert store.get("mcp:a") != one
    store.save(one)
    assert store.get("mcp:a") == one
    assert store.delete("mcp:a") is True
    assert store.delete("mcp:a") is False
    assert store.find("mcp:a") is None


def test_a_store_lists_by_type(store: TrustStore) -> None:
    for id in ("mcp:b", "role:r", "mcp:a", "plain", "other:x"):
        store.get(id)
    assert store.list_entities() == sorted(["mcp:b", "role:r", "mcp:a", "plain", "other:x"])
    assert store.list_entities("mcp") == store.list_entities(entity_type="mcp") == ["mcp:a", "mcp:b"]
    assert store.list_entities("other") == ["other:x"]
    assert store.list_entities("") == ["plain"]
    assert store.list_entities("none") == []
    assert [one.entity_id for one in store.get_by_type("mcp")] == ["mcp:a", "mcp:b"]
    assert store.damaged() == []


def test_witnessing_changes_both(store: TrustStore) -> None:
    witness, target = store.witness("role:auditor", "mcp:a", True, 0.5)
    assert (witness.has_witnessed, target.witnessed_by) == (["mcp:a"], ["role:auditor"])
    assert (store.get("role:auditor"), store.get("mcp:a")) == (witness, target)
    chain = store.witness_chain("mcp:a")
    assert [link["entity_id"] for link in chain["witnessed_by"]] == ["role:auditor"]
    trust = store.transitive_trust({"role:auditor": 1.0})
    assert trust["mcp:a"] > 0
    alone, same = store.witness("mcp:self", "mcp:self", True, 1.0)
    assert alone == same
    assert alone.witness_count == 0


def test_blame_carries_no_trust(store: TrustStore) -> None:
    store.witness("role:boss", "mcp:evil", False, 1.0)
    store.witness("role:boss", "mcp:good", True, 0.5)
    store.get("mcp:alone")
    for method in ("eigentrust", "max-flow"):
        trust = store.transitive_trust({"role:boss": 1.0}, method=method)
        assert (trust["mcp:evil"], trust["mcp:alone"]) == (0.0, 0.0)
        assert trust["mcp:good"] > 0
    store.witness("role:boss", "mcp:good", False, 0.25)
    assert store.transitive_trust({"role:boss": 1.0}, method="max-flow")["mcp:good"] == 0.0
    # Nobody witnessed this root, and the store has no such one as the other.
    assert store.transitive_trust({"mcp:alone": 1.0})["mcp:alone"] == 1.0
    with pytest.raises(InvalidInput, match="mcp:nobody"):
        store.transitive_trust({"mcp:nobody": 1.0})


def test_a_chain_shows_everybody_within_the_depth_and_counts_the_others(store: TrustStore) -> None:
    for witness, target in (("w:d", "w:b"), ("w:e", "w:d"), ("w:b", "t:a"), ("w:c", "t:a"), ("w:e", "w:c")):
        store.witness(witness, target, True, 0.5)
    chain = store.witness_chain("t:a", 2)
    shown = {link["entity_id"]: [one["entity_id"] for one in link["witnessed_by"]] for link in chain["witnessed_by"]}
    assert shown == {"w:b": ["w:d"], "w:c": ["w:e"]}
    cut = store.witness_chain("t:a", breadth=1)
    assert (len(cut["witnessed_by"]), cut["more_witnessed_by"], cut["more_has_witnessed"]) == (1, 1, 0)


def test_names_of_published_files_count_as_one_word(tmp_path: Path) -> None:
    name = hashlib.sha256(b"mcp:a").hexdigest()[:16]
    (tmp_path / f"{name}.json").write_text(
        '{"entity_id": "mcp:a", "witnessed_by": ["role:boss"], "witness_count": 3}'
    )
    store = TrustStore(tmp_path)
    assert store.transitive_trust({"role:boss": 1.0}, method="max-flow") == {"mcp:a": 1.0, "role:boss": 1.0}


def test_a_signed_event_is_heard_once_and_by_both(store: TrustStore) -> None:
    keys = KeyStore.memory()
    key, other = keys.new_key("auditor"), keys.new_key("other")
    store.update("role:auditor", True, 1.0)
    event = SignedWitnessEvent.sign(key, "role:auditor", "mcp:a", 1, True, 0.5)
    with pytest.raises(BadSignature):
        store.hear(event, other.public_key)
    assert "mcp:a" not in store
    assert [store.hear(event, key.public_key) for _ in range(2)] == ["new", "repeated"]
    target = store.get("mcp:a")
    assert (target.witness_count, target.witnessed_by) == (1, ["role:auditor"])
    assert store.get("role:auditor").has_witnessed == ["mcp:a"]
    alone = EntityTrust("mcp:a")
    alone.hear(event, key.public_key)
    assert target.veracity != alone.veracity  # the store knows more of the witness
    own = SignedWitnessEvent.sign(key, "role:auditor", "role:auditor", 2, True, 0.5)
    assert store.hear(own, key.public_key) == "repeated"
    with pytest.raises(InvalidInput, match="role:boss"):
        alone.hear(event, key.public_key, witness=EntityTrust("role:boss"))


def test_a_store_counts_and_goes_through_its_ids(store: TrustStore) -> None:
    assert (len(store), list(store), bool(store)) == (0, [], True)
    store.update_all([("mcp:b", True, 0.1), ("mcp:a", True, 0.1)])
    assert (len(store), list(store)) == (2, ["mcp:a", "mcp:b"])


def test_many_outcomes_are_one_transaction(store: TrustStore) -> None:
    store.update_all([("mcp:a", True, 0.1), ("mcp:b", False, 0.2), ("mcp:a", True, 0.1)])
    assert (store.get("mcp:a").action_count, store.get("mcp:b").success_count) == (2, 0)
    for bad in ([("mcp:a", True, 0.1), ("mcp:c", True, math.nan)], [("mcp:a", True, 0.1), ("", True, 0.1)]):
        with pytest.raises(InvalidInput):
            store.update_all(bad)
    assert store.get("mcp:a").action_count == 2
    assert not store.exists("mcp:c")
    store.update_all([])


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_bad_numbers_change_nothing(store: TrustStore, bad: float) -> None:
    before = store.update("mcp:a", True, 0.1)
    for attempt in (
        lambda: store.update("mcp:a", True, bad),
        lambda: store.update("mcp:new", True, bad),
        lambda: store.witness("role:r", "mcp:a", True, bad),
        lambda: store.as_of("mcp:a", START, bad),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    assert store.get("mcp:a") == before
    assert store.list_entities() == ["mcp:a"]


@pytest.mark.parametrize("id", ["", "mcp:", ":a", "a\nb", "x" * 2000])
def test_bad_ids_change_nothing(store: TrustStore, id: str) -> None:
    for attempt in (
        lambda: store.get(id),
        lambda: store.update(id, True, 0.1),
        lambda: store.witness(id, "mcp:a", True, 0.1),
        lambda: store.witness("mcp:a", id, True, 0.1),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    assert store.list_entities() == []


def test_wrong_types_are_refused(store: TrustStore) -> None:
    wrong: Any = store
    attempts: list[Callable[[], object]] = [
        lambda: wrong.get(7),
        lambda: wrong.update("mcp:a", 1, 0.1),
        lambda: wrong.update("mcp:a", True, "0.1"),
        lambda: wrong.save("mcp:a"),
        lambda: wrong.update_all([("mcp:a", True)]),
        lambda: wrong.update_all("mcp:a"),
    ]
    for attempt in attempts:
        with pytest.raises((TypeError, ValueError)):
            attempt()
    assert store.list_entities() == []


def test_a_store_that_is_closed_says_so(store: TrustStore) -> None:
    store.close()
    store.close()
    with pytest.raises(TrustStoreError, match="closed"):
        store.get("mcp:a")


def test_threads_lose_nothing(store: TrustStore) -> None:
    each = 50 if store.place else 1000
    threads = [
        threading.Thread(target=lambda: [store.update("mcp:busy", True, 0.01) for _ in range(each)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.get("mcp:busy").action_count == 4 * each


@pytest.mark.parametrize("kind", ["json", "redb"])
def test_what_is_saved_is_there_when_it_is_opened_again(kind: str, tmp_path: Path) -> None:
    with opened(kind, tmp_path) as store:
        one = store.update("mcp:a", True, 0.3)
        assert eval(repr(store).replace("TrustStore", "str")) == store.place
    with opened(kind, tmp_path) as store:
        assert store.get("mcp:a") == one


def test_the_place_decides_the_kind(tmp_path: Path) -> None:
    TrustStore(str(tmp_path / "a.redb")).close()
    assert (tmp_path / "a.redb").is_file()
    TrustStore(tmp_path / "b" / "c").close()
    assert (tmp_path / "b" / "c").is_dir()
    for place in ("", "ftp://host/x", "a\0b"):
        with pytest.raises(InvalidInput):
            TrustStore(place)
    wrong: Any = TrustStore
    with pytest.raises(TypeError, match="place"):
        wrong(7)
    assert repr(TrustStore.memory()) == "TrustStore.memory()"


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(TrustStoreError):
        TrustStore("postgresql://nobody@127.0.0.1:9/none")


def test_settings_that_make_no_sense_open_nothing(tmp_path: Path) -> None:
    place = tmp_path / "store"
    odd: list[dict[str, Any]] = [
        {"decay_rate": math.nan},
        {"decay_rate": 2.0},
        {"clock_skew": -1.0},
        {"clock_skew": math.nan},
    ]
    for more in odd:
        with pytest.raises(InvalidInput):
            TrustStore(place, **more)
        with pytest.raises(InvalidInput):
            TrustStore.memory(**more)
    with pytest.raises(NotFound):
        TrustStore(place, model="web5")
    assert not place.exists()


def test_without_a_place_it_is_the_published_directory(tmp_path: Path) -> None:
    script = "from lawful.trust import TrustStore; TrustStore().update('mcp:a', True, 0.1)"
    environment = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=60)
    assert len(list((tmp_path / ".web4/governance/entities").glob("*.json"))) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_evidence_fades_when_it_is_read(kind: str, tmp_path: Path) -> None:
    clock = ManualClock(START)
    with opened(kind, tmp_path, clock=clock, decay_rate=0.01) as store:
        fresh = store.update("mcp:a", True, 0.8)
        clock.advance(days=30)
        faded = store.get("mcp:a")
        assert faded.training < fresh.training
        assert store.get("mcp:a") == faded
        expected = store.as_of("mcp:a", START + timedelta(days=30))
        assert expected is not None and expected.training == faded.training
        assert store.as_of("mcp:none", START) is None
        clock.set(START - timedelta(days=1))
        with pytest.raises(InvalidInput, match="clock"):
            store.update("mcp:a", True, 0.1)
    with pytest.raises(InvalidInput):
        clock.advance(days=-1)
    with pytest.raises(InvalidInput):
        ManualClock(datetime(2026, 1, 1))


def test_a_damaged_file_is_named_and_the_others_stay(tmp_path: Path) -> None:
    store = TrustStore(tmp_path)
    store.update("mcp:a", True, 0.1)
    [damaged] = tmp_path.glob("*.json")
    store.update("mcp:b", True, 0.1)
    damaged.write_text("{", encoding="utf-8")
    with pytest.raises(DamagedFile, match=damaged.name):
        store.get("mcp:a")
    assert store.get("mcp:b").action_count == 1
    with pytest.raises(DamagedFile):
        store.list_entities()
    assert store.list_entities(skip_damaged=True) == ["mcp:b"]
    assert len(store.damaged()) == 1
    with pytest.raises(DamagedFile):
        store.get_by_type("mcp")
    assert [one.entity_id for one in store.get_by_type("mcp", skip_damaged=True)] == ["mcp:b"]
    store.witness("mcp:b", "mcp:c", True, 0.5)
    with pytest.raises(DamagedFile):
        store.transitive_trust({"mcp:b": 1.0})
    assert set(store.transitive_trust({"mcp:b": 1.0}, skip_damaged=True)) == {"mcp:b", "mcp:c"}


def test_a_file_is_held_by_one_process(tmp_path: Path) -> None:
    place = tmp_path / "trust.redb"
    script = "import sys; from lawful.trust import TrustStore; TrustStore(sys.argv[1]).update('mcp:a', True, 0.1)"
    with TrustStore(place) as store:
        store.update("mcp:a", True, 0.1)
    subprocess.run([sys.executable, "-c", script, str(place)], check=True, timeout=60)
    with TrustStore(place) as store:
        assert store.get("mcp:a").action_count == 2


def test_a_file_is_waited_for_as_long_as_wanted(tmp_path: Path) -> None:
    place = tmp_path / "trust.redb"
    with TrustStore(place):
        begin = time.monotonic()
        with pytest.raises(TrustStoreError, match="open elsewhere"):
            TrustStore(place, patience=0.2)
        assert time.monotonic() - begin < 5.0
        for patience in (-1.0, math.nan, math.inf):
            with pytest.raises(InvalidInput):
                TrustStore(place, patience=patience)
        script = "import sys; from lawful.trust import TrustStore; print('here', flush=True); TrustStore(sys.argv[1])"
        command = [sys.executable, "-c", script, str(place)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as waiting:
            assert waiting.stdout is not None
            waiting.stdout.readline()
            time.sleep(0.5)
            waiting.send_signal(signal.SIGINT)
            began = time.monotonic()
            _, told = waiting.communicate(timeout=60)
        assert "KeyboardInterrupt" in told
        assert time.monotonic() - began < 5.0


def test_no_password_is_shown() -> None:
    place = "postgresql://me:s3cret@127.0.0.1:9/none"
    with pytest.raises(TrustStoreError) as refused:
        TrustStore(place)
    with pytest.raises(InvalidInput) as other:
        TrustStore("mysql://me:s3cret@host/none")
    assert "s3cret" not in f"{refused.value} {other.value}"


def test_a_password_is_not_kept_to_be_shown(server: Server) -> None:
    place = server.database()
    joined = "&" if "?" in place else "?"
    store = TrustStore(f"{place}{joined}password=s3cret")
    shown = f"{store!r} {store.place}"
    store.close()
    with pytest.raises(TrustStoreError) as closed:
        store.get("mcp:a")
    assert "s3cret" not in f"{shown} {closed.value}" and "***" in shown


def _work(place: str, times: int, more: dict[str, Any]) -> None:
    with TrustStore(place, **more) as store:
        for _ in range(times):
            store.update("mcp:busy", True, 0.01)


@pytest.mark.parametrize(
    ("name", "more"),
    [("dir", {}), ("held.redb", {"patience": 100.0}), ("turns.redb", {"turns": True, "patience": 100.0})],
)
def test_processes_lose_nothing(name: str, more: dict[str, Any], tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_work, args=(str(tmp_path / name), 50, more)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
        assert worker.exitcode == 0
    assert TrustStore(tmp_path / name).get("mcp:busy").action_count == 200


def test_processes_lose_nothing_in_a_server(server: Server) -> None:
    place = server.database()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_work, args=(place, 100, {})) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
        assert worker.exitcode == 0
    with TrustStore(place) as store:
        assert store.get("mcp:busy").action_count == 400


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_is_told_to_open_again(tmp_path: Path) -> None:
    store = TrustStore(tmp_path / "trust.redb")
    store.update("mcp:a", True, 0.1)
    script: Callable[[], int] = lambda: _refused(store)
    child = os.fork()
    if child == 0:
        os._exit(script())
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert store.update("mcp:a", True, 0.1).action_count == 2


def _refused(store: TrustStore) -> int:
    try:
        store.get("mcp:a")
    except TrustStoreError as error:
        return 0 if "forked" in str(error) else 2
    return 1


@pytest.fixture
def web4() -> Any:
    """The published package: a source distribution, which needs a Rust compiler to install."""
    return pytest.importorskip("web4_trust", reason="web4-trust is not installed: pip install web4-trust==0.1.1")


@pytest.mark.parametrize("name", ["EntityTrust", "T3Tensor", "V3Tensor", "TrustStore"])
def test_the_published_names_and_arguments_are_there(web4: Any, name: str) -> None:
    theirs, ours = getattr(web4, name), getattr(lawful.trust, name)
    for member in dir(theirs):
        if member.startswith("_"):
            continue
        mine = getattr(ours, member)
        if not callable(mine):
            continue
        # Ours may have more arguments, which are keywords or come later with a default.
        expected = inspect.signature(getattr(theirs, member)).parameters.values()
        given = list(inspect.signature(mine).parameters.values())
        for place, parameter in enumerate(expected):
            assert (given[place].name, given[place].kind) == (parameter.name, parameter.kind), member
            assert given[place].default == parameter.default, member
        rest = given[len(expected) :]
        assert all(parameter.default is not inspect.Parameter.empty for parameter in rest), member


def test_the_published_package_reads_and_writes_the_same_files(web4: Any, tmp_path: Path) -> None:
    ours = TrustStore(tmp_path, model="web4-0.1")
    theirs = web4.TrustStore(str(tmp_path))
    ours.update("mcp:a", True, 0.3)
    theirs.update("mcp:a", False, 0.2)
    theirs.witness("role:r", "mcp:a", True, 0.5)
    same = theirs.get("mcp:a").to_dict()
    mine = ours.get("mcp:a").to_dict()
    assert list(mine) == list(same)
    for name, value in same.items():
        assert mine[name] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value)
    assert sorted(theirs.list_entities()) == ours.list_entities()
    assert [one.entity_id for one in theirs.get_by_type("role")] == ["role:r"]
    assert theirs.delete("role:r") is True
    assert ours.list_entities() == ["mcp:a"]
    ours.delete("mcp:a")
    assert theirs.exists("mcp:a") is False


def test_evidence_is_written_so_that_the_published_package_reads_the_scores(web4: Any, tmp_path: Path) -> None:
    ours, theirs = TrustStore(tmp_path), web4.TrustStore(str(tmp_path))
    for n in range(20):
        ours.update("mcp:a", n % 4 > 0, 0.3)
    ours.witness("role:r", "mcp:a", True, 0.5)
    before = ours.get("mcp:a")
    seen = theirs.get("mcp:a").to_dict()
    assert seen == {name: pytest.approx(value) if isinstance(value, float) else value for name, value in before.to_dict().items()}
    assert ours.get("mcp:a") == before
    # What they save keeps scores alone; ours reads those, and goes on with the least evidence for them.
    changed = theirs.update("mcp:a", False, 0.5)
    after = ours.get("mcp:a")
    assert after.action_count == 21
    for name in ("talent", "training", "temperament", "valuation", "veracity", "validity"):
        assert after.score(name) == pytest.approx(getattr(changed, name), abs=1e-5)
    assert ours.update("mcp:a", True, 0.1).action_count == 22
    assert theirs.get("mcp:a").action_count == 22


def test_files_of_the_published_package_are_of_the_model_that_was_asked_for(web4: Any, tmp_path: Path) -> None:
    theirs = web4.TrustStore(str(tmp_path))
    theirs.update("mcp:a", True, 0.5)
    store = TrustStore(tmp_path, model="web4-0.1")
    assert store.get("mcp:a").model == "web4-0.1"
    ours = store.update("mcp:a", True, 0.5)
    assert TrustStore(tmp_path).get("mcp:a") == ours  # a file says its model once it is ours
    theirs.update("mcp:a", True, 0.5)
    again = store.get("mcp:a")
    expected = web4.EntityTrust("mcp:a")
    for _ in range(3):
        expected.update_from_outcome(True, 0.5)
    assert again.model == "web4-0.1"
    assert again.talent == pytest.approx(expected.talent, abs=1e-12)


def test_the_published_rules_give_the_published_scores(web4: Any) -> None:
    theirs, ours = web4.EntityTrust("mcp:a"), EntityTrust("mcp:a", model="web4-0.1")
    for n in range(200):
        for one in (theirs, ours):
            one.update_from_outcome(n % 3 > 0, n / 200)
            one.receive_witness(f"role:{n % 7}", n % 2 > 0, n / 300)
            one.give_witness(f"mcp:{n % 5}", n % 2 > 0, n / 300)
            one.apply_decay(n / 10, 0.01)
        assert ours.to_dict() == theirs.to_dict()
        assert ours.trust_level().legacy_name == theirs.trust_level()
