"""Models over what people use in Python, registered when this module is imported.

True claims hold, false ones are negative claims with a witness.
"""

from lawful.standard_models import (
    counters,
    decimals,
    dicts,
    floats,
    fractions,
    sets,
    texts,
    times,
)

__all__ = ["counters", "decimals", "dicts", "floats", "fractions", "sets", "texts", "times"]
