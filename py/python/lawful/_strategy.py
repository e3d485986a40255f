"""Examples of a Hypothesis strategy, the same ones in every run."""

from __future__ import annotations

from typing import Any

EXAMPLES = 256


def pool(strategy: Any) -> list[object]:
    """Draws the examples. Hypothesis is needed here and nowhere else."""
    import hypothesis

    checks: Any = hypothesis.HealthCheck
    found: list[object] = []

    @hypothesis.settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(checks),
    )
    @hypothesis.seed(0)
    @hypothesis.given(strategy)
    def collect(value: object) -> None:
        found.append(value)

    run: Any = collect
    run()
    return found
