"""Examples of a Hypothesis strategy, the same ones in every run."""

from __future__ import annotations

from typing import Any

EXAMPLES = 256


def pool(strategy: Any, number: int = 0) -> list[object]:
    """Draws one pool of examples; each number has its own."""
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
    @hypothesis.seed(number)
    @hypothesis.given(strategy)
    def collect(value: object) -> None:
        found.append(value)

    run: Any = collect
    run()
    return found
