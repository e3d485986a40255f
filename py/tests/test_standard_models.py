"""The models that ship with the package, beside the Rust ones."""

from __future__ import annotations

import lawful


def test_every_claim_of_every_model_is_borne_out() -> None:
    python = [model for model in lawful.models() if model.id.startswith("python.")]
    report = lawful.check(python, cases=500)
    assert report.is_good, str(report)
    assert report.summary.models == len(python) >= 17
    assert report.summary.witnessed >= 9


def test_rust_and_python_models_are_listed_alike() -> None:
    models = lawful.models()
    ids = [model.id for model in models]
    assert ids == sorted(ids) and len(ids) == len(set(ids))
    assert {model.language for model in models} == {"rust", "python"}
    report = lawful.check(["int.i64.wrapping_add", "python.fraction.add"], cases=100)
    assert [e.language for e in report.evidence] == ["rust", "python"]


def test_every_model_says_what_it_is_and_claims_something() -> None:
    for model in lawful.models():
        if model.id.startswith("python."):
            assert model.about and not model.about.endswith(".")
            assert model.claims


def test_the_domain_of_subsets_is_proved() -> None:
    report = lawful.check("python.set.subsets")
    assert {law.verdict.name for law in report.evidence[0].laws} == {"proved"}


def test_negative_claims_have_witnesses() -> None:
    for model in lawful.models():
        if model.id.startswith("python."):
            for claim in model.claims:
                assert claim.claim == "holds" or claim.has_witness
