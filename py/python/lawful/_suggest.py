"""What the user may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def suggestion(word: str, known: Iterable[str]) -> str:
    """Returns `; did you mean ...?`, or nothing if no known word is close."""
    # Only for messages, and slow to import.
    from difflib import get_close_matches

    words = list(known)
    close = get_close_matches(word, words, n=3, cutoff=0.5)
    # A short name is close to the end of an id.
    ends = {name.rpartition(".")[2]: name for name in words}
    close += [ends[end] for end in get_close_matches(word, ends, n=2, cutoff=0.7)]
    unique = list(dict.fromkeys(close))[:3]
    if not unique:
        return ""
    return f"; did you mean {' or '.join(f'`{name}`' for name in unique)}?"
