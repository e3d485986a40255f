"""Trust models: what they compute, and which laws they keep."""

from __future__ import annotations

import pickle

import pytest
from lawful.errors import NotFound
from lawful.trust import EntityTrust, TrustModel, law_report


def test_the_published_rules_are_computed_score_for_score() -> None:
    one = EntityTrust("mcp:a", model="web4-0.1")
    one.update_from_outcome(True, 0.8)
    assert one.training == 0.5 + 0.8 * 0.05 * 0.5
    assert one.valuation == 0.51
    one.apply_decay(30.0, 0.01)
    assert one.training == max(0.3, 0.3 + (0.52 - 0.3) * 0.99**30)


@pytest.mark.parametrize("name", ["evidence", "web4-0.1"])
def test_every_model_has_a_law_report(name: str) -> None:
    report = law_report(name, cases=200)
    assert report.is_good
    assert TrustModel(name).about
    assert pickle.loads(pickle.dumps(TrustModel(name))) == TrustModel(name)
    broken = [law for evidence in report.evidence for law in evidence.laws if law.verdict.name == "refuted"]
    assert bool(broken) == (name == "web4-0.1")


def test_models_that_are_unknown_are_not_found() -> None:
    for attempt in (lambda: TrustModel("web5"), lambda: law_report("web5")):
        with pytest.raises(NotFound, match="web5"):
            attempt()
