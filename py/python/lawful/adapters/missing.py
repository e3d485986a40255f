"""What to say if the framework of an adapter is not installed."""

from __future__ import annotations

from lawful.errors import MissingPackage


def missing(package: str, extra: str, error: ImportError) -> MissingPackage:
    """Returns the error that says what to install.

    >>> from lawful.adapters.missing import missing
    >>> str(missing("langchain", "langchain", ImportError("No module named 'langchain'")))
    "langchain is missing or of another version (No module named 'langchain'); install `lawful[langchain]`"
    """
    return MissingPackage(
        f"{package} is missing or of another version ({error}); install `lawful[{extra}]`"
    )
