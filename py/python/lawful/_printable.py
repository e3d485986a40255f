"""Text of others for people to read: nothing in it steers a terminal or looks like another line."""

from __future__ import annotations


def printable(text: str) -> str:
    """Returns a text on one line, with an escape for everything that cannot be seen.

    >>> from lawful._printable import printable
    >>> print(printable("a\\x1b[2J\\nb"))
    a\\u001b[2J\\u000ab
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
